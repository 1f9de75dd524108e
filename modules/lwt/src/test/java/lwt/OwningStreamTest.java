package lwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A stream that owns a resource releases it once: at its end, when it fails, or when its scope ends, however it is
/// read.
class OwningStreamTest extends CoreTest {

    @Test
    void owning_releasesOnceAtTheEnd() {
        Switch scope = new Switch();
        LwtStream<Integer> stream = LwtStream.of(1).owning(scope, () -> {
            log("released");
            return Lwt.unit();
        });
        assertReturned(stream.toList(), List.of(1));
        assertLog("released");
        scope.turnOff();
        assertLog();
    }

    @Test
    void owning_releasesOnFailureAndWhenTheScopeEnds() {
        Switch scope = new Switch();
        ThrowingSupplier<Promise<?>> release = () -> {
            log("released");
            return Lwt.unit();
        };
        LwtStream<Integer> failing = LwtStream.<Integer>from(() -> Lwt.fail(a)).owning(scope, release);
        assertFailed(failing.next(), a);
        assertLog("released");
        LwtStream<Integer> abandoned = LwtStream.of(1, 2).owning(scope, release);
        abandoned.next();
        assertLog();
        scope.turnOff();
        assertLog("released");
    }

    /// A stream of three numbers that logs when it releases its resource.
    private LwtStream<Integer> owning(Switch scope) {
        return LwtStream.of(1, 2, 3).owning(scope, () -> {
            log("released");
            return Lwt.unit();
        });
    }

    /// What can be made of a stream; each gives all its elements, at least one, and asks it up to its end.
    static Stream<Arguments> stages() {
        return Stream.of(
                stage("map", stream -> stream.map(n -> n + 1)),
                stage("mapSerial", stream -> stream.mapSerial(n -> Lwt.pause().map(_ -> n))),
                stage("filter", stream -> stream.filter(n -> n == 3)),
                stage("filterMapSerial", stream -> stream.filterMapSerial(n -> Lwt.of(Optional.of(n)))),
                stage("mapList", stream -> stream.mapList(n -> List.of(n, n))),
                stage("append, before", stream -> stream.append(LwtStream.of(4))),
                stage("append, behind", stream -> LwtStream.of(0).append(stream)),
                stage("concat", stream -> LwtStream.concat(LwtStream.of(List.of(stream)))),
                stage("combine", stream -> stream.combine(LwtStream.of(1, 2, 3, 4))),
                stage("choose", stream -> LwtStream.choose(List.of(stream, LwtStream.of(4)))),
                stage("copy", LwtStream::copy),
                stage("copy of a map", stream -> stream.map(n -> n).copy()),
                stage("wrapFailures", LwtStream::wrapFailures));
    }

    private static Arguments stage(String name, Function<LwtStream<Integer>, LwtStream<?>> make) {
        return Arguments.of(name, make);
    }

    private static void runPauses() {
        while (Lwt.pausedCount() > 0) {
            Lwt.wakeupPaused();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void owning_throughAStage_releasesOnceWhenTheEndIsRead(
            String name, Function<LwtStream<Integer>, LwtStream<?>> make) {
        Switch scope = new Switch();
        Promise<?> all = make.apply(owning(scope)).toList();
        runPauses();
        assertThat(all.isSleeping()).isFalse();
        assertLog("released");
        scope.turnOff();
        assertLog();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void owning_throughAStageThatIsAbandoned_releasesWhenTheScopeEnds(
            String name, Function<LwtStream<Integer>, LwtStream<?>> make) {
        Promise<?> first = Switch.withSwitch(scope -> make.apply(owning(scope)).next());
        runPauses();
        assertThat(first.isSleeping()).isFalse();
        assertLog("released");
    }

    @Test
    void owning_sourceFailsBehindAStage_releases() {
        Switch scope = new Switch();
        LwtStream<Integer> failing = LwtStream.<Integer>from(() -> Lwt.fail(a)).owning(scope, () -> {
            log("released");
            return Lwt.unit();
        });
        assertFailed(failing.map(n -> n + 1).filter(n -> n > 1).next(), a);
        assertLog("released");
        scope.turnOff();
        assertLog();
    }

    @Test
    void owning_functionOfAStageFails_keepsTheResourceForTheNextReading() {
        Switch scope = new Switch();
        LwtStream<Integer> stage = owning(scope).map(n -> {
            if (n == 1) {
                throw a;
            }
            return n;
        });
        assertFailed(stage.next(), a);
        assertLog();
        assertReturned(stage.toList(), List.of(2, 3));
        assertLog("released");
    }

    @Test
    void owning_readerCanceledWhileTheSourceWaits_scopeReleases() {
        Switch scope = new Switch();
        LwtStream.Pushed<Integer> slow = LwtStream.push();
        LwtStream<Integer> stage = slow.stream()
                .owning(scope, () -> {
                    log("released");
                    return Lwt.unit();
                })
                .map(n -> n);
        stage.next().cancel();
        assertLog();
        scope.turnOff();
        assertLog("released");
    }

    @Test
    void owning_releaseWaits_theEndIsReadAfterIt() {
        Resolver<Void> released = Lwt.waiter();
        LwtStream<Integer> stream = LwtStream.<Integer>of().owning(new Switch(), released::promise);
        Promise<?> end = stream.get();
        assertSleeping(end);
        released.wakeup(null);
        assertReturned(end, Optional.empty());
    }

    @Test
    void owning_releaseFails_theReadingFails() {
        LwtStream<Integer> stream = LwtStream.<Integer>of().owning(new Switch(), () -> Lwt.fail(b));
        assertFailed(stream.get(), b);
    }

    @Test
    void owning_scopeIsOff_isRefused() {
        Switch scope = new Switch();
        scope.turnOff();
        assertThatThrownBy(() -> owning(scope)).isInstanceOf(Switch.OffException.class);
    }
}
