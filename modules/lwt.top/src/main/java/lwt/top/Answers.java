package lwt.top;

import static lwt.text.LwtTerm.bold;
import static lwt.text.LwtTerm.fg;
import static lwt.text.LwtTerm.reset;
import static lwt.text.LwtTerm.text;

import lwt.text.Color;
import lwt.text.StyledText;

/// How answers look.
final class Answers {
    private Answers() {}

    /// Without colours, for scripts.
    static String plain(Answer answer) {
        return styled(answer).strip();
    }

    static StyledText styled(Answer answer) {
        return switch (answer) {
            case Answer.Value value ->
                StyledText.of(
                        bold(),
                        text(value.name()),
                        reset(),
                        fg(Color.CYAN),
                        text(" : " + value.type()),
                        reset(),
                        text(" = "),
                        fg(Color.GREEN),
                        text(value.text()),
                        reset());
            case Answer.Note note -> StyledText.of(fg(Color.CYAN), text(note.text()), reset());
            case Answer.Rejected rejected ->
                StyledText.of(fg(Color.RED), text("error: " + rejected.message()), reset());
            case Answer.Failed failed -> {
                StringBuilder frames = new StringBuilder();
                failed.frames().forEach(frame -> frames.append("\n  at ").append(frame));
                yield StyledText.of(
                        fg(Color.RED), text("failed: " + failed.failure()), reset(), text(frames.toString()));
            }
            case Answer.Interrupted _ -> StyledText.of(fg(Color.RED), text("interrupted"), reset());
        };
    }

    /// With the line in question below the message, where the source has several lines.
    static StyledText styled(Answer answer, String source) {
        if (!(answer instanceof Answer.Rejected rejected) || source.isEmpty()) {
            return styled(answer);
        }
        int from = source.lastIndexOf('\n', Math.max(0, rejected.start() - 1)) + 1;
        int end = source.indexOf('\n', rejected.start());
        String line = source.substring(from, end < 0 ? source.length() : end);
        int column = Math.clamp(rejected.start() - from, 0, line.length());
        int width = Math.clamp(rejected.end() - rejected.start(), 1, Math.max(1, line.length() - column));
        return styled(answer)
                .plus(StyledText.of(
                        text("\n  " + line + "\n  " + " ".repeat(column)),
                        fg(Color.RED),
                        text("^".repeat(width)),
                        reset()));
    }
}
