package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The layout of messages.
final class LogTemplateTest {
    private static final Section SECTION = Section.make("templates");

    private static String render(String template, String time) {
        StringBuilder out = new StringBuilder();
        LogMessage message = new LogMessage(SECTION, LogLevel.INFO, List.of("hello"), null);
        LogTemplate.of(template).append(out, message, "hello", ZonedDateTime.parse(time));
        return out.toString();
    }

    @Test
    void render_everyVariable() {
        assertThat(render("$(date).$(milliseconds)", "2010-12-03T04:05:06.0078+01:00"))
                .isEqualTo("Dec  3 04:05:06.0078");
        assertThat(render("$(date).$(milliseconds)", "2010-01-13T14:15:16.999999999Z"))
                .isEqualTo("Jan 13 14:15:16.9999");
        assertThat(render("$(section)/$(level): $(message)!", "2010-01-13T14:15:16Z"))
                .isEqualTo("templates/info: hello!");
        assertThat(render("$(name)[$(pid)]", "2010-01-13T14:15:16Z"))
                .isEqualTo(ProgramName.NAME + "[" + ProcessHandle.current().pid() + "]");
        assertThat(render("$(loc-file):$(loc-line):$(loc-column)", "2010-01-13T14:15:16Z"))
                .isEqualTo("<unknown>:-1:-1");
    }

    @Test
    void render_literalDollars() {
        assertThat(render("$ 5 \\$(message) $(message)$", "2010-01-13T14:15:16Z"))
                .isEqualTo("$ 5 $(message) hello$");
    }

    @Test
    void render_dollarsAndBackslashesOfTheMessageAreLeftAlone() {
        assertThat(LogTemplate.of("[$(message)]").render(SECTION, LogLevel.INFO, "$(level) \\1 $1"))
                .isEqualTo("[$(level) \\1 $1]");
    }

    @Test
    void of_unknownVariable() {
        assertThatThrownBy(() -> LogTemplate.of("$(date) $(mesage)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "there is no variable $(mesage) for log templates, in \"$(date) $(mesage)\"; there are [date, ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "app.Main one two = Main",
                "Main = Main",
                "some.module/app.Main -x = Main",
                "/opt/my apps/server-1.0.jar --port 1.jar = server-1.0",
                "jdk.compiler/com.sun.tools.javac.launcher.Main examples/Logging.java a.java = Logging",
                "'' = java",
            })
    void programName(String command, String name) {
        assertThat(ProgramName.of(command)).isEqualTo(name);
    }
}
