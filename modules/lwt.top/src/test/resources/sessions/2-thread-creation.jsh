// “Primitives for thread creation”: guess the states
Lwt.of(42).state()
class Exit extends Exception {}
Lwt.fail(new Exit()).state() instanceof State.Fail<?>(Exit exit)
var first = Lwt.<Integer>waiter()
first.promise().state()
first.wakeup(42)
first.promise().state()
var second = Lwt.<Integer>waiter()
second.promise().state()
second.fail(new IllegalStateException("exit"))
second.promise().state()
