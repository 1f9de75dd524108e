var t = LwtUnix.sleep(Duration.ofMillis(1));
t
t
var all = List.of(Lwt.unit(), Lwt.unit());
List.of(Lwt.<Void>waiter())
Lwt.of(List.of(Lwt.unit()))
