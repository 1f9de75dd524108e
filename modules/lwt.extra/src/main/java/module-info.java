import org.jspecify.annotations.NullMarked;

/// Look-ups of hosts, services and users, with caches.
@NullMarked
module lwt.extra {
    requires transitive lwt.unix;
    requires static org.jspecify;

    exports lwt.extra;
}
