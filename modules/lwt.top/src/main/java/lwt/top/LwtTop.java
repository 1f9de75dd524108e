package lwt.top;

import java.util.Objects;
import lwt.text.editor.CompletionMode;

/// The toplevel, as the code that is typed into it sees it.
///
/// @see "Lwt manual (December 2010), “Installation”"
public final class LwtTop {
    private static volatile CompletionMode mode = CompletionMode.REAL_TIME;

    private LwtTop() {}

    /// **Any thread.** When the toplevel shows words: while the user types, unless it was changed.
    ///
    /// @see "Lwt_top.completion_mode (Lwt 2.2)"
    public static CompletionMode completionMode() {
        return mode;
    }

    /// **Any thread.** Sets when the toplevel shows words; it holds from the next prompt on.
    ///
    /// @see "Lwt_top.set_completion_mode (Lwt 2.2)"
    public static void setCompletionMode(CompletionMode mode) {
        LwtTop.mode = Objects.requireNonNull(mode, "mode");
    }
}
