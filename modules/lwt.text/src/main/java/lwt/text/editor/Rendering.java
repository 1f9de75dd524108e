package lwt.text.editor;

import java.util.List;
import java.util.Objects;
import lwt.text.Size;
import lwt.text.Style;
import lwt.text.StyledText;
import lwt.text.editor.Mode.Search;
import lwt.text.editor.Mode.Selection;

/// What the editor has drawn on a terminal, and how to draw the next state over it.
///
/// It never changes: drawing makes another one. Its outputs are texts with escape sequences, for
/// [lwt.text.LwtTerm#writeStyled]; the cursor is expected where the last output left it.
///
/// Only what differs is drawn. An input that is longer than the terminal shows what is around the cursor.
///
/// @see "Lwt manual (December 2010), “Read-line”"
public final class Rendering {
    private static final Rendering INIT = new Rendering(Frame.EMPTY, 0, true);

    private final Frame frame;
    private final int firstWords; // the row of words that was shown first in the box

    private final boolean reflows;

    private Rendering(Frame frame, int firstWords, boolean reflows) {
        this.frame = frame;
        this.firstWords = firstWords;
        this.reflows = reflows;
    }

    /// Nothing is drawn; the cursor is at the start of a line.
    public static Rendering init() {
        return INIT;
    }

    /// The same for a terminal that breaks long rows anew when it becomes narrower, as most do, or cuts them, as xterm
    /// does.
    public Rendering onTerminalThatReflows(boolean reflows) {
        return new Rendering(frame, firstWords, reflows);
    }

    /// What there is to draw.
    public record View(StyledText prompt, EngineState engine, Box box, Look look) {
        /// Checks that nothing is null.
        public View {
            Objects.requireNonNull(prompt, "prompt");
            Objects.requireNonNull(engine, "engine");
            Objects.requireNonNull(box, "box");
            Objects.requireNonNull(look, "look");
        }
    }

    /// What to write, and what is drawn when it was written.
    public record Drawn(StyledText output, Rendering rendering) {}

    /* ---- The three outputs ---- */

    /// Draws a view over what was drawn.
    public Drawn draw(Size terminal, View view) {
        BoxDrawing box = BoxDrawing.of(boxOf(view), terminal.columns(), firstWords);
        Frame next = new Painting(view, terminal).frame().with(box.rows()).within(Math.max(1, terminal.lines()));
        boolean asDrawn = frame == Frame.EMPTY
                || (frame.columns() == terminal.columns() && frame.rows().size() <= terminal.lines());
        StyledText output =
                asDrawn ? Painter.update(frame, next) : erase(terminal).plus(Painter.update(Frame.EMPTY, next));
        return new Drawn(output, new Rendering(next, box.firstRow(), reflows));
    }

    /// Draws a view for the last time: the whole input, no box, and the cursor on the line below.
    public StyledText lastDraw(Size terminal, View view) {
        Size unlimited = new Size(Integer.MAX_VALUE, terminal.columns());
        Frame last = new Painting(new View(view.prompt(), view.engine().reset(), Box.none(), view.look()), unlimited)
                .frame();
        return erase(terminal).plus(Painter.print(last));
    }

    /// Removes all that was drawn; the cursor is where that began. What is drawn then is [#init].
    public StyledText erase(Size terminal) {
        return frame == Frame.EMPTY
                ? StyledText.EMPTY
                : Painter.erase(reflows ? frame.rowsAboveCursor(terminal.columns()) : frame.cursorRow());
    }

    /// While the history is searched, the box shows what else was found.
    private static Box boxOf(View view) {
        if (!(view.engine().mode() instanceof Search search)) {
            return view.box();
        }
        List<String> matches = search.matches();
        return search.word().isEmpty() || matches.isEmpty()
                ? Box.none()
                : new Box.Words(matches, Math.max(0, matches.indexOf(search.input())));
    }

    /* ---- Laying out the input ---- */

    /// Puts prompt and input on rows.
    private static final class Painting {
        private final View view;
        private final Layout layout;
        private final List<Run> continuation;
        private final int lines;

        Painting(View view, Size terminal) {
            this.view = view;
            layout = new Layout(terminal.columns());
            continuation = Run.of(view.look().continuation());
            lines = terminal.lines();
        }

        Frame frame() {
            switch (view.engine().mode()) {
                case Search search -> addSearch(search);
                case Selection selection -> addSelection(selection);
                case Mode.Edition(String before, String after) -> {
                    String shown = map(before);
                    addInput(highlighted(shown + map(after)), shown.length());
                }
            }
            return layout.frame();
        }

        private String map(String text) {
            return view.look().mapText().apply(text);
        }

        private List<Run> highlighted(String text) {
            StyledText styled = view.look().highlight().apply(text);
            return styled.strip().equals(text) ? Run.of(styled) : List.of(new Run(text, Style.PLAIN));
        }

        private void addSelection(Selection selection) {
            String before = map(selection.text().substring(0, selection.start()));
            String selected = map(selection.selected());
            String after = map(selection.text().substring(selection.end()));
            int start = before.length();
            int end = start + selected.length();
            List<Run> runs = Run.restyle(highlighted(before + selected + after), start, end, Run::inverse);
            addInput(runs, selection.cursor() == selection.start() ? start : end);
        }

        private void addSearch(Search search) {
            layout.add(Run.of(view.prompt()));
            String title = search.found() ? "(reverse-i-search)'" : "(failed reverse-i-search)'";
            layout.add(List.of(new Run(title + search.word(), Style.PLAIN)));
            layout.putCursor("'");
            layout.add(List.of(new Run("': ", Style.PLAIN)));
            List<Run> runs = highlighted(search.input());
            String word = search.word();
            if (!word.isEmpty()) {
                for (int at = search.input().indexOf(word); at >= 0; ) {
                    runs = Run.restyle(runs, at, at + word.length(), Run::underlined);
                    at = search.input().indexOf(word, at + word.length());
                }
            }
            addLines(runs);
        }

        /// Adds the prompt and the input, or, if there are more lines than the terminal has, those around the cursor.
        private void addInput(List<Run> runs, int cursor) {
            StringBuilder whole = new StringBuilder();
            runs.forEach(run -> whole.append(run.text()));
            String text = whole.toString();
            int start = cursor;
            int end = cursor;
            for (int i = 0; i <= lines && start > 0; i++) {
                start = Math.max(0, text.lastIndexOf('\n', start - 1));
            }
            for (int i = 0; i <= lines && end < text.length(); i++) {
                int next = text.indexOf('\n', end + 1);
                end = next < 0 ? text.length() : next;
            }
            if (start == 0) {
                layout.add(Run.of(view.prompt()));
            }
            addLines(Run.between(runs, start, cursor));
            layout.putCursor(text.substring(cursor, Math.min(text.length(), cursor + 64)));
            addLines(Run.between(runs, cursor, end));
        }

        private void addLines(List<Run> runs) {
            for (Run run : runs) {
                String[] pieces = run.text().split("\r?\n", -1);
                for (int i = 0; i < pieces.length; i++) {
                    if (i > 0) {
                        layout.newLine();
                        layout.add(continuation);
                    }
                    layout.add(List.of(new Run(pieces[i], run.style())));
                }
            }
        }
    }
}
