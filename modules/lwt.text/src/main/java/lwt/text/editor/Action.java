package lwt.text.editor;

import java.util.Locale;

/// The commands without a text. Where a key is named, it is that of [KeyBindings#DEFAULT].
///
/// What the engine does with them: [EngineState#update]. Those about completion, the screen and the end of the
/// input are done by [Control]; to the engine they only mean that a selection or a search is over.
///
/// @see "Lwt manual (December 2010), “Read-line”"
public enum Action implements Command {
    /* ---- The cursor ---- */

    /// Goes one character to the left: left arrow, Ctrl-B.
    BACKWARD_CHAR,
    /// Goes one character to the right: right arrow, Ctrl-F.
    FORWARD_CHAR,
    /// Goes to the start of the word before the cursor: Ctrl-left, Alt-B.
    BACKWARD_WORD,
    /// Goes to the end of the word after the cursor: Ctrl-right, Alt-F.
    FORWARD_WORD,
    /// Goes to the start of the line, and if it is there, of the whole input: Home, Ctrl-A.
    BEGINNING_OF_LINE,
    /// Goes to the end of the line, and if it is there, of the whole input: End, Ctrl-E.
    END_OF_LINE,
    /// Goes to the line above; in the first one, as [#HISTORY_PREVIOUS]: up arrow. Not in the original.
    PREVIOUS_LINE,
    /// Goes to the line below; in the last one, as [#HISTORY_NEXT]: down arrow. Not in the original.
    NEXT_LINE,

    /* ---- The text ---- */

    /// Deletes the character before the cursor; of a searched word, the last one: Backspace.
    BACKWARD_DELETE_CHAR,
    /// Deletes the character after the cursor: Delete.
    FORWARD_DELETE_CHAR,
    /// Deletes back to the start of the word before the cursor: Ctrl-H, Alt-Backspace.
    BACKWARD_DELETE_WORD,
    /// Deletes up to the end of the word after the cursor: Ctrl-Delete, Alt-D.
    FORWARD_DELETE_WORD,
    /// Cuts what is left of the line, or, at its end, the end of the line: Ctrl-K.
    KILL_LINE,
    /// Cuts what is before the cursor in the line, or, at its start, the end of the line before: Ctrl-U.
    BACKWARD_KILL_LINE,
    /// Deletes the character after the cursor; at the end of the input, completes; in an empty input, says that
    /// there is no more: Ctrl-D.
    DELETE_CHAR_OR_LIST,
    /// Writes the word after the cursor in upper case, and goes to its end: Alt-U.
    UPPERCASE,
    /// Writes the word after the cursor in lower case, and goes to its end: Alt-L.
    LOWERCASE,
    /// Writes the word after the cursor with a capital, and goes to its end: Alt-C.
    CAPITALIZE,
    /// Takes back the last change of the text: Ctrl-_.
    UNDO,

    /* ---- Selection and clipboard ---- */

    /// Begins a selection, from the cursor: Ctrl-Space.
    SET_MARK,
    /// Copies the selection to the clipboard: Alt-W.
    COPY,
    /// Cuts the selection to the clipboard; without one, the word before the cursor: Ctrl-W.
    CUT,
    /// Inserts the clipboard: Ctrl-Y.
    PASTE,
    /// After a paste, has what was in the clipboard before in its place; again, what was before that: Alt-Y. Not in
    /// the original.
    PASTE_PREVIOUS,
    /// Gives up a selection, or a search with what it has found: Ctrl-G. Not in the original.
    CANCEL,

    /* ---- History ---- */

    /// Shows the line of the history before this one: Ctrl-P.
    HISTORY_PREVIOUS,
    /// Shows the line of the history after this one: Ctrl-N.
    HISTORY_NEXT,
    /// Begins to search the history; while it is searched, goes on to older lines: Ctrl-R.
    BACKWARD_SEARCH,
    /// While the history is searched, goes back to newer lines: Ctrl-S. Not in the original.
    FORWARD_SEARCH,

    /* ---- Completion ---- */

    /// Completes the word before the cursor: Tab.
    COMPLETE,
    /// Takes the selected word of the box: Alt-Tab, Shift-Tab.
    META_COMPLETE,
    /// Selects the word to the left in the box: Alt-left.
    COMPLETE_LEFT,
    /// Selects the word to the right in the box: Alt-right.
    COMPLETE_RIGHT,
    /// Selects a word of the row above in the box: Alt-up.
    COMPLETE_UP,
    /// Selects a word of the row below in the box: Alt-down.
    COMPLETE_DOWN,
    /// Selects the first word of the box: Alt-Home.
    COMPLETE_FIRST,
    /// Selects the last word of the box: Alt-End.
    COMPLETE_LAST,

    /* ---- The rest ---- */

    /// Ends the input, which is accepted: Enter.
    ACCEPT_LINE,
    /// Ends the input, which is given up: Ctrl-C.
    BREAK,
    /// Clears the screen: Ctrl-L.
    CLEAR_SCREEN,
    /// Stops the program, until its shell lets it go on: Ctrl-Z. Not in the original.
    SUSPEND,
    /// Draws everything again.
    REFRESH,
    /// Does nothing: the Insert key.
    INSERT,
    /// Does nothing: keys that mean nothing. A filter returns it to drop a command.
    NOP;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// The name, in lower case, as `backward-char`.
    @Override
    public String toString() {
        return text;
    }
}
