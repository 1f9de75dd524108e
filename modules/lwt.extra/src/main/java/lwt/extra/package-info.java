/// Look-ups of hosts, services and users, with caches.
package lwt.extra;
