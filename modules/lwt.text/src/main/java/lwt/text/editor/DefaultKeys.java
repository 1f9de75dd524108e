package lwt.text.editor;

import static lwt.text.Key.Modifier.ALT;
import static lwt.text.Key.Modifier.CONTROL;
import static lwt.text.Key.Modifier.SHIFT;

import java.util.HashMap;
import java.util.Map;
import lwt.text.Key;
import lwt.text.Key.Special;

/// The usual key bindings: those of the original, and what users of other editors of lines expect beside them.
final class DefaultKeys {
    private DefaultKeys() {}

    static Map<Key, Command> table() {
        Map<Key, Command> table = new HashMap<>();
        addSpecial(table);
        addControls(table);
        addAlts(table);
        return table;
    }

    private static void addSpecial(Map<Key, Command> table) {
        table.put(Special.UP, Action.PREVIOUS_LINE);
        table.put(Special.DOWN, Action.NEXT_LINE);
        table.put(Special.LEFT, Action.BACKWARD_CHAR);
        table.put(Special.RIGHT, Action.FORWARD_CHAR);
        table.put(Special.HOME, Action.BEGINNING_OF_LINE);
        table.put(Special.END, Action.END_OF_LINE);
        table.put(Special.INSERT, Action.INSERT);
        table.put(Special.DELETE, Action.FORWARD_DELETE_CHAR);
        table.put(Special.LEFT.with(CONTROL), Action.BACKWARD_WORD);
        table.put(Special.RIGHT.with(CONTROL), Action.FORWARD_WORD);
        table.put(Special.DELETE.with(CONTROL), Action.FORWARD_DELETE_WORD);
    }

    private static void addControls(Map<Key, Command> table) {
        table.put(Key.control('@'), Action.SET_MARK);
        table.put(Key.control('a'), Action.BEGINNING_OF_LINE);
        table.put(Key.control('b'), Action.BACKWARD_CHAR);
        table.put(Key.control('c'), Action.BREAK);
        table.put(Key.control('d'), Action.DELETE_CHAR_OR_LIST);
        table.put(Key.control('e'), Action.END_OF_LINE);
        table.put(Key.control('f'), Action.FORWARD_CHAR);
        table.put(Key.control('g'), Action.CANCEL);
        table.put(Key.control('h'), Action.BACKWARD_DELETE_WORD);
        table.put(Key.control('i'), Action.COMPLETE);
        table.put(Key.control('j'), Action.ACCEPT_LINE);
        table.put(Key.control('k'), Action.KILL_LINE);
        table.put(Key.control('l'), Action.CLEAR_SCREEN);
        table.put(Key.control('m'), Action.ACCEPT_LINE);
        table.put(Key.control('n'), Action.HISTORY_NEXT);
        table.put(Key.control('p'), Action.HISTORY_PREVIOUS);
        table.put(Key.control('r'), Action.BACKWARD_SEARCH);
        table.put(Key.control('s'), Action.FORWARD_SEARCH);
        table.put(Key.control('u'), Action.BACKWARD_KILL_LINE);
        table.put(Key.control('w'), Action.CUT);
        table.put(Key.control('y'), Action.PASTE);
        table.put(Key.control('z'), Action.SUSPEND);
        table.put(Key.control('_'), Action.UNDO);
        table.put(Key.control('?'), Action.BACKWARD_DELETE_CHAR);
    }

    private static void addAlts(Map<Key, Command> table) {
        table.put(Key.of("b").with(ALT), Action.BACKWARD_WORD);
        table.put(Key.of("c").with(ALT), Action.CAPITALIZE);
        table.put(Key.of("d").with(ALT), Action.FORWARD_DELETE_WORD);
        table.put(Key.of("f").with(ALT), Action.FORWARD_WORD);
        table.put(Key.of("l").with(ALT), Action.LOWERCASE);
        table.put(Key.of("u").with(ALT), Action.UPPERCASE);
        table.put(Key.of("w").with(ALT), Action.COPY);
        table.put(Key.of("y").with(ALT), Action.PASTE_PREVIOUS);
        table.put(Key.BACKSPACE.with(ALT), Action.BACKWARD_DELETE_WORD);
        table.put(Key.ENTER.with(ALT), Command.insert("\n"));
        table.put(Key.control('m').with(ALT), Command.insert("\n"));
        table.put(Key.TAB.with(ALT), Action.META_COMPLETE);
        table.put(Key.TAB.with(SHIFT), Action.META_COMPLETE);
        table.put(Special.UP.with(ALT), Action.COMPLETE_UP);
        table.put(Special.DOWN.with(ALT), Action.COMPLETE_DOWN);
        table.put(Special.LEFT.with(ALT), Action.COMPLETE_LEFT);
        table.put(Special.RIGHT.with(ALT), Action.COMPLETE_RIGHT);
        table.put(Special.HOME.with(ALT), Action.COMPLETE_FIRST);
        table.put(Special.END.with(ALT), Action.COMPLETE_LAST);
    }
}
