import org.jspecify.annotations.NullMarked;

/// The GLib main loop inside Lwt's, and Lwt's inside GLib's.
@NullMarked
module lwt.glib {
    requires transitive lwt.unix;
    requires static org.jspecify;
}
