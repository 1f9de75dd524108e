import org.jspecify.annotations.NullMarked;

/// Text channels, terminal, line editor.
@NullMarked
module lwt.text {
    requires transitive lwt.unix;
    requires transitive lwt.react;
    requires org.jline.terminal;
    requires static org.jspecify;

    exports lwt.text;
    exports lwt.text.editor;
}
