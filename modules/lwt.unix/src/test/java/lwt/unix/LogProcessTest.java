package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import lwt.Lwt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logs of whole programs: the standard error output, `LWT_LOG`, and what happens around the loop.
final class LogProcessTest {
    @TempDir
    private Path folder;

    private String run(Class<?> program, String rules, String... arguments) throws Exception {
        ChildJvm child = ChildJvm.in(folder).flag("--enable-native-access=ALL-UNNAMED");
        if (!rules.isEmpty()) {
            child.after("export LWT_LOG='" + rules + "'");
        }
        return child.run(program, arguments);
    }

    @Test
    void standardError_isTheDefault() throws Exception {
        assertThat(run(Says.class, "")).isEqualTo("""
                        LogProcessTest$Says: main: before
                        LogProcessTest$Says: main: on the loop
                        LogProcessTest$Says: parts: loud
                        LogProcessTest$Says: main: after
                        """);
    }

    @Test
    void rules_ofTheEnvironment() throws Exception {
        assertThat(run(Says.class, "parts -> error; info")).isEqualTo("""
                        LogProcessTest$Says: main: before
                        LogProcessTest$Says: main: on the loop
                        LogProcessTest$Says: main: informs
                        LogProcessTest$Says: main: after
                        """);
    }

    @Test
    void rules_thatCannotBeRead() throws Exception {
        assertThat(run(Says.class, "parts -> error; info -> loud"))
                .startsWith("LogProcessTest$Says: LwtLog: LWT_LOG, column 25: there is no level “loud”: say one of "
                        + "[debug, info, notice, warning, error, fatal]; it is left out\n")
                .doesNotContain("loud\nLog")
                .endsWith("main: after\n");
    }

    static final class Says {
        public static void main(String... arguments) {
            LwtLog.notice("before").ignoreResult();
            LwtMain.run(() -> LwtLog.notice("on the loop")
                    .then(() -> LwtLog.info("informs"))
                    .then(() -> LwtLog.warning(Section.make("parts"), "loud")));
            LwtLog.notice("after").ignoreResult();
        }
    }

    @Test
    void post_nothingIsLostAroundTheLoop() throws Exception {
        String said = run(Posts.class, "");
        assertThat(said.lines().filter(line -> line.endsWith("to the logger")).toList())
                .hasSize(2) // told by the logger itself
                .allMatch(line -> line.startsWith("custom: "));
        assertThat(said.lines().map(line -> line.replaceFirst("^.*: ", "")).toList())
                .contains("before", "after", "while it rests", "from a shutdown hook");
        assertThat(said)
                .contains("LogProcessTest$Posts: main: fails\nLogProcessTest$Posts: LwtLog: the message above was for "
                        + "custom logger, which failed: java.io.IOException: sometimes\n");
    }

    static final class Posts {
        public static void main(String... arguments) throws Exception {
            LwtLog.setDefaultLogger(Logger.make(
                    (_, _, lines) -> {
                        if (lines.contains("fails")) {
                            throw new IOException("sometimes");
                        }
                        return LwtIo.eprintl("custom: " + lines.getFirst());
                    },
                    Lwt::unit));
            LwtLog.post(Section.MAIN, LogLevel.NOTICE, "before");
            LwtMain.run(() -> {
                LwtLog.post(Section.MAIN, LogLevel.NOTICE, "to the logger");
                LwtLog.post(Section.MAIN, LogLevel.NOTICE, "fails");
                return LwtUnix.sleep(Duration.ofMillis(1)).then(() -> {
                    LwtLog.post(Section.MAIN, LogLevel.NOTICE, "to the logger"); // and the loop ends
                    return Lwt.unit();
                });
            });
            LwtLog.post(Section.MAIN, LogLevel.NOTICE, "after");
            Thread other = Thread.ofPlatform()
                    .start(() -> LwtLog.error("while it rests").ignoreResult());
            other.join();
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> LwtLog.post(Section.MAIN, LogLevel.NOTICE, "from a shutdown hook")));
        }
    }

    @Test
    void post_moreThanTheLoopCanTake() throws Exception {
        String[] lines = run(Floods.class, "").split("\n");
        String[] byTheLoop =
                Arrays.stream(lines).filter(l -> l.startsWith("loop ")).toArray(String[]::new);
        assertThat(lines).hasSize(10_000);
        assertThat(byTheLoop).hasSize(LoopLog.MOST_POSTED);
        for (int i = 0; i < byTheLoop.length; i++) {
            assertThat(byTheLoop[i]).isEqualTo("loop " + i);
        }
    }

    static final class Floods {
        public static void main(String... arguments) {
            LwtLog.setDefaultLogger(Logger.make((_, _, text) -> LwtIo.eprintl("loop " + text.getFirst()), Lwt::unit));
            LwtMain.run(() -> {
                CountDownLatch done = new CountDownLatch(1);
                Thread.startVirtualThread(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        LwtLog.post(Section.MAIN, LogLevel.ERROR, Integer.toString(i));
                    }
                    done.countDown();
                });
                done.await(); // the loop hears nothing meanwhile
                return Lwt.unit();
            });
        }
    }

    @Test
    void exit_whileMessagesWait() throws Exception {
        assertThat(run(Exits.class, "")).isEqualTo("LogProcessTest$Exits: main: last words\n");
    }

    static final class Exits {
        public static void main(String... arguments) {
            LwtMain.run(() -> {
                LwtLog.setDefaultLogger(Logger.channel(LwtIo.stderr(), CloseMode.KEEP));
                LwtLog.post(Section.MAIN, LogLevel.ERROR, "last words");
                System.exit(0);
                return Lwt.unit();
            });
        }
    }

    @Test
    void end_isNotKeptForEver() throws Exception {
        long before = System.nanoTime();
        assertThat(run(Stuck.class, "")).isEqualTo("ended\n");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    }

    static final class Stuck {
        public static void main(String... arguments) {
            LwtMain.run(() -> {
                Logger.make((_, _, _) -> Lwt.task().promise(), Lwt::unit)
                        .log(Section.MAIN, LogLevel.ERROR, "never written")
                        .ignoreResult();
                return Lwt.unit();
            });
            System.out.println("ended");
        }
    }
}
