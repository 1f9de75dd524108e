package lwt.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lwt.text.Key.Modifier;
import lwt.text.Key.Special;
import org.jspecify.annotations.Nullable;

/// What terminals send for keys.
///
/// The table of Lwt comes first, whole. Then what has a form: xterm's modifiers (`ESC [ 1 ; m A`, `ESC [ n ; m ~`),
/// its "other keys" (`ESC [ 27 ; m ; c ~`, `ESC [ c ; m u`), the endings of rxvt, Escape before a character for Alt.
/// What is still unknown is the text itself, as in the original.
final class KeySequences {
    static final char ESCAPE = '\033';

    /// Lwt_term.sequence_mapping, then what terminals of today send as well.
    static final Map<String, Key> SEQUENCES = sequences();

    private KeySequences() {}

    private static Map<String, Key> sequences() {
        Map<String, Key> keys = new LinkedHashMap<>();
        for (String prefix : List.of("[", "", "O")) {
            put(keys, prefix + "A", Special.UP);
            put(keys, prefix + "B", Special.DOWN);
            put(keys, prefix + "C", Special.RIGHT);
            put(keys, prefix + "D", Special.LEFT);
            put(keys, prefix + "H", Special.HOME);
            put(keys, prefix + "F", Special.END);
        }
        put(keys, "[2~", Special.INSERT);
        put(keys, "[3~", Special.DELETE);
        put(keys, "[5~", Special.PREVIOUS_PAGE);
        put(keys, "[6~", Special.NEXT_PAGE);
        put(keys, "[7~", Special.HOME);
        put(keys, "[8~", Special.END);
        int[] functions = {11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24};
        for (int i = 0; i < functions.length; i++) {
            put(keys, "[" + functions[i] + "~", Key.function(i + 1));
        }
        for (int i = 0; i < 4; i++) {
            put(keys, "O" + (char) ('P' + i), Key.function(i + 1));
        }
        putLater(keys);
        return Collections.unmodifiableMap(keys);
    }

    /// What the original's table lacks: Home and End of the Linux console and of screen, F1 to F5 of the
    /// Linux console, F13 to F20, Shift and Tab, and the arrows of rxvt.
    private static void putLater(Map<String, Key> keys) {
        put(keys, "[1~", Special.HOME);
        put(keys, "[4~", Special.END);
        for (int i = 0; i < 5; i++) {
            put(keys, "[[" + (char) ('A' + i), Key.function(i + 1));
        }
        int[] late = {25, 26, 28, 29, 31, 32, 33, 34};
        for (int i = 0; i < late.length; i++) {
            put(keys, "[" + late[i] + "~", Key.function(i + 13));
        }
        put(keys, "[Z", Key.TAB.with(Modifier.SHIFT));
        List<Special> arrows = List.of(Special.UP, Special.DOWN, Special.RIGHT, Special.LEFT);
        for (int i = 0; i < 4; i++) {
            put(keys, "[" + (char) ('a' + i), arrows.get(i).with(Modifier.SHIFT));
            put(keys, "O" + (char) ('a' + i), arrows.get(i).with(Modifier.CONTROL));
        }
    }

    private static void put(Map<String, Key> keys, String afterEscape, Key key) {
        keys.put(ESCAPE + afterEscape, key);
    }

    /* ---- Decoding ---- */

    static Key decode(String sequence) {
        if (sequence.isEmpty()) {
            throw new IllegalArgumentException("an empty text is no key");
        }
        if (sequence.length() == 1) {
            Character letter = Controls.LETTERS.get((int) sequence.charAt(0));
            return letter == null ? Key.of(sequence) : Key.control(letter);
        }
        Key known = SEQUENCES.get(sequence);
        if (known == null) {
            known = decodeForm(sequence);
        }
        return known == null ? Key.of(sequence) : known;
    }

    private static @Nullable Key decodeForm(String sequence) {
        if (sequence.charAt(0) != ESCAPE) {
            return null;
        }
        String rest = sequence.substring(1);
        if (rest.codePointCount(0, rest.length()) == 1) {
            return decode(rest).with(Modifier.ALT);
        }
        if (rest.charAt(0) == ESCAPE) {
            // Alt and a key that has a sequence of its own, as rxvt and the Linux console send it.
            Key key = decode(rest);
            return key instanceof Key.Text || key instanceof Key.Paste ? null : key.with(Modifier.ALT);
        }
        return rest.length() < 3 || (rest.charAt(0) != '[' && rest.charAt(0) != 'O') ? null : decodeNumbers(rest);
    }

    /// `rest` is the sequence without its Escape: `[` or `O`, numbers, a last character.
    private static @Nullable Key decodeNumbers(String rest) {
        char last = rest.charAt(rest.length() - 1);
        List<Integer> numbers = numbers(rest.substring(1, rest.length() - 1));
        if (numbers.isEmpty()) {
            return null;
        }
        int first = numbers.getFirst();
        int modifiers = numbers.size() > 1 ? numbers.get(1) : 1;
        return switch (last) {
            case '~' ->
                numbers.size() == 3 && first == 27
                        ? character(numbers.get(2), modifiers)
                        : modified(SEQUENCES.get(ESCAPE + "[" + first + "~"), modifiers);
            case 'u' -> character(first, modifiers);
            case '^' -> modified(SEQUENCES.get(ESCAPE + "[" + first + "~"), 1 + 4);
            case '$' -> modified(SEQUENCES.get(ESCAPE + "[" + first + "~"), 1 + 1);
            case '@' -> modified(SEQUENCES.get(ESCAPE + "[" + first + "~"), 1 + 5);
            case 'P', 'Q', 'R', 'S' -> modified(Key.function(last - 'P' + 1), numbers.getLast());
            default -> modified(SEQUENCES.get(ESCAPE + "[" + last), numbers.getLast());
        };
    }

    private static List<Integer> numbers(String text) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            if (part.isEmpty() || part.length() > 7 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return List.of();
            }
            numbers.add(Integer.parseInt(part));
        }
        return numbers;
    }

    /// A key with xterm's modifiers: 1, and 1 for Shift, 2 for Alt, 4 for Control, 8 for Meta.
    private static @Nullable Key modified(@Nullable Key key, int modifiers) {
        if (key == null || modifiers < 1) {
            return null;
        }
        return key.with(set(modifiers).toArray(Modifier[]::new));
    }

    private static Set<Modifier> set(int modifiers) {
        Set<Modifier> set = EnumSet.noneOf(Modifier.class);
        Modifier[] bits = {Modifier.SHIFT, Modifier.ALT, Modifier.CONTROL, Modifier.META};
        for (int bit = 0; bit < bits.length; bit++) {
            if (((modifiers - 1) >> bit & 1) != 0) {
                set.add(bits[bit]);
            }
        }
        return set;
    }

    /// A character that the terminal tells by its number, with modifiers.
    private static @Nullable Key character(int codePoint, int modifiers) {
        if (!Character.isValidCodePoint(codePoint) || modifiers < 1) {
            return null;
        }
        Set<Modifier> set = set(modifiers);
        Character letter = codePoint == '\r' ? (Character) 'j' : Controls.LETTERS.get(codePoint);
        if (letter != null) {
            return Key.control(letter).with(set.toArray(Modifier[]::new));
        }
        int lower = Character.toLowerCase(codePoint);
        if (set.contains(Modifier.CONTROL) && Controls.LETTERS.containsValue((char) lower) && lower < 0x80) {
            set.remove(Modifier.CONTROL);
            return Key.control((char) lower).with(set.toArray(Modifier[]::new));
        }
        return Key.of(Character.toString(codePoint)).with(set.toArray(Modifier[]::new));
    }
}
