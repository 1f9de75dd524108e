package lwt.text.editor;

/// When completions are shown.
///
/// @see "Lwt manual (December 2010), “Read-line”"
public enum CompletionMode {
    /// When the user asks: Tab completes, and prints the words if there are several.
    CLASSIC,
    /// While the user types, in a box below the input. Tab completes as far as all words agree; the arrows together
    /// with Alt select a word, and Alt-Tab takes it.
    REAL_TIME,
    /// Never.
    NONE
}
