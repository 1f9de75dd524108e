// “Primitives for multi-thread composition”
var waker1 = Lwt.<Integer>waiter()
var waker2 = Lwt.<Integer>waiter()
var t = Lwt.choose(waker1.promise(), waker2.promise())
t.state()
waker2.wakeup(42)
t.state()
t
