package moduletests;

import static lwt.direct.Direct.await;
import static lwt.direct.Direct.spawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lwt.Backtrace;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.LwtList;
import lwt.LwtStream;
import lwt.Promise;
import lwt.Resolver;
import lwt.State;
import lwt.unix.LwtMain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Debug mode: a failure names the places it passed. The lines are found by the marks in this file's own source.
class BacktraceTest {
    @BeforeEach
    void on() {
        Backtrace.setEnabled(true);
    }

    @AfterEach
    void off() {
        Backtrace.setEnabled(false);
    }

    /// The hops in the trace of a failure, as the operation and the line.
    private static List<String> hops(Throwable failure) {
        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed));
        return printed.toString()
                .lines()
                .filter(line -> line.contains("lwt:"))
                .map(line -> line.replaceAll(".*lwt:(\\w+)//.*\\(BacktraceTest.java:(\\d+)\\)", "$1 $2"))
                .toList();
    }

    private static Throwable failureOf(Promise<?> promise) {
        return ((State.Fail<?>) promise.state()).cause();
    }

    /// The line of the caller.
    private static int line() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
    }

    @Test
    void printedTrace_tenBindsTwoAwaitsAStreamAndAParallelList_eachLineOnceInOrder() {
        List<String> expected = new ArrayList<>();
        int first = line();
        Throwable failure = catchThrowable(() -> LwtMain.run(() -> spawn(() -> {
            Promise<Integer> inner = spawn(() -> {
                Promise<Integer> p = Lwt.pause().bind(u -> Lwt.fail(new IllegalStateException("the cause")));
                p = p.bind(x -> Lwt.of(x + 1));
                p = p.bind(x -> Lwt.of(x + 2));
                p = p.bind(x -> Lwt.of(x + 3));
                p = p.bind(x -> Lwt.of(x + 4));
                p = p.bind(x -> Lwt.of(x + 5));
                p = p.bind(x -> Lwt.of(x + 6));
                p = p.bind(x -> Lwt.of(x + 7));
                p = p.bind(x -> Lwt.of(x + 8));
                p = p.bind(x -> Lwt.of(x + 9));
                return await(p);
            });
            LwtStream<Integer> stream = LwtStream.of(1, 2).mapSerial(x -> inner);
            Promise<List<List<Integer>>> lists = LwtList.mapParallel(List.of(1), x -> stream.toList());
            return await(lists);
        })));
        for (int i = 0; i < 10; i++) {
            expected.add("bind " + (first + 3 + i));
        }
        expected.add("await " + (first + 13));
        expected.add("mapSerial " + (first + 15));
        expected.add("mapParallel " + (first + 16));
        expected.add("await " + (first + 17));
        assertThat(hops(failure)).containsExactlyElementsOf(expected);
    }

    @Test
    void hops_ofALoop_areBoundedAndLeaveNothingBehind() {
        Resolver<Void> end = Lwt.waiter();
        Promise<Void> loop = loop(100_000, end.promise());
        while (Lwt.pausedCount() > 0) {
            Lwt.wakeupPaused();
        }
        end.fail(new IllegalStateException("the end"));
        assertThat(hops(failureOf(loop))).hasSize(1).first().asString().startsWith("bind ");
    }

    private static Promise<Void> loop(int rounds, Promise<Void> end) {
        return rounds == 0 ? end : Lwt.pause().bind(ignored -> loop(rounds - 1, end));
    }

    @Test
    void function_passedInSeveralPlaces_namesEach() {
        lwt.ThrowingFunction<Integer, Promise<Integer>> same = x -> Lwt.of(x);
        for (int i = 0; i < 20; i++) {
            Resolver<Integer> source = Lwt.waiter();
            int line = line() + 1;
            Promise<Integer> one = source.promise().bind(same);
            Promise<Integer> two = one.bind(same);
            source.fail(new IllegalStateException());
            if (i > 4) {
                assertThat(hops(failureOf(two))).containsExactly("bind " + line, "bind " + (line + 1));
            }
        }
    }

    @Test
    void stackless_failure_staysWithout() {
        Resolver<Integer> task = Lwt.task();
        Promise<Integer> next = task.promise().bind(x -> Lwt.of(x));
        next.cancel();
        assertThat(failureOf(next)).isInstanceOf(CanceledException.class);
        assertThat(failureOf(next).getStackTrace()).isEmpty();
    }

    @Test
    void off_tracesAreUntouched() {
        Backtrace.setEnabled(false);
        Resolver<Integer> source = Lwt.waiter();
        Promise<Optional<Integer>> p = source.promise().map(Optional::of);
        source.fail(new IllegalStateException());
        assertThat(hops(failureOf(p))).isEmpty();
    }
}
