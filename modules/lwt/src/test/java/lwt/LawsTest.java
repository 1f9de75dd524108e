package lwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every promise, however it was made.
class LawsTest extends CoreTest {
    private static final Boom FAILURE = new Boom("of the promise");

    /// A promise, and what resolves it as it was meant to be: nothing, if it is resolved from the start.
    record Made(Promise<Integer> promise, Runnable finish) {}

    /// One way to make a promise that ends with 7 or with FAILURE.
    record Way(String name, boolean pending, boolean cancelable, Function<Boolean, Made> make) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static void end(Resolver<Integer> r, boolean fails) {
        if (fails) {
            r.fail(FAILURE);
        } else {
            r.wakeup(7);
        }
    }

    private static Promise<Integer> ended(boolean fails) {
        return fails ? Lwt.fail(FAILURE) : Lwt.of(7);
    }

    /// A promise made from a pending one.
    private static Way from(String name, boolean cancelable, Function<Promise<Integer>, Promise<Integer>> derive) {
        return new Way(name, true, cancelable, fails -> {
            Resolver<Integer> r = Lwt.task();
            return new Made(derive.apply(r.promise()), () -> {
                if (r.promise().isSleeping()) {
                    end(r, fails);
                }
            });
        });
    }

    /// A promise of a computation that starts with a pause and gets `ended` by its function.
    private static Way after(String name, BiFunction<Promise<Void>, Boolean, Promise<Integer>> derive) {
        return new Way(name, true, true, fails -> {
            Resolver<Void> start = Lwt.task();
            return new Made(derive.apply(start.promise(), fails), () -> {
                if (start.promise().isSleeping()) {
                    start.wakeup(null);
                }
            });
        });
    }

    static Stream<Way> ways() {
        return Stream.of(
                new Way("resolved", false, false, fails -> new Made(ended(fails), () -> {})),
                new Way(
                        "bind of a resolved",
                        false,
                        false,
                        fails -> new Made(Lwt.unit().bind(_ -> ended(fails)), () -> {})),
                new Way("wakeupLater", true, false, fails -> {
                    Resolver<Integer> r = Lwt.waiter();
                    return new Made(r.promise(), () -> {
                        if (fails) {
                            r.failLater(FAILURE);
                        } else {
                            r.wakeupLater(7);
                        }
                    });
                }),
                new Way("waiter", true, false, fails -> {
                    Resolver<Integer> r = Lwt.waiter();
                    return new Made(r.promise(), () -> end(r, fails));
                }),
                from("task", true, p -> p),
                from("waiter with a source", true, p -> {
                    Resolver<Integer> r = Lwt.waiter(p);
                    p.onAny(r::wakeup, r::fail);
                    return r.promise();
                }),
                from("bind", true, p -> p.bind(Lwt::of)),
                from("map", true, p -> p.map(x -> x)),
                from("catching", true, p -> Lwt.catching(() -> p, Lwt::fail)),
                from("tryBind", true, p -> Lwt.tryBind(() -> p, Lwt::of, Lwt::fail)),
                from("finalizing", true, p -> Lwt.finalizing(() -> p, Lwt::unit)),
                from(
                        "chain",
                        true,
                        p -> p.map(x -> x).bind(Lwt::of).bind(Lwt::of).map(x -> x)),
                from("join", true, p -> Lwt.join(p, p).bind(_ -> p)),
                from("all", true, p -> Lwt.all(List.of(p, Lwt.of(1))).map(List::getFirst)),
                from("both", true, p -> Lwt.both(p, p).map(Both::second)),
                from("choose", true, p -> Lwt.choose(Lwt.<Integer>waiter().promise(), p)),
                from("pick", true, p -> Lwt.pick(p, Lwt.<Integer>task().promise())),
                from("nchoose", true, p -> Lwt.nchoose(List.of(p)).map(List::getFirst)),
                from("npick", true, p -> Lwt.npick(List.of(p)).map(List::getFirst)),
                from("shielded", true, Promise::shielded),
                from("noCancel", false, Promise::noCancel),
                from("wrapInCancelable", true, Promise::wrapInCancelable),
                from("proxy", true, p -> {
                    Resolver<Void> start = Lwt.waiter();
                    Promise<Integer> outer = start.promise().bind(_ -> p);
                    start.wakeup(null);
                    return outer;
                }),
                from("what became a proxy", true, p -> {
                    Resolver<Void> start = Lwt.waiter();
                    Promise<Integer> inner = p.bind(Lwt::of);
                    start.promise().bind(_ -> inner).ignoreResult(_ -> {});
                    start.wakeup(null);
                    return inner;
                }),
                from("proxy of a copy", true, p -> {
                    Resolver<Void> start = Lwt.waiter();
                    Promise<Integer> outer = start.promise().bind(_ -> p.shielded());
                    start.wakeup(null);
                    return outer;
                }),
                after("bind, then the end", (p, fails) -> p.bind(_ -> ended(fails))),
                after(
                        "bind that throws or returns",
                        (p, fails) -> p.bind(_ -> {
                            if (fails) {
                                throw FAILURE;
                            }
                            return Lwt.of(7);
                        })));
    }

    static Stream<Arguments> waysAndEnds() {
        return ways().flatMap(way -> Stream.of(Arguments.of(way, false), Arguments.of(way, true)));
    }

    private static State<Integer> endState(boolean fails) {
        return fails ? new State.Fail<>(FAILURE) : new State.Return<>(7);
    }

    private static void assertEnds(Promise<Integer> p, Made made, boolean fails) {
        made.finish.run();
        assertThat(p.state()).as("the final state").isEqualTo(endState(fails));
    }

    @ParameterizedTest(name = "{0}, fails: {1}")
    @MethodSource("waysAndEnds")
    void endsAsItWasMeantTo(Way way, boolean fails) {
        Made made = way.make.apply(fails);
        assertThat(made.promise.isSleeping()).as("it sleeps at first").isEqualTo(way.pending);
        assertEnds(made.promise, made, fails);
    }

    /* ---- The monad laws ---- */

    /// of(x).bind(f) behaves as f(x).
    @ParameterizedTest(name = "{0}, fails: {1}")
    @MethodSource("waysAndEnds")
    void leftIdentity(Way way, boolean fails) {
        Made made = way.make.apply(fails);
        assertEnds(Lwt.of(1).bind(_ -> made.promise), made, fails);
    }

    /// p.bind(of) behaves as p.
    @ParameterizedTest(name = "{0}, fails: {1}")
    @MethodSource("waysAndEnds")
    void rightIdentity(Way way, boolean fails) {
        Made made = way.make.apply(fails);
        assertEnds(made.promise.bind(Lwt::of), made, fails);
    }

    /// p.bind(f).bind(g) behaves as p.bind(x -> f(x).bind(g)), whatever f and g give.
    @ParameterizedTest(name = "{0}, fails: {1}")
    @MethodSource("waysAndEnds")
    void associativity(Way way, boolean fails) {
        ways().forEach(second -> Stream.of(true, false).forEach(secondFails -> {
            Made left = way.make.apply(fails);
            Made leftInner = second.make.apply(secondFails);
            Made right = way.make.apply(fails);
            Made rightInner = second.make.apply(secondFails);
            ThrowingFunction<Integer, Promise<Integer>> last = x -> Lwt.of(x + 1);
            Promise<Integer> one = left.promise.bind(_ -> leftInner.promise).bind(last);
            Promise<Integer> other = right.promise.bind(_ -> rightInner.promise.bind(last));
            left.finish.run();
            right.finish.run();
            assertThat(one.state())
                    .as("both sides while “%s” inside has not ended", second)
                    .isEqualTo(other.state());
            leftInner.finish.run();
            rightInner.finish.run();
            assertThat(one.state()).as("both sides with “%s” inside", second).isEqualTo(other.state());
            assertThat(one.isSleeping()).as("it sleeps at the end").isFalse();
        }));
    }

    /// p.map(f) behaves as p.bind(x -> of(f(x))).
    @ParameterizedTest(name = "{0}, fails: {1}")
    @MethodSource("waysAndEnds")
    void mapIsBindOf(Way way, boolean fails) {
        Made made = way.make.apply(fails);
        Promise<Integer> mapped = made.promise.map(x -> x + 1);
        Promise<Integer> bound = made.promise.bind(x -> Lwt.of(x + 1));
        made.finish.run();
        assertThat(mapped.state())
                .isEqualTo(bound.state())
                .isEqualTo(fails ? new State.Fail<>(FAILURE) : new State.Return<>(8));
    }

    /// tryBind(p, of, fail) behaves as p, and so do catching(p, fail) and finalizing(p, unit).
    @ParameterizedTest(name = "{0}, fails: {1}")
    @MethodSource("waysAndEnds")
    void handlersThatPassOn(Way way, boolean fails) {
        Made made = way.make.apply(fails);
        Promise<Integer> tried = Lwt.tryBind(() -> made.promise, Lwt::of, Lwt::fail);
        Promise<Integer> caught = Lwt.catching(() -> made.promise, Lwt::fail);
        Promise<Integer> finalized = Lwt.finalizing(() -> made.promise, Lwt::unit);
        made.finish.run();
        assertThat(List.of(tried.state(), caught.state(), finalized.state()))
                .as("tryBind, catching, finalizing")
                .containsOnly(endState(fails));
    }

    /* ---- Resolved never changes ---- */

    @ParameterizedTest(name = "{0}, fails: {1}")
    @MethodSource("waysAndEnds")
    void resolvedNeverChanges(Way way, boolean fails) {
        Made made = way.make.apply(fails);
        Promise<Integer> p = made.promise;
        made.finish.run();
        p.cancel();
        p.shielded().cancel();
        p.wrapInCancelable().cancel();
        p.bind(_ -> Lwt.fail(new Boom("other"))).cancel();
        Lwt.pick(p, Lwt.task().promise()).cancel();
        Lwt.join(p, p).cancel();
        Lwt.wakeupPaused();
        assertThat(p.state()).as("the state after all that").isEqualTo(endState(fails));
    }

    /* ---- Callbacks ---- */

    private List<Runnable> registrations(Promise<Integer> p, List<String> ran) {
        List<Runnable> all = new ArrayList<>();
        all.add(() -> p.onAny(_ -> ran.add("onAny"), _ -> ran.add("onAny")));
        all.add(() -> p.onTermination(() -> ran.add("onTermination")));
        all.add(() -> Lwt.tryBind(
                () -> p,
                x -> {
                    ran.add("tryBind");
                    return Lwt.of(x);
                },
                _ -> {
                    ran.add("tryBind");
                    return Lwt.of(0);
                }));
        all.add(() -> Lwt.finalizing(() -> p, () -> {
            ran.add("finalizing");
            return Lwt.unit();
        }));
        return all;
    }

    @ParameterizedTest(name = "{0}, fails: {1}")
    @MethodSource("waysAndEnds")
    void eachCallbackRunsOnce_newestFirst_orInOrderIfResolved(Way way, boolean fails) {
        Made made = way.make.apply(fails);
        List<String> ran = new ArrayList<>();
        registrations(made.promise, ran).forEach(Runnable::run);
        made.finish.run();
        made.promise.cancel();
        List<String> order = List.of("onAny", "onTermination", "tryBind", "finalizing");
        assertThat(ran).as("the callbacks that ran").containsExactlyElementsOf(way.pending ? order.reversed() : order);
    }

    @ParameterizedTest(name = "{0}, fails: {1}")
    @MethodSource("waysAndEnds")
    void callbacksSeeTheFinalState(Way way, boolean fails) {
        Made made = way.make.apply(fails);
        made.promise.onTermination(() -> log(made.promise.state().equals(endState(fails))));
        made.finish.run();
        assertLog("true");
    }

    /* ---- Cancel ---- */

    @ParameterizedTest
    @MethodSource("ways")
    void cancel_aCancelableOneIsCanceled_theOthersAreLeftAlone(Way way) {
        Made made = way.make.apply(false);
        made.promise.onCancel(() -> log("canceled"));
        made.promise.cancel();
        if (way.cancelable) {
            assertCanceled(made.promise);
            assertLog("canceled");
        } else {
            assertThat(made.promise.isSleeping()).as("it sleeps on").isEqualTo(way.pending);
            assertLog();
            assertEnds(made.promise, made, false);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void cancel_twiceIsAsOnce_andALaterEndIsIgnored(Way way) {
        Made made = way.make.apply(false);
        List<String> ran = new ArrayList<>();
        registrations(made.promise, ran).forEach(Runnable::run);
        made.promise.cancel();
        State<Integer> canceled = made.promise.state();
        made.promise.cancel();
        assertThat(made.promise.state()).as("state after the second cancel").isEqualTo(canceled);
        made.finish.run();
        if (way.cancelable) {
            assertThat(made.promise.state())
                    .as("state after the end that came too late")
                    .isEqualTo(canceled);
        }
        assertThat(ran).as("each callback ran once").hasSize(4).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}, fails: {1}")
    @MethodSource("waysAndEnds")
    void cancel_ofAShieldedCopy_leavesThePromiseAlone(Way way, boolean fails) {
        Made made = way.make.apply(fails);
        Promise<Integer> copy = made.promise.shielded();
        copy.cancel();
        assertThat(made.promise.isSleeping()).as("the promise sleeps on").isEqualTo(way.pending);
        if (way.pending) {
            assertCanceled(copy);
        }
        assertEnds(made.promise, made, fails);
    }

    @ParameterizedTest(name = "{0}, fails: {1}")
    @MethodSource("waysAndEnds")
    void cancel_ofANoCancelCopy_changesNothing(Way way, boolean fails) {
        Made made = way.make.apply(fails);
        Promise<Integer> copy = made.promise.noCancel();
        copy.cancel();
        assertEnds(copy, made, fails);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void cancel_ofADerivedPromise_cancelsItsSource(Way way) {
        Made made = way.make.apply(false);
        Promise<Integer> derived = made.promise.map(x -> x).bind(Lwt::of);
        derived.cancel();
        if (way.cancelable) {
            assertCanceled(made.promise);
            assertCanceled(derived);
        } else {
            assertThat(derived.isSleeping()).as("the derived promise sleeps on").isEqualTo(way.pending);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void cancel_ofAWrapper_alwaysCancelsTheWrapper(Way way) {
        Made made = way.make.apply(false);
        Promise<Integer> wrapper = made.promise.wrapInCancelable();
        wrapper.cancel();
        if (way.pending) {
            assertCanceled(wrapper);
        } else {
            assertReturned(wrapper, 7);
        }
        if (way.cancelable) {
            assertCanceled(made.promise);
        }
    }
}
