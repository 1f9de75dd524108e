import org.jspecify.annotations.NullMarked;

/// Computations and blocking calls on threads of the system.
@NullMarked
module lwt.preemptive {
    requires transitive lwt;
    requires static org.jspecify;

    exports lwt.preemptive;
}
