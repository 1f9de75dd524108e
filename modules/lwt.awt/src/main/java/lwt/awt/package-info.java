/// Lwt on the event queue of AWT and Swing.
package lwt.awt;
