import org.jspecify.annotations.NullMarked;

/// The GLib main loop inside Lwt's, and Lwt's inside GLib's. Calls GLib: `--enable-native-access=lwt.glib`.
@NullMarked
module lwt.glib {
    requires transitive lwt.unix;
    requires static org.jspecify;

    exports lwt.glib;
}
