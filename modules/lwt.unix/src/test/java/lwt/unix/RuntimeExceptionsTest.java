package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.ThrowingSupplier;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An error of the virtual machine leaves the loop as it is, wherever it is thrown.
class RuntimeExceptionsTest {
    private static final Duration MOMENT = Duration.ofMillis(1);

    private static <T> Promise<T> exhausted() {
        throw new OutOfMemoryError("on purpose");
    }

    private static Promise<Void> afterASleep() {
        return LwtUnix.sleep(MOMENT).bind(_ -> exhausted());
    }

    private static Promise<Void> never() {
        Resolver<Void> never = Lwt.task();
        return never.promise();
    }

    /// Places, as programs that are given who must not be told.
    static Stream<Named<Place>> places() {
        return Stream.of(
                Named.of("main promise after a sleep", _ -> afterASleep()),
                Named.of("main promise after a pause", _ -> Lwt.pause().bind(_ -> exhausted())),
                Named.of("branch of choose", _ -> Lwt.choose(List.of(never(), afterASleep()))),
                Named.of(
                        "inside catching after a pause",
                        told -> Lwt.catching(() -> Lwt.pause().bind(_ -> exhausted()), e -> {
                            told.accept(e);
                            return Lwt.unit();
                        })),
                Named.of("body of async", _ -> {
                    Lwt.async(RuntimeExceptionsTest::afterASleep);
                    return never();
                }),
                Named.of("body of dontWait", told -> {
                    Lwt.dontWait(RuntimeExceptionsTest::afterASleep, told::accept);
                    return never();
                }));
    }

    /// A program that throws.
    @FunctionalInterface
    interface Place {
        Promise<Void> start(Consumer<Throwable> told);
    }

    @ParameterizedTest
    @MethodSource("places")
    void outOfMemory_leavesTheLoopAsItIs(Place place) throws Exception {
        List<Throwable> told = new ArrayList<>();
        OnLoop.call("", () -> {
            Lwt.setAsyncExceptionHook(told::add);
            ThrowingSupplier<Promise<Void>> program = () -> place.start(told::add);
            assertThatThrownBy(() -> LwtMain.run(program))
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessage("on purpose")
                    .hasNoCause();
            assertThat(told).isEmpty();
            assertThat(LwtMain.run(Lwt.of(1))).as("the loop can be run again").isEqualTo(1);
            return null;
        });
    }
}
