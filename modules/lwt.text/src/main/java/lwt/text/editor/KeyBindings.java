package lwt.text.editor;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import lwt.Promise;
import lwt.text.Key;
import lwt.unix.LwtIo;

/// Which key means which command. It never changes.
///
/// A file of bindings has one in a line: the key, a colon, and the command as [Command#of] knows it.
///
/// {@snippet lang=text :
/// # a comment
/// C-a: beginning-of-line
/// M-left: complete-left
/// C-x: char "\n"
/// "\e[24~": refresh
/// }
///
/// A key is a character or one of `up`, `down`, `left`, `right`, `home`, `end`, `insert`, `delete`, `page-up`,
/// `page-down`, `enter`, `tab`, `escape`, `backspace`, `space`, `f1`, `f2`…, after any of `C-` (Control), `M-` or `A-`
/// (Alt) and `S-` (Shift); or what the terminal sends, in quotes.
public final class KeyBindings {
    /// The usual ones; the key of each command is told at [Action].
    public static final KeyBindings DEFAULT = new KeyBindings(DefaultKeys.table());

    private final Map<Key, Command> commands;

    private KeyBindings(Map<Key, Command> commands) {
        this.commands = commands;
    }

    /// The same with another meaning of a key.
    public KeyBindings with(Key key, Command command) {
        Map<Key, Command> more = new HashMap<>(commands);
        more.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(command, "command"));
        return new KeyBindings(more);
    }

    /// What the key means: what it is bound to; its character, or what was pasted, if it is not; or nothing.
    public Command command(Key key) {
        Command bound = commands.get(key);
        if (bound != null) {
            return bound;
        }
        return switch (key) {
            case Key.Paste(String text) -> Command.insert(text);
            case Key.Text(String text) when isPrintable(text) -> Command.insert(text);
            default -> Action.NOP;
        };
    }

    private static boolean isPrintable(String text) {
        int first = text.codePointAt(0);
        return text.length() == Character.charCount(first) && !Character.isISOControl(first);
    }

    /* ---- From a file ---- */

    /// The same with the bindings that the text has, in the form of a file.
    ///
    /// @param source where the text is from, for messages
    /// @throws IllegalArgumentException if a line is not a binding: its message tells where and why
    public KeyBindings parse(String text, String source) {
        KeyBindings bindings = this;
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String binding = line.strip();
            if (!binding.isEmpty() && !binding.startsWith("#")) {
                try {
                    bindings = bindings.with(KeyParser.key(binding), KeyParser.command(binding));
                } catch (IllegalArgumentException wrong) {
                    throw new IllegalArgumentException(source + ", line " + number + ": " + wrong.getMessage(), wrong);
                }
            }
        }
        return bindings;
    }

    /// The same with the bindings of a file. Fails if the file cannot be read, or with
    /// [IllegalArgumentException] if a line of it is not a binding.
    public Promise<KeyBindings> load(Path file) {
        return LwtIo.linesOfFile(file).toList().map(lines -> parse(String.join("\n", lines), file.toString()));
    }
}
