package lwt.unix;

import static lwt.unix.States.failureOf;
import static lwt.unix.States.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.State;
import org.junit.jupiter.api.Test;

/// What becomes of messages, from the logging functions to the loggers.
final class LoggerTest {
    private static final LogTemplate PLAIN = LogTemplate.of("$(level): $(message)");
    private static final Section SECTION = Section.make("logger-test");

    private static final Exception BARE = new Exception("bare", null, false, false) {
        private static final long serialVersionUID = 1;

        @Override
        @SuppressWarnings("OverrideThrowableToString") // its text is to be a single word
        public String toString() {
            return "bare";
        }
    };

    /// What a logger was given, a text for each message.
    private final List<String> written = new ArrayList<>();

    private Logger recorder() {
        return Logger.make(
                (section, level, lines) -> {
                    written.add(section + " " + level + " " + lines);
                    return Lwt.unit();
                },
                Lwt::unit);
    }

    /* ---- Messages ---- */

    @Test
    void make_outputReceivesSectionLevelAndLines() {
        Logger logger = recorder();
        resultOf(logger.log(SECTION, LogLevel.ERROR, "one\ntwo\n\nfour\n"));
        resultOf(logger.log(Section.MAIN, LogLevel.NOTICE, ""));
        assertThat(written).containsExactly("logger-test error [one, two, , four]", "main notice []");
    }

    @Test
    void log_belowTheLevelOfTheSection() {
        Logger logger = recorder();
        resultOf(logger.log(SECTION, LogLevel.INFO, "not shown"));
        SECTION.setLevel(LogLevel.DEBUG);
        resultOf(logger.log(SECTION, LogLevel.DEBUG, "shown"));
        SECTION.resetLevel();
        assertThat(written).containsExactly("logger-test debug [shown]");
    }

    @Test
    void log_argumentsAreNotUsedIfTheMessageIsNotShown() {
        Object hot = new Object() {
            @Override
            public String toString() {
                throw new AssertionError("formatted");
            }
        };
        Logger logger = recorder();
        resultOf(logger.log(SECTION, LogLevel.INFO, "%s", hot));
        resultOf(logger.log(SECTION, LogLevel.INFO, () -> {
            throw new AssertionError("called");
        }));
        resultOf(LwtLog.debug(SECTION, "%s %s", hot, 1));
        resultOf(LwtLog.debug(() -> {
            throw new AssertionError("called");
        }));
        assertThat(written).isEmpty();
    }

    @Test
    void log_format() {
        Logger logger = recorder();
        resultOf(logger.log(SECTION, LogLevel.ERROR, "%d of %s", 1, "two"));
        resultOf(logger.log(SECTION, LogLevel.ERROR, "100% as it is"));
        resultOf(logger.log(SECTION, LogLevel.ERROR, () -> "made"));
        resultOf(logger.log(SECTION, LogLevel.ERROR, "%s", BARE));
        assertThat(written)
                .extracting(line -> line.substring("logger-test error ".length()))
                .containsExactly("[1 of two]", "[100% as it is]", "[made]", "[%s: bare]");
    }

    @Test
    void log_formatThatDoesNotFit() {
        resultOf(recorder().log(SECTION, LogLevel.ERROR, "%d of %s", "one", 2));
        assertThat(written)
                .containsExactly("logger-test error [%d of %s [one, 2] (this format is wrong: "
                        + "java.util.IllegalFormatConversionException: d != java.lang.String)]");
    }

    @Test
    void log_exception() {
        IOException exception = new IOException("no luck");
        resultOf(recorder().log(SECTION, LogLevel.ERROR, "it failed", exception));
        assertThat(written.getFirst())
                .startsWith("logger-test error [it failed: java.io.IOException: no luck, backtrace:, \tat ")
                .contains("lwt.unix.LoggerTest.log_exception(LoggerTest.java:");
    }

    @Test
    void log_exceptionWithoutTrace() {
        resultOf(recorder().log(SECTION, LogLevel.ERROR, "it failed", BARE));
        assertThat(written).containsExactly("logger-test error [it failed: bare]");
    }

    @Test
    void log_exceptionWithCauseAndLongText() {
        Exception exception = new IllegalStateException("two\nlines", new IOException("below"));
        resultOf(recorder().log(SECTION, LogLevel.ERROR, "it failed", exception));
        assertThat(written.getFirst())
                .contains("[it failed: java.lang.IllegalStateException: two, lines, backtrace:, \tat ")
                .contains(", Caused by: java.io.IOException: below, \t");
    }

    @Test
    void log_exceptionBehindAFormat() {
        Exception exception = BARE;
        resultOf(recorder().log(SECTION, LogLevel.ERROR, "%d of %d failed", 1, 2, exception));
        resultOf(recorder().log(SECTION, LogLevel.ERROR, "%d failed: %s", 1, exception));
        assertThat(written)
                .containsExactly("logger-test error [1 of 2 failed: bare]", "logger-test error [1 failed: bare]");
    }

    @Test
    void log_supplierThatThrows() {
        RuntimeException thrown = new RuntimeException();
        assertThat(failureOf(recorder().log(SECTION, LogLevel.ERROR, () -> {
                    throw thrown;
                })))
                .isSameAs(thrown);
    }

    /// The guard that the manual's syntax extension puts around a call.
    @Test
    void theLoggingFacility_guard() {
        Section section = Section.make("logger-guard");
        for (LogLevel level : LogLevel.values()) {
            section.setLevel(level);
            boolean guard = section.level().compareTo(LogLevel.INFO) <= 0;
            assertThat(section.shows(LogLevel.INFO)).isEqualTo(guard);
            written.clear();
            resultOf(recorder().log(section, LogLevel.INFO, "something happened: %s", "rain"));
            assertThat(written).hasSize(guard ? 1 : 0);
        }
        section.resetLevel();
    }

    /* ---- Loggers ---- */

    @Test
    void null_dropsAll() {
        resultOf(Logger.NULL.log(SECTION, LogLevel.FATAL, "dropped"));
        resultOf(Logger.NULL.close());
        resultOf(Logger.NULL.log(SECTION, LogLevel.FATAL, "dropped"));
    }

    @Test
    void make_outputThatThrows() {
        IOException thrown = new IOException();
        Logger logger = Logger.make(
                (_, _, _) -> {
                    throw thrown;
                },
                Lwt::unit);
        assertThat(failureOf(logger.log(SECTION, LogLevel.ERROR, "x"))).isSameAs(thrown);
    }

    @Test
    void close_once() {
        Resolver<Void> closing = Lwt.task();
        int[] calls = {0};
        Logger logger = Logger.make((_, _, _) -> Lwt.unit(), () -> {
            calls[0]++;
            return closing.promise();
        });
        Promise<Void> closed = logger.close();
        assertThat(closed.state()).isEqualTo(new State.Sleep<Void>());
        assertThat(logger.isClosed()).isTrue();
        assertThat(failureOf(logger.log(SECTION, LogLevel.ERROR, "late")))
                .isInstanceOf(LoggerClosedException.class)
                .hasMessage("the logger is closed: custom logger");
        // As in the original, also for messages that would not be shown.
        assertThat(failureOf(logger.log(SECTION, LogLevel.DEBUG, "late"))).isInstanceOf(LoggerClosedException.class);
        closing.wakeup(null);
        resultOf(closed);
        resultOf(logger.close());
        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    void broadcast_toAll() {
        Logger all = Logger.broadcast(recorder(), Logger.NULL, recorder());
        resultOf(all.log(SECTION, LogLevel.ERROR, "x"));
        assertThat(written).containsExactly("logger-test error [x]", "logger-test error [x]");
    }

    @Test
    void broadcast_failsAfterTryingAll() {
        IOException failure = new IOException();
        Resolver<Void> last = Lwt.task();
        Logger all = Logger.broadcast(
                Logger.make((_, _, _) -> Lwt.fail(failure), Lwt::unit),
                recorder(),
                Logger.make((_, _, _) -> last.promise(), Lwt::unit));
        Promise<Void> logged = all.log(SECTION, LogLevel.ERROR, "x");
        assertThat(written).hasSize(1);
        assertThat(logged.isSleeping()).isTrue();
        last.wakeup(null);
        assertThat(failureOf(logged)).isSameAs(failure);
    }

    @Test
    void broadcast_closeLeavesTheOthersOpen() {
        Logger one = recorder();
        Logger all = Logger.broadcast(one);
        resultOf(all.close());
        assertThat(failureOf(all.log(SECTION, LogLevel.ERROR, "x"))).isInstanceOf(LoggerClosedException.class);
        resultOf(one.log(SECTION, LogLevel.ERROR, "x"));
        resultOf(one.close());
        assertThat(failureOf(Logger.broadcast(one).log(SECTION, LogLevel.ERROR, "x")))
                .isInstanceOf(LoggerClosedException.class);
    }

    @Test
    void dispatch_bySectionAndLevel() {
        Logger errors = Logger.make(
                (_, _, lines) -> {
                    written.add("errors " + lines);
                    return Lwt.unit();
                },
                Lwt::unit);
        Logger others = recorder();
        Logger logger = Logger.dispatch((section, level) -> section == SECTION && level == LogLevel.ERROR
                ? errors
                : level == LogLevel.WARNING ? Logger.NULL : others);
        resultOf(logger.log(SECTION, LogLevel.ERROR, "1"));
        resultOf(logger.log(Section.MAIN, LogLevel.ERROR, "2"));
        resultOf(logger.log(SECTION, LogLevel.WARNING, "3"));
        assertThat(written).containsExactly("errors [1]", "main error [2]");
    }

    /* ---- Channels ---- */

    @Test
    void channel_linesWithPrefix() throws Exception {
        ChannelPair pipe = LwtIo.pipe();
        Logger logger = Logger.channel(pipe.output(), CloseMode.CLOSE, PLAIN);
        LwtMain.run(logger.log(SECTION, LogLevel.ERROR, "one\ntwo"));
        assertThat(pipe.output().buffered()).as("what is left to flush").isZero();
        LwtMain.run(logger.close());
        assertThat(LwtMain.run(pipe.input().read())).isEqualTo("error: one\nerror: two\n");
        LwtMain.run(pipe.close());
    }

    @Test
    void channel_defaultTemplate() throws Exception {
        ChannelPair pipe = LwtIo.pipe();
        LwtMain.run(Logger.channel(pipe.output(), CloseMode.KEEP).log(SECTION, LogLevel.ERROR, "x"));
        assertThat(LwtMain.run(pipe.input().readLine())).isEqualTo(ProgramName.NAME + ": logger-test: x");
        LwtMain.run(pipe.close());
    }

    @Test
    void channel_keepLeavesItOpen() throws Exception {
        ChannelPair pipe = LwtIo.pipe();
        Logger logger = Logger.channel(pipe.output(), CloseMode.KEEP, PLAIN);
        LwtMain.run(logger.close());
        LwtMain.run(() -> pipe.output().writeLine("open").then(pipe.output()::flush));
        assertThat(LwtMain.run(pipe.input().readLine())).isEqualTo("open");
        LwtMain.run(pipe.close());
    }

    @Test
    void channel_messagesOfSeveralLinesStayTogether() throws Exception {
        String big = "x".repeat(20_000); // more than the channel's buffer, and several of them more than the pipe's
        ChannelPair pipe = LwtIo.pipe();
        Logger logger = Logger.channel(pipe.output(), CloseMode.CLOSE, LogTemplate.of("$(message)"));
        String read = LwtMain.run(() -> {
            Promise<String> reading = pipe.input().read();
            List<Promise<Void>> logged = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                logged.add(logger.log(SECTION, LogLevel.ERROR, i + "a\n" + big + "\n" + i + "b"));
            }
            return Lwt.join(logged).then(logger::close).then(() -> reading);
        });
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            expected.addAll(List.of(i + "a", big, i + "b"));
        }
        assertThat(read.lines()).containsExactlyElementsOf(expected);
        LwtMain.run(pipe.close());
    }

    @Test
    void channel_canceledMessageIsWrittenAllTheSame() throws Exception {
        String big = "x".repeat(200_000); // more than a pipe holds
        ChannelPair pipe = LwtIo.pipe();
        Logger logger = Logger.channel(pipe.output(), CloseMode.CLOSE, LogTemplate.of("$(message)"));
        String read = LwtMain.run(() -> {
            Promise<Void> logged = logger.log(SECTION, LogLevel.ERROR, big + "\nend");
            assertThat(logged.isSleeping()).isTrue();
            logged.cancel();
            assertThat(failureOf(logged)).isInstanceOf(CanceledException.class);
            Promise<String> reading = pipe.input().read();
            return logger.close().then(() -> reading);
        });
        assertThat(read).isEqualTo(big + "\nend\n");
        LwtMain.run(pipe.close());
    }

    @Test
    void channel_thatIsClosedOrBroken() throws Exception {
        ChannelPair pipe = LwtIo.pipe();
        Logger logger = Logger.channel(pipe.output(), CloseMode.CLOSE, PLAIN);
        LwtMain.run(pipe.input().close());
        assertThatThrownBy(() -> LwtMain.run(logger.log(SECTION, LogLevel.ERROR, "x")))
                .isInstanceOf(UnixException.class)
                .hasMessageStartingWith("EPIPE");
        LwtMain.run(pipe.output().abort());
        assertThat(failureOf(logger.log(SECTION, LogLevel.ERROR, "x"))).isInstanceOf(ChannelClosedException.class);
    }

    @Test
    void end_waitsForMessagesUnderWay() {
        Resolver<Void> done = Lwt.task();
        Logger slow = Logger.make(
                (_, _, _) -> LwtUnix.sleep(java.time.Duration.ofMillis(50)).then(() -> {
                    done.wakeup(null);
                    return Lwt.unit();
                }),
                Lwt::unit);
        LwtMain.run(() -> {
            slow.log(SECTION, LogLevel.ERROR, "nobody waits").ignoreResult();
            return Lwt.unit();
        });
        resultOf(done.promise());
    }

    /* ---- Locations ---- */

    @Test
    void location_ofTheCaller() throws Exception {
        ChannelPair pipe = LwtIo.pipe();
        Logger logger =
                Logger.channel(pipe.output(), CloseMode.CLOSE, LogTemplate.of("$(loc-file) $(loc-line) $(message)"));
        int line = StackWalker.getInstance()
                .walk(frames -> frames.findFirst().orElseThrow().getLineNumber());
        LwtMain.run(logger.log(SECTION, LogLevel.ERROR, "x"));
        assertThat(LwtMain.run(pipe.input().readLine())).isEqualTo("LoggerTest.java " + (line + 1) + " x");
        Logger custom = Logger.make(
                (section, level, lines) -> {
                    written.add(LogTemplate.of("$(loc-file) $(message)").render(section, level, lines.getFirst()));
                    return Lwt.unit();
                },
                Lwt::unit);
        resultOf(custom.log(SECTION, LogLevel.ERROR, "%s", "y"));
        assertThat(written).containsExactly("LoggerTest.java y");
        LwtMain.run(pipe.close());
    }

    /* ---- The default logger ---- */

    @Test
    void default_canBeReplaced() {
        Logger before = LwtLog.defaultLogger();
        LwtLog.setDefaultLogger(recorder());
        try {
            resultOf(LwtLog.log(SECTION, LogLevel.NOTICE, "text"));
            resultOf(LwtLog.debug("no"));
            resultOf(LwtLog.info(SECTION, "no"));
            resultOf(LwtLog.notice("%s", 1));
            resultOf(LwtLog.warning(SECTION, () -> "made"));
            resultOf(LwtLog.error("failed", BARE));
            resultOf(LwtLog.fatal(SECTION, "%s failed", 1, BARE));
        } finally {
            LwtLog.setDefaultLogger(before);
        }
        assertThat(written)
                .containsExactly(
                        "logger-test notice [text]",
                        "main notice [1]",
                        "logger-test warning [made]",
                        "main error [failed: bare]",
                        "logger-test fatal [1 failed: bare]");
    }

    /* ---- Other threads ---- */

    @Test
    void otherThread_messagesAreWrittenByTheLoopInOrder() throws Exception {
        Thread loop = Thread.currentThread();
        List<Thread> writers = new ArrayList<>();
        Logger logger = Logger.make(
                (_, _, lines) -> {
                    writers.add(Thread.currentThread());
                    written.addAll(lines);
                    return Lwt.pause(); // a slow one
                },
                Lwt::unit);
        int each = 500;
        CountDownLatch ended = new CountDownLatch(4);
        LwtMain.run(() -> {
            for (int t = 0; t < 4; t++) {
                String name = "t" + t;
                Thread.startVirtualThread(() -> {
                    for (int i = 0; i < each; i++) {
                        resultOf(logger.log(SECTION, LogLevel.ERROR, name + " " + i));
                    }
                    ended.countDown();
                });
            }
            return waitUntil(() -> ended.getCount() == 0);
        });
        assertThat(written).hasSize(4 * each);
        assertThat(writers).containsOnly(loop);
        for (int t = 0; t < 4; t++) {
            String name = "t" + t;
            assertThat(written.stream().filter(line -> line.startsWith(name)))
                    .containsExactlyElementsOf(java.util.stream.IntStream.range(0, each)
                            .mapToObj(i -> name + " " + i)
                            .toList());
        }
    }

    private static Promise<Void> waitUntil(java.util.function.BooleanSupplier condition) {
        return condition.getAsBoolean() ? Lwt.unit() : Lwt.pause().bind(_ -> waitUntil(condition));
    }

    @Test
    void close_onAnotherThread() throws Exception {
        Logger logger = recorder();
        List<Throwable> thrown = new ArrayList<>();
        Thread other = Thread.ofPlatform()
                .uncaughtExceptionHandler((_, e) -> thrown.add(e))
                .start(logger::close);
        other.join();
        assertThat(thrown).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(logger.isClosed()).isFalse();
    }
}
