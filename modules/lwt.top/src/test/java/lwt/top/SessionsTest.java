package lwt.top;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.unix.ByteSink;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Scripts and what the toplevel answers: the sessions of the manual, and sessions about the toplevel itself.
class SessionsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /// Keeps everything in the order in which it comes.
    private static final class Transcript implements Script.Reporter {
        private final StringBuilder text = new StringBuilder();

        /// The user's loop and the toplevel's write.
        private synchronized void append(String more) {
            text.append(more);
        }

        ByteSink sink() {
            return (bytes, offset, length) -> {
                append(new String(bytes, offset, length, UTF_8));
                return Lwt.of(length);
            };
        }

        /// For `System.out`.
        PrintStream stream() {
            return new PrintStream(
                    new OutputStream() {
                        @Override
                        public void write(int b) {
                            append(Character.toString(b));
                        }
                    },
                    true,
                    UTF_8);
        }

        @Override
        public Promise<@Nullable Void> answer(Answer answer) {
            return text(Answers.plain(answer));
        }

        @Override
        public Promise<@Nullable Void> error(String place, Answer answer) {
            return text(place + Answers.plain(answer));
        }

        @Override
        public Promise<@Nullable Void> text(String line) {
            append(line + "\n");
            return Lwt.unit();
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = SessionsTest.class.getResourceAsStream("/sessions/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        }
    }

    /// What a script prints, and then whether it went well, if it did not.
    private static String run(String name, String script) {
        Transcript transcript = new Transcript();
        Session session = new Session(UserLoop.start(new UserLoop.Outputs(transcript.sink(), transcript.sink())));
        LwtStream<String> lines = LwtStream.of(List.of(script.split("\n")));
        PrintStream out = System.out;
        System.setOut(transcript.stream());
        boolean well;
        try {
            well = LwtMain.run(() -> Lwt.finalizing(
                    () -> inTime(new Script(session, new Commands(session), name, lines, transcript).run(), transcript),
                    session::end));
        } finally {
            System.setOut(out);
        }
        return transcript.text + (well ? "" : "(ended)\n");
    }

    private static <T> Promise<T> inTime(Promise<T> ended, Transcript transcript) {
        Promise<T> late = LwtUnix.sleep(PATIENCE)
                .bind(_ -> Lwt.fail(new AssertionError("the session does not go on after\n" + transcript.text)));
        return Lwt.pick(ended, late);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-lwt-concepts",
                "2-thread-creation",
                "3-thread-composition",
                "4-cancelable-threads",
                "5-multi-thread-composition",
                "6-threads-local-storage",
                "7-syntax-extension",
                "8-streams",
                "9-react",
                "10-text",
                "answers",
                "failure",
                "rejection",
                "overflow",
                "nothing"
            })
    void session_printsWhatIsExpected(String name) throws IOException {
        assertThat(run(name + ".jsh", resource(name + ".jsh"))).isEqualTo(resource(name + ".out"));
    }

    @Test
    void imports_nameEachClassOnce() {
        assertThat(run("imports", "Key k; Command c; Condition d; Event<Integer> e; Style s; Completion p;\n"))
                .doesNotContain("error");
    }
}
