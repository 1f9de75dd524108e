/// For tests of programs that use Lwt: virtual time, orders that a seed decides, steps in order.
///
/// A test of a program that takes a day, without waiting:
///
/// {@snippet class=lwt.testkit.Snippets region=run}
///
/// Step by step, to look at what is there in between:
///
/// {@snippet class=lwt.testkit.Snippets region=advance}
///
/// Which callback comes first, made visible:
///
/// {@snippet class=lwt.testkit.Snippets region=ordered}
///
/// Is there an order in which it fails? And, once there is, the same again:
///
/// {@snippet class=lwt.testkit.Snippets region=explore}
///
/// [lwt.testkit.TestLoop] says what virtual time is and what it cannot do. None of this needs a particular test
/// framework: what fails is thrown.
package lwt.testkit;
