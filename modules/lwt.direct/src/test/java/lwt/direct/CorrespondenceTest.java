package lwt.direct;

import static lwt.direct.Direct.await;
import static lwt.direct.Direct.awaitBoth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lwt.Lwt;
import lwt.LwtList;
import lwt.LwtStream;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The manual's correspondence table, “2.2.1”, and the constructs that its tables leave out: each row in
/// direct style and with callbacks, and both must do the same.
final class CorrespondenceTest {
    private final List<String> trace = new ArrayList<>();

    /// A construct written in two ways.
    ///
    /// @param expected what is left behind: the beginnings and ends of what waits, and the result or the failure
    private record Row(
            String construct,
            List<String> expected,
            ThrowingSupplier<Integer> direct,
            ThrowingSupplier<Promise<Integer>> callbacks) {}

    /// Ends after two turns of the loop, and leaves a trace at its beginning and end.
    private Promise<Integer> slow(String name, int result) {
        trace.add(name + " begins");
        return Lwt.pause().bind(_ -> Lwt.pause()).map(_ -> {
            trace.add(name + " ends");
            return result;
        });
    }

    private Promise<Integer> slow(int result) {
        return slow("round " + result, result);
    }

    private Promise<Integer> failing(String name) {
        return slow(name, 0).bind(_ -> Lwt.fail(new NoSuchElementException(name)));
    }

    private List<Row> rows() {
        return List.of(
                new Row(
                        "lwt x = f () in lwt y = g () in e",
                        List.of("f begins", "f ends", "g begins", "g ends", "3"),
                        () -> {
                            int x = await(slow("f", 1));
                            int y = await(slow("g", 2));
                            return x + y;
                        },
                        () -> slow("f", 1).bind(x -> slow("g", 2).map(y -> x + y))),
                new Row(
                        "lwt x = f () and y = g () in e",
                        List.of("f begins", "g begins", "f ends", "g ends", "3"),
                        () -> {
                            var both = awaitBoth(slow("f", 1), slow("g", 2));
                            return both.first() + both.second();
                        },
                        () -> Lwt.both(slow("f", 1), slow("g", 2)).map(both -> both.first() + both.second())),
                new Row(
                        "lwt x = f () and y = g () in e, where f () fails: g () is waited for all the same",
                        List.of("f begins", "g begins", "f ends", "g ends", "failure f"),
                        () -> awaitBoth(failing("f"), slow("g", 2)).first(),
                        () -> Lwt.both(failing("f"), slow("g", 2)).map(both -> both.first())),
                new Row(
                        "try_lwt e with p -> h, where e fails",
                        List.of("f begins", "f ends", "h begins", "h ends", "7"),
                        () -> {
                            try {
                                return await(failing("f"));
                            } catch (NoSuchElementException e) {
                                return await(slow("h", 7));
                            }
                        },
                        () -> Lwt.catching(
                                () -> failing("f"),
                                e -> e instanceof NoSuchElementException ? slow("h", 7) : Lwt.fail(e))),
                new Row(
                        "try_lwt e with p -> h, where e raises at once",
                        List.of("h begins", "h ends", "7"),
                        () -> {
                            try {
                                return Integer.parseInt("x") + await(slow("f", 1));
                            } catch (NumberFormatException e) {
                                return await(slow("h", 7));
                            }
                        },
                        () -> Lwt.catching(
                                () -> Lwt.of(Integer.parseInt("x"))
                                        .bind(n -> slow("f", 1).map(m -> n + m)),
                                e -> e instanceof NumberFormatException ? slow("h", 7) : Lwt.fail(e))),
                new Row(
                        "try_lwt e with p -> h, where no pattern matches: the failure is raised again",
                        List.of("f begins", "f ends", "failure f"),
                        () -> {
                            try {
                                return await(failing("f"));
                            } catch (NumberFormatException e) {
                                return await(slow("h", 7));
                            }
                        },
                        () -> Lwt.catching(
                                () -> failing("f"),
                                e -> e instanceof NumberFormatException ? slow("h", 7) : Lwt.fail(e))),
                new Row(
                        "try_lwt e finally f, where e succeeds",
                        List.of("e begins", "e ends", "f begins", "f ends", "1"),
                        () -> {
                            try {
                                return await(slow("e", 1));
                            } finally {
                                await(slow("f", 0));
                            }
                        },
                        () -> Lwt.finalizing(() -> slow("e", 1), () -> slow("f", 0))),
                new Row(
                        "try_lwt e finally f, where e fails",
                        List.of("e begins", "e ends", "f begins", "f ends", "failure e"),
                        () -> {
                            try {
                                return await(failing("e"));
                            } finally {
                                await(slow("f", 0));
                            }
                        },
                        () -> Lwt.finalizing(() -> failing("e"), () -> slow("f", 0))),
                new Row(
                        "try_lwt e with p -> h finally f: the cleanup comes before the handler",
                        List.of("e begins", "e ends", "f begins", "f ends", "h begins", "h ends", "7"),
                        () -> {
                            try {
                                try {
                                    return await(failing("e"));
                                } finally {
                                    await(slow("f", 0));
                                }
                            } catch (NoSuchElementException e) {
                                return await(slow("h", 7));
                            }
                        },
                        () -> Lwt.catching(
                                () -> Lwt.finalizing(() -> failing("e"), () -> slow("f", 0)), _ -> slow("h", 7))),
                new Row(
                        "for_lwt i = 1 to 2 do e done",
                        List.of("round 1 begins", "round 1 ends", "round 2 begins", "round 2 ends", "0"),
                        () -> {
                            for (int i = 1; i <= 2; i++) {
                                await(slow(i));
                            }
                            return 0;
                        },
                        () -> LwtList.iterSerial(
                                        IntStream.rangeClosed(1, 2).boxed().toList(), this::slow)
                                .map(_ -> 0)),
                new Row(
                        "for_lwt i = 2 downto 1 do e done",
                        List.of("round 2 begins", "round 2 ends", "round 1 begins", "round 1 ends", "0"),
                        () -> {
                            for (int i = 2; i >= 1; i--) {
                                await(slow(i));
                            }
                            return 0;
                        },
                        () -> down(2, 1)),
                new Row(
                        "for_lwt i = 1 to 3 do e done, where a round fails: the others are not begun",
                        List.of("round 1 begins", "round 1 ends", "second begins", "second ends", "failure second"),
                        () -> {
                            for (int i = 1; i <= 3; i++) {
                                await(i == 2 ? failing("second") : slow(i));
                            }
                            return 0;
                        },
                        () -> LwtList.iterSerial(List.of(1, 2, 3), i -> i == 2 ? failing("second") : slow(i))
                                .map(_ -> 0)),
                new Row(
                        "for_lwt p in stream do e done",
                        List.of("round 4 begins", "round 4 ends", "round 5 begins", "round 5 ends", "0"),
                        () -> {
                            LwtStream<Integer> stream = LwtStream.of(4, 5);
                            Optional<Integer> next = await(stream.get());
                            while (next.isPresent()) {
                                await(slow(next.get()));
                                next = await(stream.get());
                            }
                            return 0;
                        },
                        () -> LwtStream.of(4, 5).iterSerial(this::slow).map(_ -> 0)),
                new Row(
                        "raise_lwt e",
                        List.of("failure raised"),
                        () -> {
                            throw new NoSuchElementException("raised");
                        },
                        () -> Lwt.fail(new NoSuchElementException("raised"))),
                new Row(
                        "a >> b: b begins when a has ended",
                        List.of("a begins", "a ends", "b begins", "b ends", "2"),
                        () -> {
                            await(slow("a", 1));
                            return await(slow("b", 2));
                        },
                        () -> slow("a", 1).then(() -> slow("b", 2))));
    }

    private Promise<Integer> down(int i, int last) {
        return i < last ? Lwt.of(0) : slow(i).bind(_ -> down(i - 1, last));
    }

    @TestFactory
    Stream<DynamicTest> eachRow_inBothStyles() {
        return rows().stream()
                .flatMap(row -> Stream.of(
                        dynamicTest(
                                "direct: " + row.construct(),
                                () -> check(row, () -> LoopRunner.inFiber(Mechanism.LOOP, row.direct()))),
                        dynamicTest(
                                "callbacks: " + row.construct(),
                                () -> check(row, () -> LoopRunner.onLoop(Mechanism.LOOP, row.callbacks())))));
    }

    private void check(Row row, ThrowingSupplier<Integer> run) throws Throwable {
        trace.clear();
        try {
            trace.add(String.valueOf(run.get()));
        } catch (NoSuchElementException e) {
            trace.add("failure " + e.getMessage());
        }
        assertThat(trace).isEqualTo(row.expected());
    }
}
