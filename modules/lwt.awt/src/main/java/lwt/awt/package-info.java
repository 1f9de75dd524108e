/// Lwt on the event queue of AWT and Swing: after [lwt.awt.LwtAwt#install], promises are resolved on the thread on
/// which listeners are called and components may be used.
@org.jspecify.annotations.NullMarked
package lwt.awt;
