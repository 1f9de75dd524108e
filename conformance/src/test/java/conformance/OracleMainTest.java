package conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the program does with whole inputs, in order and out of order.
class OracleMainTest {

    @Test
    void run_scenario_tracesEveryStep() {
        OracleRun run = OracleRun.of("""
                # callbacks run newest first
                scenario first
                def f0 log a
                def f1 state p0 ; raise E2

                p0 = wait
                on_success p0 f0
                on_success p0 f1
                wakeup r0 5
                wakeup r0 6
                """);
        assertThat(run).isEqualTo(new OracleRun(0, """
                        scenario first
                        @1
                        = p0:?
                        @2
                        @3
                        @4
                        > f1(5)
                        > state p0=5
                        > hook E2
                        > f0(5)
                        > log a
                        = p0:5
                        @5
                        > raise Invalid_argument
                        """, ""));
    }

    @Test
    void run_emptyInput_isNoScenario() {
        assertThat(OracleRun.of("\n# nothing\n")).isEqualTo(new OracleRun(0, "", ""));
    }

    @Test
    void run_sortedScenario_sortsTheEffectsOfAStep() {
        assertThat(OracleRun.of("""
                scenario s sorted
                def f0 log b ; log c ; log a
                async f0
                """).traces()).isEqualTo("""
                scenario s sorted
                @1
                > f0(())
                > log a
                > log b
                > log c
                """);
    }

    @Test
    void run_windowsLineEnds_areAccepted() {
        assertThat(OracleRun.of("scenario s\r\np0 = return 1\r\n").traces()).isEqualTo("scenario s\n@1\n= p0:1\n");
    }

    @Test
    void run_secondScenario_startsAfresh() {
        OracleRun run = OracleRun.of("""
                scenario dirty
                def f0 log left-over ; pause
                k0 = key
                p0 = pause
                p1 = bind p0 f0
                scenario clean
                k0 = key
                get k0
                paused_count
                wakeup_paused
                """);
        assertThat(run.traces()).endsWith("""
                scenario clean
                @1
                @2
                > k0=none
                @3
                > paused 0
                @4
                """);
    }

    /// Each line is wrong for the reason beside it; the scenario before and the one after still run.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            frobnicate p0             | unknown operation “frobnicate”
            p9                        | unknown operation “p9”
            p9 =                      | unknown operation “p9”
            p9 = frobnicate           | unknown operation “frobnicate”
            ret 5                     | unknown operation “ret”
            wakeup r0                 | “wakeup” does not take 1 arguments; it is written “wakeup r V”
            wakeup r0 five            | “five” is not a literal
            wakeup r0 99999999999     | “99999999999” is not a literal
            wakeup_exn r0 Ex          | “Ex” is not an exception
            wakeup_exn r0 E           | “E” is not an exception
            cancel r0                 | “r0” is not a register p0, p1, …
            cancel p                  | “p” is not a register p0, p1, …
            cancel p7                 | register p7 has not been written
            wakeup r1 5               | register r1 has not been written
            p9 = bind p0 f7           | callback f7 has no definition
            p9 = join p0,p7           | register p7 has not been written
            p9 = join p0,,p0          | “” is not a register p0, p1, …
            k9 = bind p0 f0           | the result of “bind” goes into a register p0, p1, …, not k9
            p9 = cancel p0            | “cancel” has no result to put into p9
            key                       | “key” needs a register for its result: k0 = key …
            p0 = wait                 | register p0 is written twice
            def f9                    | is not of the form “def f0 instruction ; … ; last”
            def g0 ret 1              | is not of the form “def f0 instruction ; … ; last”
            def f0 ret 2              | f0 is defined twice
            def f9 log a ; ; ret 1    | there is no instruction where one is expected
            def f9 log a ;            | there is no instruction where one is expected
            def f9 ret 1 ; log a      | unknown operation “ret”
            def f9 key                | “key” needs a register for its result
            def f9 p p7               | register p7 has not been written
            def f9 ret                | “ret” does not take 0 arguments; it is written “ret V”
            def f9 ret+ x             | “x” is not an integer
            def f9 nth -              | “-” is not a register p0, p1, …
            m0 = pool 1 f0 - - -      | the result of “pool” goes into a register o0, o1, …, not m0
            unlock m0                 | register m0 has not been written
            """)
    void run_malformedLine_saysWhichAndWhy(String line, String reason) {
        OracleRun run = OracleRun.of("""
                scenario before
                scenario wrong
                def f0 ret 1
                p0 = wait
                %s
                scenario after
                """.formatted(line));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.messages())
                .startsWith("lwt oracle: line 5: ")
                .contains(reason)
                .hasLineCount(1);
        assertThat(run.traces()).isEqualTo("scenario before\nscenario after\n");
    }

    @Test
    void run_stepBeforeTheFirstHeader_isMalformed() {
        OracleRun run = OracleRun.of("p0 = wait\nscenario s\n");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.messages())
                .isEqualTo("lwt oracle: line 1: “p0 = wait” stands before the first “scenario NAME” line\n");
        assertThat(run.traces()).isEqualTo("scenario s\n");
    }

    @ParameterizedTest
    @CsvSource({"scenario", "scenario a b", "scenario a sorted b"})
    void run_malformedHeader_saysTheForm(String header) {
        OracleRun run = OracleRun.of(header);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.messages())
                .isEqualTo("lwt oracle: line 1: “" + header + "” is not of the form “scenario NAME [sorted]”\n");
    }

    @Test
    void run_inputThatIsNotUtf8_isMalformed() {
        OracleRun run = OracleRun.of(new byte[] {'s', 'c', (byte) 0xff, '\n'});
        assertThat(run).isEqualTo(new OracleRun(2, "", "lwt oracle: the input is not UTF-8 text\n"));
    }

    @Test
    void run_promiseWhereAPlainValueIsWanted_isMalformed() {
        OracleRun run = OracleRun.of("""
                scenario s
                def f0 fail E1
                p0 = return 1
                p1 = map p0 f0
                """);
        assertThat(run)
                .isEqualTo(new OracleRun(
                        2, "", "lwt oracle: line 2: f0 gives a promise where it is called for a plain value\n"));
    }

    @Test
    void run_registerUsedBeforeItIsWritten_isMalformed() {
        OracleRun run = OracleRun.of("""
                scenario s
                def f0 cancel p0
                async f0
                p0 = wait
                """);
        assertThat(run)
                .isEqualTo(new OracleRun(2, "", "lwt oracle: line 2: register p0 is used before it is written\n"));
    }

    @Test
    void run_callbackThatCallsItself_isMalformed() {
        OracleRun run = OracleRun.of("""
                scenario s
                def f0 case f0
                p0 = apply f0 1
                """);
        assertThat(run).isEqualTo(new OracleRun(2, "", "lwt oracle: line 2: more than 600 calls of callbacks\n"));
    }

    @Test
    void run_scenarioThatNeverEnds_isReported() {
        Operations operations = Operations.all();
        var forever = new CountDownLatch(1);
        operations.action("hang", call -> awaitUninterruptibly(forever));
        OracleRun run = OracleRun.of(
                "scenario a\nhang\nscenario b\n".getBytes(StandardCharsets.UTF_8), operations, Duration.ofMillis(50));
        assertThat(run)
                .isEqualTo(new OracleRun(1, "scenario b\n", "lwt oracle: scenario a: has not ended within 50 ms\n"));
        forever.countDown();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void run_errorOfTheVirtualMachine_isReported() {
        Operations operations = Operations.all();
        operations.action("overflow", call -> {
            throw new StackOverflowError("too deep");
        });
        OracleRun run = OracleRun.of(
                "scenario a\noverflow\nscenario b\n".getBytes(StandardCharsets.UTF_8),
                operations,
                Duration.ofMinutes(1));
        assertThat(run)
                .isEqualTo(new OracleRun(
                        1, "scenario b\n", "lwt oracle: scenario a: java.lang.StackOverflowError: too deep\n"));
    }
}
