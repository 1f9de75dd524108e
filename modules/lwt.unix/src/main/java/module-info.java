import org.jspecify.annotations.NullMarked;

/// The main loop, its engines and timers, system calls and channels.
@NullMarked
module lwt.unix {
    requires transitive lwt;
    requires static org.jspecify;

    exports lwt.unix;
}
