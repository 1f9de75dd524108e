package lwt.text;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// A key that the user pressed, as [LwtTerm#readKey] tells it. A value; the text of `toString` is
/// Lwt's, such as `Key "é"`, `Key_up`, `Key_f 5` and `Key_control 'j'`.
///
/// @see "Lwt manual (December 2010), “Terminal utilities”"
public sealed interface Key {
    /// The key Enter.
    Key ENTER = new Control('j');

    /// The key Escape.
    Key ESCAPE = new Control('[');

    /// The key Tab.
    Key TAB = new Control('i');

    /// The key Backspace.
    Key BACKSPACE = new Control('?');

    /* ---- The kinds of keys ---- */

    /// A character, or an escape sequence that is not known.
    ///
    /// @param text one code point, or the whole sequence; never empty
    record Text(String text) implements Key {
        public Text {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("a key's text is empty");
            }
        }

        @Override
        public String toString() {
            return "Key \"" + KeyNames.escape(text, '"') + '"';
        }

        @Override
        public Key with(Modifier... modifiers) {
            return Modified.of(this, modifiers);
        }
    }

    /// A control character: the keys Control and `letter` together, or Enter (`j`), Tab (`i`), Escape
    /// (`[`) and Backspace (`?`), which terminals do not distinguish from them.
    ///
    /// @param letter `a` to `z`, or one of `@ [ \ ] ^ _ ?`
    record Control(char letter) implements Key {
        public Control {
            if (!Controls.LETTERS.containsValue(letter)) {
                throw new IllegalArgumentException("there is no control character of '" + letter + "'");
            }
        }

        @Override
        public String toString() {
            return "Key_control '" + KeyNames.escape(String.valueOf(letter), '\'') + '\'';
        }

        @Override
        public Key with(Modifier... modifiers) {
            return Modified.of(this, modifiers);
        }
    }

    /// A function key.
    ///
    /// @param number 1 for F1
    record Function(int number) implements Key {
        public Function {
            if (number < 1) {
                throw new IllegalArgumentException("function keys begin with 1, this is " + number);
            }
        }

        @Override
        public String toString() {
            return "Key_f " + number;
        }

        @Override
        public Key with(Modifier... modifiers) {
            return Modified.of(this, modifiers);
        }
    }

    /// A key that moves or edits.
    enum Special implements Key {
        /// The arrow up.
        UP,
        /// The arrow down.
        DOWN,
        /// The arrow to the left.
        LEFT,
        /// The arrow to the right.
        RIGHT,
        /// Page down.
        NEXT_PAGE,
        /// Page up.
        PREVIOUS_PAGE,
        /// Home.
        HOME,
        /// End.
        END,
        /// Insert.
        INSERT,
        /// Delete, which is not Backspace.
        DELETE;

        @Override
        public String toString() {
            return "Key_" + KeyNames.lower(this);
        }

        @Override
        public Key with(Modifier... modifiers) {
            return Modified.of(this, modifiers);
        }
    }

    /// A key that was pressed together with others, as far as the terminal tells.
    ///
    /// Shift and a character is another character, and Control and a letter a [Control]; so these
    /// are here only beside a further modifier, or from terminals that tell more.
    ///
    /// @param key the key itself, not modified
    /// @param modifiers at least one
    record Modified(Key key, Set<Modifier> modifiers) implements Key {
        public Modified {
            if (key instanceof Modified || key instanceof Paste) {
                throw new IllegalArgumentException("cannot be modified: " + key);
            }
            if (modifiers.isEmpty()) {
                throw new IllegalArgumentException("there is no modifier");
            }
            modifiers = Set.copyOf(modifiers);
        }

        private static Key of(Key key, Modifier... modifiers) {
            return modifiers.length == 0 ? key : new Modified(key, EnumSet.copyOf(List.of(modifiers)));
        }

        @Override
        public Key with(Modifier... more) {
            Set<Modifier> all = EnumSet.copyOf(modifiers);
            all.addAll(List.of(more));
            return new Modified(key, all);
        }

        /// Such as `Key_up with shift and control`.
        @Override
        public String toString() {
            return key
                    + EnumSet.copyOf(modifiers).stream()
                            .map(KeyNames::lower)
                            .collect(Collectors.joining(" and ", " with ", ""));
        }
    }

    /// Text that was pasted, if the terminal was asked to tell it from typed text: see
    /// [LwtTerm#withBracketedPaste].
    ///
    /// @param text as it came, lines ending with `\n`
    record Paste(String text) implements Key {
        @Override
        public String toString() {
            return "Paste \"" + KeyNames.escape(text, '"') + '"';
        }

        @Override
        public Key with(Modifier... modifiers) {
            return Modified.of(this, modifiers);
        }
    }

    /// A key that changes others.
    enum Modifier {
        /// Shift.
        SHIFT,
        /// Alt, or Option; terminals that send Escape before the character mean this one.
        ALT,
        /// Control.
        CONTROL,
        /// Meta, where it is not Alt.
        META
    }

    /* ---- Making keys ---- */

    /// The key of this character.
    static Key of(String character) {
        return new Text(character);
    }

    /// Control and this letter; see [Control].
    static Key control(char letter) {
        return new Control(letter);
    }

    /// The function key of this number.
    static Key function(int number) {
        return new Function(number);
    }

    /// This key, pressed with these, too.
    ///
    /// @throws IllegalArgumentException if it is a [Paste]
    Key with(Modifier... modifiers);

    /// Which key sends this: one character, or an escape sequence.
    ///
    /// @throws IllegalArgumentException if it is empty
    /// @see "Lwt_term.decode_key (Lwt 2.2)"
    static Key decode(String sequence) {
        return KeySequences.decode(Objects.requireNonNull(sequence, "sequence"));
    }
}
