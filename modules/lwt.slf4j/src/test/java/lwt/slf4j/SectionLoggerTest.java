package lwt.slf4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import lwt.Lwt;
import lwt.Promise;
import lwt.unix.LogLevel;
import lwt.unix.Logger;
import lwt.unix.LwtLog;
import lwt.unix.LwtMain;
import lwt.unix.Section;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

/// SLF4J as libraries use it.
final class SectionLoggerTest {
    private static final Section SECTION = Section.make("library.Part");

    private final Logger before = LwtLog.defaultLogger();
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final org.slf4j.Logger logger = LoggerFactory.getLogger("library.Part");

    @BeforeEach
    void record() {
        LwtLog.setDefaultLogger(Logger.make(
                (section, level, lines) -> {
                    written.add(section + " " + level + " " + lines.getFirst());
                    return Lwt.unit();
                },
                Lwt::unit));
    }

    @AfterEach
    void restore() {
        LwtLog.setDefaultLogger(before);
        SECTION.resetLevel();
    }

    /// Logs on the loop, and waits until it has been written.
    private static void onLoop(Runnable body) {
        LwtMain.run(() -> {
            body.run();
            return Lwt.unit();
        });
    }

    @Test
    void logger_isTheSectionOfItsName() {
        assertThat(logger).isInstanceOf(SectionLogger.class).isSameAs(LoggerFactory.getLogger("library.Part"));
        onLoop(() -> logger.warn("{} of {}", 1, "two"));
        assertThat(written).containsExactly("library.Part warning 1 of two");
    }

    @Test
    void levels_followTheSection() {
        onLoop(() -> logAtEveryLevel("quiet"));
        SECTION.setLevel(LogLevel.DEBUG);
        onLoop(() -> logAtEveryLevel("loud"));
        assertThat(written)
                .containsExactly(
                        "library.Part warning quiet",
                        "library.Part error quiet",
                        "library.Part debug loud",
                        "library.Part debug loud",
                        "library.Part info loud",
                        "library.Part warning loud",
                        "library.Part error loud");
    }

    private void logAtEveryLevel(String message) {
        logger.trace(message);
        logger.debug(message);
        logger.info(message);
        logger.warn(message);
        logger.error(message);
    }

    @Test
    void exception_isLoggedAsOne() {
        onLoop(() -> logger.error("failed on {}", "x", new IllegalStateException("why")));
        assertThat(written).containsExactly("library.Part error failed on x: java.lang.IllegalStateException: why");
    }

    @Test
    void context_isAdded() {
        try (var _ = MDC.putCloseable("request", "17");
                var _ = MDC.putCloseable("client", "c")) {
            onLoop(() -> logger.error("failed"));
        }
        assertThat(written).containsExactly("library.Part error failed {client=c, request=17}");
    }

    @Test
    void markersAndFluentInterface() {
        onLoop(() -> {
            logger.error(MarkerFactory.getMarker("SECRET"), "ignored");
            logger.atError()
                    .addMarker(MarkerFactory.getMarker("SEEN"))
                    .addKeyValue("k", 1)
                    .log("by {}", "SLF4J");
        });
        assertThat(written).containsExactly("library.Part error ignored", "library.Part error SEEN k=1 by SLF4J");
    }

    @Test
    void otherThreads_keepTheirOrder() {
        LwtMain.run(() -> {
            Thread other = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 100; i++) {
                    logger.error("{}", i);
                }
            });
            return ended(other);
        });
        assertThat(written).hasSize(100).startsWith("library.Part error 0").endsWith("library.Part error 99");
    }

    private static Promise<Void> ended(Thread thread) {
        return thread.isAlive() ? Lwt.pause().bind(_ -> ended(thread)) : Lwt.unit();
    }
}
