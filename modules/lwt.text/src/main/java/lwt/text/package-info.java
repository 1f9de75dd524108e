/// Text channels, terminal, line editor.
package lwt.text;
