package lwt.direct;

import static lwt.direct.Direct.await;
import static lwt.direct.Direct.awaitAll;
import static lwt.direct.Direct.awaitBoth;
import static lwt.direct.Direct.spawn;
import static lwt.direct.Direct.yieldNow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import lwt.Both;
import lwt.CanceledException;
import lwt.Key;
import lwt.Loop;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.Resolver;
import lwt.State;
import org.junit.jupiter.api.Test;

/// What holds for fibers of both mechanisms.
abstract class FiberSuite {
    private final List<Object> trace = new ArrayList<>();

    abstract Mechanism mechanism();

    /// How many calls deep an await must be possible.
    abstract int deep();

    /* ---- spawn ---- */

    @Test
    void spawn_bodyReturns_promiseHasItsValue() {
        assertThat(LoopRunner.<Integer>inFiber(mechanism(), () -> 7)).isEqualTo(7);
    }

    @Test
    void spawn_bodyThrows_promiseFailsWithTheSameException() {
        IOException e = new IOException("no more");
        assertThatThrownBy(() -> LoopRunner.inFiber(mechanism(), () -> {
                    throw e;
                }))
                .isSameAs(e);
    }

    @Test
    void spawn_bodyWithoutResult_isRunToItsEnd() {
        LoopRunner.onLoop(mechanism(), () -> {
            Promise<?> p = spawn(() -> {
                trace.add("begins");
                yieldNow();
                trace.add("ends");
            });
            return p.map(_ -> trace.add("resolved"));
        });
        assertThat(trace).containsExactly("begins", "ends", "resolved");
    }

    @Test
    void spawn_beforeItReturns_bodyHasNotBegun() {
        LoopRunner.onLoop(mechanism(), () -> {
            Promise<Boolean> p = spawn(() -> trace.add("body"));
            trace.add("spawned");
            return p;
        });
        assertThat(trace).containsExactly("spawned", "body");
    }

    @Test
    void spawn_several_beginInOrder() {
        LoopRunner.onLoop(
                mechanism(),
                () -> Lwt.join(spawn(() -> trace.add(1)), spawn(() -> trace.add(2)), spawn(() -> trace.add(3)))
                        .map(_ -> "done"));
        assertThat(trace).containsExactly(1, 2, 3);
    }

    @Test
    void spawn_stackOverflowInBody_isThrownOutOfTheLoop() {
        assertThatThrownBy(() -> LoopRunner.inFiber(mechanism(), () -> depth(Integer.MAX_VALUE, Lwt.of(1))))
                .isInstanceOf(StackOverflowError.class);
    }

    /* ---- await ---- */

    @Test
    void await_pendingPromise_returnsItsValue() {
        assertThat(LoopRunner.<Integer>inFiber(mechanism(), () -> {
                    Resolver<Integer> r = Lwt.waiter();
                    Loop.current().enqueue(() -> r.wakeup(5));
                    return await(r.promise()) + 1;
                }))
                .isEqualTo(6);
    }

    @Test
    void await_resolvedPromise_givesNoTurnAway() {
        LoopRunner.inFiber(mechanism(), () -> {
            Promise<Boolean> other = spawn(() -> trace.add("other"));
            for (int i = 0; i < 3; i++) {
                trace.add(await(Lwt.of(i)));
            }
            await(other);
        });
        assertThat(trace).containsExactly(0, 1, 2, "other");
    }

    @Test
    void await_resolvedPromiseOutsideFiber_returnsItsValue() {
        assertThat(LoopRunner.<String>onLoop(mechanism(), () -> Lwt.of(await(Lwt.of("value")))))
                .isEqualTo("value");
    }

    @Test
    void await_nullValue_returnsNull() {
        assertThat(LoopRunner.<Boolean>inFiber(mechanism(), () -> await(Lwt.pause()) == null))
                .isTrue();
    }

    @Test
    void await_failingPromise_throwsTheSameException() {
        IOException e = new IOException("read");
        LoopRunner.inFiber(mechanism(), () -> {
            Resolver<Integer> r = Lwt.waiter();
            Loop.current().enqueue(() -> r.fail(e));
            assertThatThrownBy(() -> await(r.promise())).isSameAs(e);
            assertThatThrownBy(() -> await(Lwt.fail(e))).isSameAs(e);
        });
    }

    @Test
    void await_withClassOfFailure_compilerLetsItBeCaught() {
        assertThat(LoopRunner.<String>inFiber(mechanism(), () -> {
                    try {
                        return await(
                                Lwt.pause().bind(_ -> Lwt.<String>fail(new IOException("gone"))), IOException.class);
                    } catch (IOException e) {
                        return "caught " + e.getMessage();
                    }
                }))
                .isEqualTo("caught gone");
    }

    @Test
    void await_exceptionAfterResumption_traceShowsTheFibersStack() {
        assertThatThrownBy(() -> LoopRunner.inFiber(mechanism(), FiberSuite::throwsAfterAwait))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getStackTrace()[0].getMethodName()).isEqualTo("throwsAfterAwait"));
    }

    private static void throwsAfterAwait() {
        yieldNow();
        throw new IllegalArgumentException("after");
    }

    @Test
    void await_deepInTheStack_returns() {
        int deep = deep();
        assertThat(LoopRunner.<Integer>inFiber(
                        mechanism(), () -> depth(deep, Lwt.pause().map(_ -> 1))))
                .isEqualTo(deep + 1);
    }

    private static int depth(int n, Promise<Integer> p) {
        return n == 0 ? await(p) : 1 + depth(n - 1, p);
    }

    @Test
    void await_promiseResolvedByAnotherFiber_resumesAfterThatFiberGaveItsTurnAway() {
        LoopRunner.inFiber(mechanism(), () -> {
            Resolver<Integer> r = Lwt.waiter();
            Promise<?> waiting = spawn(() -> trace.add("got " + await(r.promise())));
            yieldNow();
            r.wakeup(1);
            trace.add("resolved");
            await(waiting);
        });
        assertThat(trace).containsExactly("resolved", "got 1");
    }

    @Test
    void await_samePromiseInManyFibers_allGetIt() {
        LoopRunner.inFiber(mechanism(), () -> {
            Resolver<Integer> r = Lwt.waiter();
            List<Promise<Integer>> fibers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                fibers.add(spawn(() -> await(r.promise())));
            }
            yieldNow();
            r.wakeup(3);
            assertThat(awaitAll(fibers)).hasSize(10).containsOnly(3);
        });
    }

    @Test
    void await_inCallbackRunByFiber_suspendsTheFiberInsideTheCallback() {
        LoopRunner.inFiber(mechanism(), () -> {
            Resolver<Integer> r = Lwt.waiter();
            Promise<Integer> q = r.promise().map(x -> {
                trace.add("callback");
                yieldNow();
                trace.add("callback goes on");
                return x + 1;
            });
            Promise<?> other = spawn(() -> trace.add("other"));
            r.wakeup(1);
            trace.add(q.state());
            await(other);
        });
        assertThat(trace).containsExactly("callback", "other", "callback goes on", new State.Return<>(2));
    }

    @Test
    void await_inCallbackWithWakeupsPutOff_theyRunWhenTheFiberSuspends() {
        LoopRunner.inFiber(mechanism(), () -> {
            Resolver<Integer> first = Lwt.waiter();
            Resolver<Integer> second = Lwt.waiter();
            second.promise().onSuccess(_ -> trace.add("second"));
            first.promise().onSuccess(_ -> {
                second.wakeupLater(2);
                trace.add("suspends");
                yieldNow();
                trace.add("goes on");
            });
            first.wakeup(1);
        });
        assertThat(trace).containsExactly("suspends", "second", "goes on");
    }

    /* ---- await in the wrong place ---- */

    @Test
    void await_pendingPromiseOutsideFiber_saysWhatToDo() {
        LoopRunner.onLoop(mechanism(), () -> {
            assertThatThrownBy(() -> await(Lwt.pause()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("outside a fiber")
                    .hasMessageContaining("Direct.spawn");
            return Lwt.of(0);
        });
    }

    @Test
    void await_inCallbackOfTheLoop_failsThatCallbackOnly() {
        LoopRunner.inFiber(mechanism(), () -> {
            Promise<Integer> q = Lwt.pause().map(_ -> await(Lwt.pause().map(_ -> 1)));
            assertThatThrownBy(() -> await(q))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("outside a fiber");
        });
    }

    @Test
    void await_promiseOfAnotherLoop_namesBothThreads() {
        Promise<Integer> foreign = LoopRunner.onThread(
                Thread.ofPlatform().name("elsewhere"),
                () -> Lwt.<Integer>waiter().promise());
        LoopRunner.inFiber(mechanism(), () -> {
            assertThatThrownBy(() -> await(foreign))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("elsewhere")
                    .hasMessageContaining("loop of a test");
            yieldNow(); // the fiber is none the worse for it
        });
    }

    @Test
    void await_onThreadWithoutLoop_namesBothThreads() {
        LoopRunner.inFiber(mechanism(), () -> {
            Promise<Integer> p = Lwt.<Integer>waiter().promise();
            assertThatThrownBy(() -> LoopRunner.onThread(Thread.ofPlatform().name("elsewhere"), () -> await(p)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("elsewhere")
                    .hasMessageContaining("loop of a test");
        });
    }

    /* ---- Several promises, turns ---- */

    @Test
    void awaitBoth_bothUnderWay_takesTheTimeOfOne() {
        LoopRunner.inFiber(mechanism(), () -> {
            if (awaitBoth(spawn(() -> rounds("a", 2)), spawn(() -> rounds("b", 2))) instanceof Both(var a, var b)) {
                trace.add(a + b);
            }
        });
        assertThat(trace).containsExactly("a0", "b0", "a1", "b1", "ab");
    }

    private String rounds(String name, int n) {
        for (int i = 0; i < n; i++) {
            trace.add(name + i);
            yieldNow();
        }
        return name;
    }

    @Test
    void awaitBoth_oneFails_waitsForTheOther() {
        LoopRunner.inFiber(mechanism(), () -> {
            assertThatThrownBy(() -> awaitBoth(Lwt.fail(new IOException("one")), spawn(() -> rounds("b", 2))))
                    .isInstanceOf(IOException.class);
        });
        assertThat(trace).containsExactly("b0", "b1");
    }

    @Test
    void awaitAll_valuesInOrderOfTheList() {
        LoopRunner.inFiber(mechanism(), () -> {
            List<Promise<String>> fibers = List.of(spawn(() -> rounds("a", 3)), spawn(() -> rounds("b", 1)));
            trace.add(awaitAll(fibers));
        });
        assertThat(trace).last().isEqualTo(List.of("a", "b"));
    }

    @Test
    void yieldNow_manyFibers_taketurns() {
        int fibers = 101;
        LoopRunner.inFiber(mechanism(), () -> {
            List<Promise<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < fibers; i++) {
                int number = i;
                all.add(spawn(() -> {
                    trace.add(number);
                    yieldNow();
                    return trace.add(number);
                }));
            }
            awaitAll(all);
        });
        List<Object> expected = new ArrayList<>();
        for (int i = 0; i < 2 * fibers; i++) {
            expected.add(i % fibers);
        }
        assertThat(trace).isEqualTo(expected);
    }

    @Test
    void boundedStream_producerInTheBackground_waitsForRoom() {
        LoopRunner.inFiber(mechanism(), () -> {
            LwtStream.Bounded<Integer> numbers = LwtStream.bounded(2);
            spawn(() -> {
                        for (int i = 1; i <= 10; i++) {
                            await(numbers.push().push(i));
                            trace.add("pushed " + i);
                        }
                        numbers.push().close();
                    })
                    .ignoreResult();
            yieldNow();
            assertThat(trace).containsExactly("pushed 1", "pushed 2");
            int sum = 0;
            for (Optional<Integer> next = await(numbers.stream().get());
                    next.isPresent();
                    next = await(numbers.stream().get())) {
                sum += next.get();
            }
            assertThat(sum).isEqualTo(55);
        });
    }

    @Test
    void spawn_recursively_computesFibonacci() {
        assertThat(LoopRunner.<Integer>inFiber(mechanism(), () -> fibonacci(12)))
                .isEqualTo(144);
    }

    private static int fibonacci(int n) {
        if (n <= 2) {
            yieldNow();
            return 1;
        }
        Both<Integer, Integer> both = awaitBoth(spawn(() -> fibonacci(n - 1)), spawn(() -> fibonacci(n - 2)));
        return both.first() + both.second();
    }

    @Test
    void await_compoundAssignment_readsTheVariableBeforeItWaits() {
        int[] sum = {0};
        LoopRunner.inFiber(
                mechanism(),
                () -> awaitBoth(
                        spawn(() -> sum[0] += await(Lwt.pause().map(_ -> 1))),
                        spawn(() -> sum[0] += await(Lwt.pause().map(_ -> 1)))));
        assertThat(sum[0]).as("one update is lost, as the documentation says").isEqualTo(1);
    }

    /* ---- cancel ---- */

    @Test
    void cancel_fiberAwaits_theAwaitedPromiseIsCanceledAndAwaitThrows() {
        LoopRunner.inFiber(mechanism(), () -> {
            Resolver<Integer> task = Lwt.task();
            Promise<Integer> fiber = spawn(() -> {
                try {
                    return await(task.promise());
                } finally {
                    trace.add("finally");
                }
            });
            yieldNow();
            fiber.cancel();
            assertThat(task.promise().state())
                    .isInstanceOfSatisfying(
                            State.Fail.class, s -> assertThat(s.cause()).isInstanceOf(CanceledException.class));
            assertThatThrownBy(() -> await(fiber)).isInstanceOf(CanceledException.class);
        });
        assertThat(trace).containsExactly("finally");
    }

    @Test
    void cancel_fiberRecovers_theFiberGoesOn() {
        LoopRunner.inFiber(mechanism(), () -> {
            Promise<String> fiber = spawn(() -> {
                try {
                    await(Lwt.task().promise());
                } catch (CanceledException e) {
                    yieldNow();
                    return "recovered";
                }
                return "not canceled";
            });
            yieldNow();
            fiber.cancel();
            assertThat(await(fiber)).isEqualTo("recovered");
        });
    }

    @Test
    void cancel_fiberAwaitsWhatCannotBeCanceled_nothingHappens() {
        LoopRunner.inFiber(mechanism(), () -> {
            Resolver<Integer> waiter = Lwt.waiter();
            Promise<Integer> fiber = spawn(() -> await(waiter.promise()));
            yieldNow();
            fiber.cancel();
            waiter.wakeup(4);
            assertThat(await(fiber)).isEqualTo(4);
        });
    }

    @Test
    void cancel_beforeTheFiberBegins_itsBodyNeverRuns() {
        LoopRunner.inFiber(mechanism(), () -> {
            Promise<Boolean> fiber = spawn(() -> trace.add("body"));
            fiber.cancel();
            assertThatThrownBy(() -> await(fiber)).isInstanceOf(CanceledException.class);
        });
        assertThat(trace).isEmpty();
    }

    @Test
    void cancel_fiberHasItsTurnNext_isTooLate() {
        LoopRunner.inFiber(mechanism(), () -> {
            Resolver<Integer> task = Lwt.task();
            Promise<Integer> fiber = spawn(() -> await(task.promise()));
            yieldNow();
            task.wakeup(1);
            fiber.cancel();
            assertThat(await(fiber)).isEqualTo(1);
        });
    }

    @Test
    void cancel_ofAWaitingFiber_reachesThroughTheFiberItAwaits() {
        LoopRunner.inFiber(mechanism(), () -> {
            Promise<Integer> inner = spawn(() -> await(Lwt.<Integer>task().promise()));
            Promise<Integer> outer = spawn(() -> await(inner));
            yieldNow();
            outer.map(x -> x + 1).cancel();
            assertThatThrownBy(() -> await(outer)).isInstanceOf(CanceledException.class);
            assertThat(inner.isSleeping()).isFalse();
        });
    }

    @Test
    void cancel_promiseOfFiberReturnedByABind_reachesTheFiber() {
        LoopRunner.inFiber(mechanism(), () -> {
            Promise<Integer> bound =
                    Lwt.pause().bind(_ -> spawn(() -> await(Lwt.<Integer>task().promise())));
            yieldNow();
            yieldNow();
            bound.cancel();
            assertThatThrownBy(() -> await(bound)).isInstanceOf(CanceledException.class);
        });
    }

    @Test
    void pick_fibers_theLosersAreCanceled() {
        LoopRunner.inFiber(mechanism(), () -> {
            Promise<String> slow = spawn(() -> {
                await(Lwt.task().promise());
                return "slow";
            });
            assertThat(await(Lwt.pick(List.of(slow, spawn(() -> "fast"))))).isEqualTo("fast");
            assertThatThrownBy(() -> await(slow)).isInstanceOf(CanceledException.class);
        });
    }

    /* ---- keys ---- */

    @Test
    void key_atSpawn_isInheritedAndKeptAcrossAwaits() {
        Key<String> key = new Key<>();
        LoopRunner.inFiber(mechanism(), () -> {
            Promise<?> fiber = key.withValue(
                    "outer",
                    () -> spawn(() -> {
                        trace.add(key.get());
                        yieldNow();
                        trace.add(key.get());
                    }));
            assertThat(key.get()).isEmpty();
            await(fiber);
            assertThat(key.get()).isEmpty();
        });
        assertThat(trace).containsExactly(Optional.of("outer"), Optional.of("outer"));
    }

    @Test
    void key_setAroundAnAwait_isNotSeenByOthersMeanwhile() {
        Key<String> key = new Key<>();
        LoopRunner.inFiber(mechanism(), () -> {
            Promise<?> a = spawn(() -> key.withValue("a", () -> seen(key)));
            Promise<?> b = spawn(() -> key.withValue("b", () -> seen(key)));
            Promise<?> none = spawn(() -> seen(key));
            Lwt.pause().onSuccess(_ -> assertThat(key.get()).isEmpty());
            await(Lwt.join(a, b, none));
            assertThat(key.get()).isEmpty();
        });
        assertThat(trace).hasSize(9).containsSubsequence("a", "b", "none", "a", "b", "none", "a", "b", "none");
    }

    private boolean seen(Key<String> key) {
        for (int i = 0; i < 3; i++) {
            trace.add(key.get().orElse("none"));
            yieldNow();
        }
        return true;
    }

    @Test
    void key_callbacksOfTheFibersPromise_haveTheirOwnValues() {
        Key<String> key = new Key<>();
        LoopRunner.inFiber(mechanism(), () -> {
            Promise<Integer> fiber =
                    key.withValue("fiber", () -> spawn(() -> await(Lwt.pause().map(_ -> 1))));
            Promise<Optional<String>> seen = key.withValue("watcher", () -> fiber.map(_ -> key.get()));
            assertThat(await(seen)).contains("watcher");
        });
    }

    @Test
    void key_set_isKeptForTheRestOfTheFiberAndSeenByNoOther() {
        Key<Integer> number = new Key<>();
        Key<String> name = new Key<>();
        LoopRunner.inFiber(mechanism(), () -> {
            Promise<?> a = spawn(() -> setAndSeen(number, name, 1, "a"));
            Promise<?> b = spawn(() -> setAndSeen(number, name, 2, "b"));
            Promise<?> other = spawn(() -> {
                for (int i = 0; i < 5; i++) {
                    assertThat(number.get()).isEmpty();
                    yieldNow();
                }
            });
            await(Lwt.join(a, b, other));
            assertThat(number.get()).isEmpty();
            assertThat(name.get()).isEmpty();
        });
    }

    private static void setAndSeen(Key<Integer> number, Key<String> name, int value, String text) {
        Direct.set(number, value);
        Direct.set(name, text);
        yieldNow();
        assertThat(number.get()).contains(value);
        assertThat(name.get()).contains(text);
        Direct.set(number, value + 10);
        await(spawn(() -> assertThat(number.get()).contains(value + 10)));
        assertThat(number.get()).contains(value + 10);
        Direct.set(number, null);
        yieldNow();
        assertThat(number.get()).isEmpty();
        assertThat(name.get()).contains(text);
    }

    @Test
    void key_setInsideWithValue_lastsUntilThatEnds() {
        Key<String> key = new Key<>();
        LoopRunner.inFiber(mechanism(), () -> {
            Direct.set(key, "outer");
            key.withValue("inner", () -> {
                Direct.set(key, "set");
                yieldNow();
                assertThat(key.get()).contains("set");
                return true;
            });
            assertThat(key.get()).contains("outer");
        });
    }

    @Test
    void key_setOutsideFiber_saysWhatToDo() {
        assertThatThrownBy(() -> Direct.set(new Key<String>(), "value"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outside a fiber")
                .hasMessageContaining("Key.withValue");
    }

    /* ---- A fiber is a thread ---- */

    @Test
    void threadLocal_ofOneFiber_isNotSeenByAnother() {
        ThreadLocal<String> local = new ThreadLocal<>();
        LoopRunner.inFiber(mechanism(), () -> {
            local.set("mine");
            assertThat(await(spawn(() -> Optional.ofNullable(local.get())))).isEmpty();
            assertThat(local.get()).isEqualTo("mine");
        });
    }

    @Test
    void scopedValue_isKeptAcrossAwait() {
        ScopedValue<String> scoped = ScopedValue.newInstance();
        LoopRunner.inFiber(
                mechanism(),
                () -> ScopedValue.where(scoped, "bound").run(() -> {
                    yieldNow();
                    trace.add(scoped.get());
                }));
        assertThat(trace).containsExactly("bound");
    }

    @Test
    void lock_heldAcrossAwait_excludesOtherFibers() {
        ReentrantLock lock = new ReentrantLock();
        LoopRunner.inFiber(mechanism(), () -> {
            lock.lock();
            try {
                assertThat(await(spawn(() -> lock.tryLock()))).isFalse();
                assertThat(lock.isHeldByCurrentThread()).isTrue();
            } finally {
                lock.unlock();
            }
            assertThat(await(spawn(() -> lock.tryLock()))).isTrue();
        });
    }

    @Test
    void monitor_heldAcrossAwait_isStillHeldAfterwards() {
        Object monitor = new Object();
        LoopRunner.inFiber(mechanism(), () -> {
            synchronized (monitor) {
                assertThat(await(spawn(() -> Thread.holdsLock(monitor)))).isFalse();
                assertThat(Thread.holdsLock(monitor)).isTrue();
            }
            assertThat(Thread.holdsLock(monitor)).isFalse();
        });
    }

    @Test
    void interrupt_whileAwaiting_waitsOnAndIsSeenAfterwards() {
        LoopRunner.inFiber(mechanism(), () -> {
            Resolver<Thread> name = Lwt.waiter();
            Resolver<Integer> r = Lwt.waiter();
            Promise<Boolean> fiber = spawn(() -> {
                name.wakeup(Thread.currentThread());
                await(r.promise());
                return Thread.interrupted();
            });
            await(name.promise()).interrupt();
            yieldNow();
            assertThat(fiber.isSleeping()).isTrue();
            r.wakeup(1);
            assertThat(await(fiber)).isTrue();
        });
    }

    @Test
    void fibers_tenThousandWithMixedWaits_allEnd() {
        int fibers = 10_000;
        int[] sum = {0};
        LoopRunner.inFiber(mechanism(), () -> {
            List<Promise<Integer>> all = new ArrayList<>();
            for (int i = 0; i < fibers; i++) {
                int number = i;
                all.add(spawn(() -> {
                    for (int round = 0; round < number % 5; round++) {
                        yieldNow();
                    }
                    int one = await(number % 2 == 0 ? Lwt.of(1) : Lwt.pause().map(_ -> 1));
                    return sum[0] += one;
                }));
            }
            awaitAll(all);
        });
        assertThat(sum[0]).isEqualTo(fibers);
    }
}
