// “React”: the next occurrence of an event
var source = Event.<Integer>create()
var event = source.event()
var t = LwtEvent.next(event)
t.state()
source.send(42)
t.state()
t
