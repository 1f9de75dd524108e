package lwt.logging;

import static java.lang.System.Logger.Level.ALL;
import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.OFF;
import static java.lang.System.Logger.Level.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.ListResourceBundle;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import lwt.Lwt;
import lwt.unix.LogLevel;
import lwt.unix.Logger;
import lwt.unix.LwtLog;
import lwt.unix.LwtMain;
import lwt.unix.Section;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The JDK's interface as libraries use it.
final class SectionLoggerTest {
    private static final Section SECTION = Section.make("library.Part");

    private final Logger before = LwtLog.defaultLogger();
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final System.Logger logger = System.getLogger("library.Part");

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

    private static void onLoop(Runnable body) {
        LwtMain.run(() -> {
            body.run();
            return Lwt.unit();
        });
    }

    @Test
    void logger_isTheSectionOfItsName() {
        assertThat(logger.getName()).isEqualTo("library.Part");
        onLoop(() -> {
            logger.log(WARNING, "{0} of {1}", 1, "two");
            logger.log(WARNING, "{as it is}");
            logger.log(WARNING, () -> "made");
            logger.log(WARNING, "wrong {", 1);
        });
        assertThat(written)
                .containsExactly(
                        "library.Part warning 1 of two",
                        "library.Part warning {as it is}",
                        "library.Part warning made",
                        "library.Part warning wrong { [1]");
    }

    @Test
    void levels_followTheSection() {
        assertThat(List.of(ALL, DEBUG, INFO, WARNING, ERROR, OFF))
                .extracting(logger::isLoggable)
                .containsExactly(false, false, false, true, true, false);
        SECTION.setLevel(LogLevel.DEBUG);
        assertThat(List.of(ALL, DEBUG, INFO, WARNING, ERROR, OFF))
                .extracting(logger::isLoggable)
                .containsExactly(true, true, true, true, true, false);
        onLoop(() -> {
            logger.log(DEBUG, "d");
            logger.log(INFO, "i");
            logger.log(ERROR, "e");
            logger.log(OFF, "never");
        });
        assertThat(written).containsExactly("library.Part debug d", "library.Part info i", "library.Part error e");
    }

    @Test
    void exception_isLoggedAsOne() {
        onLoop(() -> logger.log(ERROR, "failed", new IllegalStateException("why")));
        assertThat(written).containsExactly("library.Part error failed: java.lang.IllegalStateException: why");
    }

    @Test
    void bundle_translates() {
        ResourceBundle bundle = new ListResourceBundle() {
            @Override
            protected Object[][] getContents() {
                return new Object[][] {{"key", "translated {0}"}};
            }
        };
        onLoop(() -> {
            logger.log(ERROR, bundle, "key", 1);
            logger.log(ERROR, bundle, "other key", (Throwable) null);
        });
        assertThat(written).containsExactly("library.Part error translated 1", "library.Part error other key");
    }

    /// Lwt says through this interface which engine it takes, in the middle of making one.
    @Test
    void lwtItself_doesNotRecurse() {
        onLoop(() -> System.getLogger("lwt.unix").log(WARNING, "about the engine"));
        assertThat(written).containsExactly("lwt.unix warning about the engine");
    }
}
