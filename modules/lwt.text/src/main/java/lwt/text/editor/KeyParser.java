package lwt.text.editor;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lwt.text.Graphemes;
import lwt.text.Key;

/// Reads one line of a file of key bindings.
final class KeyParser {
    private static final Pattern BINDING = Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*\"|\\S+?)\\s*:\\s+(.+)");
    private static final Map<String, Key> NAMES = Map.ofEntries(
            Map.entry("up", Key.Special.UP),
            Map.entry("down", Key.Special.DOWN),
            Map.entry("left", Key.Special.LEFT),
            Map.entry("right", Key.Special.RIGHT),
            Map.entry("home", Key.Special.HOME),
            Map.entry("end", Key.Special.END),
            Map.entry("insert", Key.Special.INSERT),
            Map.entry("delete", Key.Special.DELETE),
            Map.entry("page-up", Key.Special.PREVIOUS_PAGE),
            Map.entry("page-down", Key.Special.NEXT_PAGE),
            Map.entry("enter", Key.ENTER),
            Map.entry("tab", Key.TAB),
            Map.entry("escape", Key.ESCAPE),
            Map.entry("backspace", Key.BACKSPACE),
            Map.entry("space", Key.of(" ")));

    private KeyParser() {}

    /// The key of a binding.
    static Key key(String binding) {
        String name = part(binding, 1);
        if (name.startsWith("\"")) {
            return Key.decode(Quoted.unquote(name.substring(1, name.length() - 1)));
        }
        return named(name);
    }

    /// Its command.
    static Command command(String binding) {
        return Command.of(part(binding, 2));
    }

    private static String part(String binding, int group) {
        Matcher matcher = BINDING.matcher(binding);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a binding is a key, a colon, a space and a command, not " + binding);
        }
        return matcher.group(group);
    }

    private static Key named(String name) {
        EnumSet<Key.Modifier> modifiers = EnumSet.noneOf(Key.Modifier.class);
        String rest = name;
        while (rest.length() > 2 && rest.charAt(1) == '-') {
            modifiers.add(
                    switch (rest.charAt(0)) {
                        case 'C' -> Key.Modifier.CONTROL;
                        case 'M', 'A' -> Key.Modifier.ALT;
                        case 'S' -> Key.Modifier.SHIFT;
                        default -> throw new IllegalArgumentException("a modifier is C-, M-, A- or S-, not " + rest);
                    });
            rest = rest.substring(2);
        }
        Key key = plain(rest);
        if (key instanceof Key.Text(String text) && modifiers.remove(Key.Modifier.CONTROL)) {
            key = control(text, name);
        }
        return key.with(modifiers.toArray(new Key.Modifier[0]));
    }

    private static Key plain(String name) {
        Key named = NAMES.get(name);
        if (named != null) {
            return named;
        }
        if (name.matches("f[1-9][0-9]?")) {
            return Key.function(Integer.parseInt(name.substring(1)));
        }
        if (Graphemes.count(name) != 1) {
            throw new IllegalArgumentException("there is no key of the name " + name);
        }
        return Key.of(name);
    }

    private static Key control(String text, String name) {
        try {
            return Key.control(
                    text.equals(" ") ? '@' : text.toLowerCase(Locale.ROOT).charAt(0));
        } catch (IllegalArgumentException none) {
            throw new IllegalArgumentException("terminals do not tell of the key " + name, none);
        }
    }
}
