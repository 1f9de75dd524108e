// “Cancelable threads”
var waker = Lwt.<Integer>task()
var waiter = waker.promise()
var t = waiter.bind(x -> Lwt.of(x + 1))
/threads
t.cancel()
waiter.state()
t.state()
var u = Lwt.<Integer>task().promise()
u.shielded().cancel()
u.state()
