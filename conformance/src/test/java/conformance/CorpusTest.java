package conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs every recorded scenario and compares with what the original did.
class CorpusTest {

    @TestFactory
    Stream<DynamicTest> core_asTheOriginal() {
        return tests("core");
    }

    @TestFactory
    Stream<DynamicTest> cancel_asTheOriginal() {
        return tests("cancel");
    }

    @TestFactory
    Stream<DynamicTest> sync_asTheOriginal() {
        return tests("sync");
    }

    @TestFactory
    Stream<DynamicTest> list_asTheOriginal() {
        return tests("list");
    }

    @TestFactory
    Stream<DynamicTest> stream_asTheOriginal() {
        return tests("stream");
    }

    @TestFactory
    Stream<DynamicTest> mixed_asTheOriginal() {
        return tests("mixed");
    }

    @TestFactory
    Stream<DynamicTest> react_asTheOriginal() {
        return tests("react");
    }

    /// Scenarios on which this library once differed, each the smallest of its kind.
    @TestFactory
    Stream<DynamicTest> found_asTheOriginal() {
        return tests("found");
    }

    private static Stream<DynamicTest> tests(String profile) {
        Corpus corpus = Corpus.load(profile);
        OracleRun run = OracleRun.of(String.join("", corpus.scenarios().values()));
        assertThat(corpus.traces()).isNotEmpty().hasSameSizeAs(corpus.scenarios());
        Map<String, String> traces = Corpus.byScenario(run.traces());
        return corpus.traces().keySet().stream()
                .map(name -> dynamicTest(
                        name,
                        () -> compare(
                                corpus.scenarios().getOrDefault(name, ""),
                                corpus.traces().getOrDefault(name, ""),
                                traces.getOrDefault(name, run.messages()))));
    }

    private static void compare(String scenario, String expected, String actual) {
        List<String> expectedSteps = steps(expected);
        List<String> actualSteps = steps(actual);
        int step = 0;
        while (step < expectedSteps.size()
                && step < actualSteps.size()
                && expectedSteps.get(step).equals(actualSteps.get(step))) {
            step++;
        }
        assertThat(from(step, actualSteps))
                .as("the trace from step %d on of%n%s", step, numbered(scenario, step))
                .isEqualTo(from(step, expectedSteps));
    }

    private static String from(int step, List<String> steps) {
        return String.join("", steps.subList(step, steps.size()));
    }

    /// The header, then the trace of each step.
    private static List<String> steps(String trace) {
        List<String> steps = new ArrayList<>();
        for (String step : trace.split("(?m)^(?=@)", -1)) {
            steps.add(step);
        }
        return steps;
    }

    /// The scenario with the numbers of its steps, and an arrow at the one that differs.
    private static String numbered(String scenario, int marked) {
        var text = new StringBuilder();
        int step = 0;
        for (String line : scenario.lines().toList()) {
            if (line.startsWith("#") || line.startsWith("def ") || line.startsWith("scenario ")) {
                text.append("       ");
            } else {
                step++;
                text.append(step == marked ? "=>" : "  ").append("%4d ".formatted(step));
            }
            text.append(line).append('\n');
        }
        return text.toString();
    }
}
