/// GLib and GTK together with promises: [lwt.glib.LwtGlib].
///
/// @see "Lwt manual (December 2010), “Glib integration”"
@org.jspecify.annotations.NullMarked
package lwt.glib;
