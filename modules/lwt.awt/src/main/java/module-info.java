import org.jspecify.annotations.NullMarked;

/// Lwt on the event queue of AWT and Swing.
@NullMarked
module lwt.awt {
    requires transitive lwt.unix;
    requires static org.jspecify;
}
