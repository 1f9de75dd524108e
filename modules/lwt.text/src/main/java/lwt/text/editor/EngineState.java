package lwt.text.editor;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import lwt.text.Graphemes;
import lwt.text.editor.Mode.Edition;
import lwt.text.editor.Mode.Search;
import lwt.text.editor.Mode.Selection;
import org.jspecify.annotations.Nullable;

/// The state of an edition: the text, the cursor, the place in the history, and what can be taken back.
///
/// It never changes: a command makes another one of it. It knows nothing of terminals and of completion.
///
/// {@snippet class=lwt.text.editor.Snippets region=engine}
///
/// Differences from the original: a command that ends a search is executed, not dropped; a word that is not found
/// leaves the line that was found last; deleting a word also deletes what is between it and the cursor; in an input
/// of several lines the commands for lines mean the line of the cursor; taking back goes from change to change of
/// the text, not through the moves of the cursor.
///
/// @see "Lwt manual (December 2010), “Read-line”"
public final class EngineState {
    private final Mode mode;
    private final HistoryCursor history;
    private final @Nullable Change changes;
    private final @Nullable Pasted pasted;

    /// What the last command pasted: it begins at an index and ends at the cursor, and is the `turn`th of the ring.
    private record Pasted(int start, int turn) {}

    private EngineState(Mode mode, HistoryCursor history, @Nullable Change changes, @Nullable Pasted pasted) {
        this.mode = mode;
        this.history = history;
        this.changes = changes;
        this.pasted = pasted;
    }

    /// An empty input, with these lines before it, newest first.
    public static EngineState init(List<String> history) {
        return new EngineState(Edition.EMPTY, HistoryCursor.of(history), null, null);
    }

    /// What the user is doing.
    public Mode mode() {
        return mode;
    }

    /// Where in the history the input is.
    public HistoryCursor history() {
        return history;
    }

    /// The text before and after the cursor, in any mode.
    public Edition edition() {
        return mode.edition();
    }

    /// The whole input; while the history is searched, the line that was found.
    public String allInput() {
        return mode.input();
    }

    /// The same without selection or search: what was found is the input.
    public EngineState reset() {
        return mode instanceof Edition ? this : replace(mode.edition());
    }

    /// The same with this text: a change that can be taken back.
    public EngineState replace(Edition edition) {
        return remembering(new EngineState(edition, history, changes, null));
    }

    /* ---- Commands ---- */

    /// What the command makes of this state. Its only effect is on the clipboard, if it cuts or copies.
    public EngineState update(Command command, Clipboard clipboard) {
        EngineState next = switch (mode) {
            case Edition edition -> edit(edition, command, clipboard);
            case Selection selection -> select(selection, command, clipboard);
            case Search search -> search(search, command, clipboard);
        };
        return command == Action.UNDO ? next : remembering(next);
    }

    /// The same, with the clipboard of this loop.
    public EngineState update(Command command) {
        return update(command, Clipboard.global());
    }

    /// What can be taken back is the text that was typed; what a search shows is not, until it is taken.
    private Edition typed() {
        return mode instanceof Search search ? search.origin() : mode.edition();
    }

    private EngineState remembering(EngineState next) {
        String text = next.typed().input();
        if (next.changes != changes || typed().input().equals(text)) {
            return next;
        }
        return new EngineState(next.mode, next.history, Change.between(typed(), history, text, changes), next.pasted);
    }

    private EngineState in(Mode mode) {
        return new EngineState(mode, history, changes, null);
    }

    private EngineState at(String text, int cursor) {
        return in(Edition.of(text, cursor));
    }

    /* ---- Typing ---- */

    private EngineState edit(Edition edition, Command command, Clipboard clipboard) {
        String before = edition.before();
        String after = edition.after();
        String text = edition.input();
        int cursor = before.length();
        return switch (command) {
            case Command.Char(String inserted) -> at(before + inserted + after, cursor + inserted.length());
            case Action action ->
                switch (action) {
                    case BACKWARD_CHAR -> at(text, Graphemes.previous(text, cursor));
                    case FORWARD_CHAR -> at(text, Graphemes.next(text, cursor));
                    case BACKWARD_WORD -> at(text, Words.startOfLast(text, cursor));
                    case FORWARD_WORD -> at(text, Words.endOfNext(text, cursor));
                    case BEGINNING_OF_LINE -> at(text, Lines.start(text, cursor));
                    case END_OF_LINE -> at(text, Lines.end(text, cursor));
                    case PREVIOUS_LINE ->
                        Lines.isFirst(text, cursor) ? recall(text, 1) : at(text, Lines.above(text, cursor));
                    case NEXT_LINE ->
                        Lines.isLast(text, cursor) ? recall(text, -1) : at(text, Lines.below(text, cursor));
                    case HISTORY_PREVIOUS -> recall(text, 1);
                    case HISTORY_NEXT -> recall(text, -1);

                    case BACKWARD_DELETE_CHAR -> delete(text, Graphemes.previous(text, cursor), cursor);
                    case FORWARD_DELETE_CHAR, DELETE_CHAR_OR_LIST -> delete(text, cursor, Graphemes.next(text, cursor));
                    case BACKWARD_DELETE_WORD -> delete(text, Words.startOfLast(text, cursor), cursor);
                    case FORWARD_DELETE_WORD -> delete(text, cursor, Words.endOfNext(text, cursor));
                    case KILL_LINE -> cut(text, cursor, Lines.killEnd(text, cursor), clipboard);
                    case BACKWARD_KILL_LINE -> cut(text, Lines.killStart(text, cursor), cursor, clipboard);
                    case CUT -> cut(text, Words.startOfLast(text, cursor), cursor, clipboard);

                    case UPPERCASE -> changeWord(text, cursor, word -> word.toUpperCase(Locale.ROOT));
                    case LOWERCASE -> changeWord(text, cursor, word -> word.toLowerCase(Locale.ROOT));
                    case CAPITALIZE -> changeWord(text, cursor, Words::capitalize);

                    case UNDO -> undo(text);
                    case SET_MARK -> in(new Selection(text, cursor, cursor));
                    case PASTE -> paste(before, after, 0, clipboard);
                    case PASTE_PREVIOUS -> pastePrevious(before, after, clipboard);
                    case BACKWARD_SEARCH, FORWARD_SEARCH ->
                        in(new Search("", history.all(text), history.position(), true, edition));

                    case NOP, INSERT, REFRESH, CLEAR_SCREEN, SUSPEND -> this;
                    case COPY, CANCEL, BREAK, ACCEPT_LINE -> in(edition);
                    case COMPLETE,
                            META_COMPLETE,
                            COMPLETE_LEFT,
                            COMPLETE_RIGHT,
                            COMPLETE_UP,
                            COMPLETE_DOWN,
                            COMPLETE_FIRST,
                            COMPLETE_LAST -> in(edition);
                };
        };
    }

    private EngineState delete(String text, int start, int end) {
        return at(text.substring(0, start) + text.substring(end), start);
    }

    private EngineState cut(String text, int start, int end, Clipboard clipboard) {
        if (start == end) {
            return in(mode.edition()); // the clipboard keeps what it has
        }
        clipboard.set(text.substring(start, end));
        return delete(text, start, end);
    }

    private EngineState changeWord(String text, int cursor, UnaryOperator<String> change) {
        int start = Words.startOfNext(text, cursor);
        int end = Words.endOfNext(text, cursor);
        String changed = start == end ? "" : change.apply(text.substring(start, end));
        return at(text.substring(0, start) + changed + text.substring(end), start + changed.length());
    }

    private EngineState recall(String text, int step) {
        HistoryCursor.Move move = history.move(text, step);
        return move == null
                ? in(mode.edition())
                : new EngineState(new Edition(move.line(), ""), move.cursor(), changes, null);
    }

    private EngineState undo(String text) {
        return changes == null
                ? in(mode.edition())
                : new EngineState(changes.undo(text), changes.history(), changes.older(), null);
    }

    private EngineState paste(String before, String after, int turn, Clipboard clipboard) {
        String contents =
                turn == 0 ? clipboard.contents().value() : clipboard.ring().get(turn);
        Edition edition = Edition.of(before + contents + after, before.length() + contents.length());
        return new EngineState(edition, history, changes, new Pasted(before.length(), turn));
    }

    private EngineState pastePrevious(String before, String after, Clipboard clipboard) {
        int size = clipboard.ring().size();
        if (pasted == null || size == 0) {
            return in(mode.edition());
        }
        return paste(before.substring(0, pasted.start), after, (pasted.turn + 1) % size, clipboard);
    }

    /* ---- Selecting ---- */

    private EngineState select(Selection selection, Command command, Clipboard clipboard) {
        String text = selection.text();
        int cursor = selection.cursor();
        if (!(command instanceof Action action)) {
            return reset().update(command, clipboard);
        }
        return switch (action) {
            case NOP, INSERT, REFRESH, CLEAR_SCREEN, SUSPEND -> this;
            case BACKWARD_CHAR -> selectTo(selection, Graphemes.previous(text, cursor));
            case FORWARD_CHAR -> selectTo(selection, Graphemes.next(text, cursor));
            case BACKWARD_WORD -> selectTo(selection, Words.startOfLast(text, cursor));
            case FORWARD_WORD -> selectTo(selection, Words.endOfNext(text, cursor));
            case BEGINNING_OF_LINE -> selectTo(selection, Lines.start(text, cursor));
            case END_OF_LINE -> selectTo(selection, Lines.end(text, cursor));
            case PREVIOUS_LINE -> selectTo(selection, Lines.above(text, cursor));
            case NEXT_LINE -> selectTo(selection, Lines.below(text, cursor));
            case COPY -> {
                clipboard.set(selection.selected());
                yield at(text, cursor);
            }
            case CUT -> cut(text, selection.start(), selection.end(), clipboard);
            case CANCEL, BREAK, ACCEPT_LINE -> reset();
            default -> reset().update(command, clipboard);
        };
    }

    private EngineState selectTo(Selection selection, int cursor) {
        return in(new Selection(selection.text(), selection.mark(), cursor));
    }

    /* ---- Searching ---- */

    private EngineState search(Search search, Command command, Clipboard clipboard) {
        return switch (command) {
            case Command.Char(String added) -> in(search.add(added));
            case Action.BACKWARD_SEARCH -> in(search.further(1));
            case Action.FORWARD_SEARCH -> in(search.further(-1));
            case Action.BACKWARD_DELETE_CHAR -> {
                String word = search.word();
                yield in(search.lookup(word.substring(0, Graphemes.previous(word, word.length())), 0, 1));
            }
            case Action.NOP, Action.INSERT, Action.REFRESH, Action.CLEAR_SCREEN, Action.SUSPEND -> this;
            case Action.CANCEL -> in(search.origin());
            case Action.BREAK, Action.ACCEPT_LINE -> reset();
            default -> reset().update(command, clipboard);
        };
    }

    /* ---- As a value of signals ---- */

    /// Whether the mode and the place in the history are the same.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof EngineState that && mode.equals(that.mode) && history.equals(that.history));
    }

    @Override
    public int hashCode() {
        return Objects.hash(mode, history);
    }

    @Override
    public String toString() {
        return mode + ", " + history;
    }
}
