import org.jspecify.annotations.NullMarked;

/// The main loop, its engines and timers, system calls and channels.
@NullMarked
module lwt.unix {
    requires transitive lwt;
    requires jdk.unsupported; // sun.misc.Signal: a JVM has no other way to signals
    requires static org.jspecify;

    exports lwt.unix;
}
