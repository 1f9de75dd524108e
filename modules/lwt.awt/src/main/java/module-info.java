import org.jspecify.annotations.NullMarked;

/// Lwt on the event queue of AWT and Swing.
@NullMarked
module lwt.awt {
    requires transitive lwt.unix;
    requires java.desktop; // the event queue
    requires static org.jspecify;

    exports lwt.awt;
}
