/// The GLib main loop inside Lwt's, and Lwt's inside GLib's.
package lwt.glib;
