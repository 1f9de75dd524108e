package bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchMainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) {
        return BenchMain.run(
                List.of(words),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense | unknown group: nonsense",
                "core W99 | unknown workload: W99",
                "core --peers nobody | unknown peer: nobody",
                "core --peers | --peers needs names",
                "core --slow | unknown option: --slow",
                "core --collector zgc | unknown collector: zgc; known are serial, g1",
                "core --collector | --collector needs a name",
                "io --compact-headers | --collector and --compact-headers are options of core",
                "core --update | --update is an option of check",
                "memory nonsense | unknown check: nonsense",
                "tls nonsense | unknown workload or peer among [nonsense]",
                "direct nonsense | unknown workload: nonsense",
                "direct --peers nobody | unknown peer: nobody",
                "growth nonsense | unknown workload: nonsense",
                "start nonsense | start takes no names",
                "all core | all takes no names",
                "check W08 | one without a bound: W08",
                "check --update W02 | --update writes the whole baseline",
                "--quick | unknown group: --quick",
            })
    void run_badCommandLine_saysWhatIsWrongOnStandardError(String line, String message) {
        assertThat(run(line.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(message).contains("usage: ./lwt bench");
        assertThat(out.size()).isZero();
    }

    @Test
    void run_nothing_isBadUsage() {
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void run_help_listsGroupsWithTheirTimes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "core",
                        "memory",
                        "minutes",
                        "W03_1000",
                        "vertx",
                        "chain-resolved",
                        "suspended",
                        "connections",
                        "hello-cached",
                        "check");
    }

    @Test
    void run_helpAfterGroup_isHelp() {
        assertThat(run("core", "--help")).isZero();
    }
}
