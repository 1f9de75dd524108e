package lwt.text.editor;

import java.util.Objects;

/// What the user, or the program, wants the editor to do: an [Action], or text to insert.
///
/// @see "Lwt manual (December 2010), “Read-line”"
public sealed interface Command permits Command.Char, Action {
    /// Inserts a text: what a key stands for, or what was pasted. While the history is searched, adds it to what is
    /// searched for.
    record Char(String text) implements Command {
        /// Checks that there is a text.
        public Char {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public String toString() {
            return "char \"" + Quoted.quote(text) + '"';
        }
    }

    /// The command that inserts `text`.
    static Command insert(String text) {
        return new Char(text);
    }

    /// The command of this name, as [#toString] writes it: the name of an action, such as `backward-char`, or
    /// `char "…"`, where a backslash begins one of `\n`, `\r`, `\t`, `\e`, `\\` and `\"`.
    ///
    /// @throws IllegalArgumentException if there is none
    static Command of(String name) {
        if (name.startsWith("char \"") && name.endsWith("\"") && name.length() > "char \"".length()) {
            return insert(Quoted.unquote(name.substring("char \"".length(), name.length() - 1)));
        }
        for (Action action : Action.values()) {
            if (action.toString().equals(name)) {
                return action;
            }
        }
        throw new IllegalArgumentException("no command of the line editor has the name " + name
                + "; the names are those of lwt.text.editor.Action, such as backward-char, and char \"…\"");
    }

    /// Its name: [#of] knows it.
    @Override
    String toString();
}
