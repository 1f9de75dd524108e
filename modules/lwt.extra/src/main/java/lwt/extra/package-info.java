/// Look-ups of hosts, services, protocols, users and groups whose answers are kept for a while: [lwt.extra.LwtLib].
@org.jspecify.annotations.NullMarked
package lwt.extra;
