package lwt.preemptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Exchanger;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import lwt.CanceledException;
import lwt.Key;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.unix.LwtMain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LwtPreemptiveTest {
    @AfterEach
    void restoreBounds() {
        LwtPreemptive.setBounds(new Bounds(4, 1000));
        LwtPreemptive.setMaxQueued(1000);
    }

    /* ---- detach ---- */

    @Test
    void detach_runsOnAnotherThread_andResolvesOnTheLoop() {
        Thread loop = Thread.currentThread();
        Thread[] resolving = new Thread[1];
        Thread worker =
                LwtMain.run(() -> LwtPreemptive.detach(Thread::currentThread).map(thread -> {
                    resolving[0] = Thread.currentThread();
                    return thread;
                }));
        assertThat(worker).isNotSameAs(loop);
        assertThat(worker.isDaemon()).isTrue();
        assertThat(resolving[0]).isSameAs(loop);
    }

    @Test
    void detach_blocks_loopTurnsOn() {
        var open = new CountDownLatch(1);
        int ticks = LwtMain.run(() -> {
            Promise<Boolean> blocked = LwtPreemptive.detach(() -> {
                open.await();
                return true;
            });
            return ticks(1000).bind(count -> {
                assertThat(blocked.isSleeping()).isTrue();
                open.countDown();
                return blocked.map(_ -> count);
            });
        });
        assertThat(ticks).isEqualTo(1000);
    }

    private static Promise<Integer> ticks(int count) {
        return count == 0 ? Lwt.of(0) : Lwt.pause().bind(_ -> ticks(count - 1)).map(n -> n + 1);
    }

    @Test
    void detach_throws_failsWithTheExceptionItselfAndBothTraces() {
        var thrown = new IOException("on purpose");
        assertThatThrownBy(() -> LwtMain.run(() -> LwtPreemptive.detach(() -> {
                    throw thrown;
                })))
                .isSameAs(thrown);
        assertThat(thrown.getSuppressed()).hasSize(1);
        assertThat(thrown.getSuppressed()[0]).isInstanceOf(DetachedException.class);
        assertThat(thrown.getSuppressed()[0].getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(LwtPreemptiveTest.class.getName()));
    }

    @Test
    void detach_overflowsTheStack_failsAndThePoolGoesOn() {
        assertThatThrownBy(() -> LwtMain.run(() -> LwtPreemptive.detach(LwtPreemptiveTest::endless)))
                .isInstanceOf(StackOverflowError.class);
        assertThat(LwtMain.run(() -> LwtPreemptive.detach(() -> 42))).isEqualTo(42);
    }

    @SuppressWarnings("InfiniteRecursion") // that is what it is for
    private static int endless() {
        return endless() + 1;
    }

    @Test
    void detach_null_resolvesWithNull() {
        assertThat(LwtMain.run(() -> LwtPreemptive.<String>detach(() -> null))).isNull();
    }

    /// Four callers, each of which detaches one computation after the other.
    @Test
    void detach_manyOverFourThreads_keepTheOrderOfEachCallerAndLoseNothing() {
        LwtPreemptive.setBounds(new Bounds(4, 4));
        List<List<Integer>> results = new ArrayList<>();
        LwtMain.run(() -> {
            List<Promise<?>> callers = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                List<Integer> mine = new ArrayList<>();
                results.add(mine);
                callers.add(count(mine, 0, 1250));
            }
            return Lwt.join(callers);
        });
        assertThat(results).hasSize(8).allSatisfy(mine -> {
            assertThat(mine).hasSize(1250).isSorted();
            assertThat(mine.getLast()).isEqualTo(1249);
        });
        assertThat(LwtPreemptive.threadCount()).isEqualTo(4);
    }

    private static Promise<Void> count(List<Integer> results, int number, int end) {
        return number == end
                ? Lwt.unit()
                : LwtPreemptive.detach(() -> number).bind(n -> {
                    results.add(n);
                    return count(results, number + 1, end);
                });
    }

    @Test
    void detach_allAtOnceOnOneThread_runInTheirOrder() {
        LwtPreemptive.setBounds(new Bounds(1, 1));
        LwtPreemptive.setMaxQueued(10);
        var ran = new LinkedBlockingQueue<Integer>();
        LwtMain.run(() -> {
            List<Promise<?>> all = new ArrayList<>();
            for (int k = 0; k < 10_000; k++) {
                int number = k;
                all.add(LwtPreemptive.detach(() -> ran.add(number)));
            }
            assertThat(LwtPreemptive.queuedCount()).isLessThanOrEqualTo(10);
            return Lwt.join(all);
        });
        assertThat(ran).hasSize(10_000);
        assertThat(new ArrayList<>(ran)).isSorted();
    }

    /* ---- cancel ---- */

    @Test
    void cancel_running_dropsTheResultAndDoesNotDisturb() throws Exception {
        var entered = new CountDownLatch(1);
        var open = new CountDownLatch(1);
        var undisturbed = new LinkedBlockingQueue<Boolean>();
        Promise<Boolean> promise = LwtPreemptive.detach(() -> {
            entered.countDown();
            open.await();
            return undisturbed.add(!Thread.currentThread().isInterrupted());
        });
        entered.await();
        promise.cancel();
        open.countDown();
        assertThatThrownBy(() -> LwtMain.run(promise)).isInstanceOf(CanceledException.class);
        assertThat(undisturbed.take()).isTrue();
        LwtMain.runUntil(() -> Loop.current().outstanding() == 0);
    }

    @Test
    void cancel_runningInterruptibly_interruptsIt() throws Exception {
        var entered = new CountDownLatch(1);
        var interrupted = new LinkedBlockingQueue<Boolean>();
        Promise<Void> promise = LwtPreemptive.detachInterruptibly(() -> {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.add(true);
                throw e;
            }
            return null;
        });
        entered.await();
        promise.cancel();
        assertThat(interrupted.take()).isTrue();
        assertThatThrownBy(() -> LwtMain.run(promise)).isInstanceOf(CanceledException.class);
        assertThat(LwtMain.run(
                        () -> LwtPreemptive.detach(() -> Thread.currentThread().isInterrupted())))
                .isFalse();
    }

    @Test
    void cancel_waiting_isNeverCalled() {
        LwtPreemptive.setBounds(new Bounds(1, 1));
        var open = new CountDownLatch(1);
        var called = new AtomicBoolean();
        LwtMain.run(() -> {
            Promise<Boolean> first = LwtPreemptive.detach(() -> {
                open.await();
                return true;
            });
            Promise<Void> second = LwtPreemptive.detach(() -> {
                called.set(true);
                return null;
            });
            second.cancel();
            Promise<Integer> third = LwtPreemptive.detach(() -> 3);
            open.countDown();
            return first.then(() -> third);
        });
        assertThat(called).isFalse();
    }

    /* ---- runInMain ---- */

    @Test
    void runInMain_returnsThePromisesValue() {
        Thread loop = Thread.currentThread();
        var visited = new Thread[1];
        int value = LwtMain.run(() -> LwtPreemptive.detach(() ->
                        LwtPreemptive.runInMain(() -> Lwt.pause().map(_ -> {
                            visited[0] = Thread.currentThread();
                            return 20;
                        })))
                .map(n -> n + 1));
        assertThat(value).isEqualTo(21);
        assertThat(visited[0]).isSameAs(loop);
    }

    @Test
    void runInMain_fails_throwsTheFailureItselfWithBothTraces() {
        var failure = new IOException("on purpose");
        var caught = LwtMain.run(() -> LwtPreemptive.detach(() -> {
            try {
                return LwtPreemptive.runInMain(() -> Lwt.fail(failure));
            } catch (Exception e) {
                return e;
            }
        }));
        assertThat(caught).isSameAs(failure);
        assertThat(failure.getSuppressed()).hasOnlyElementsOfType(DetachedException.class);
    }

    @Test
    void runInMain_bodyThrows_throwsItToTheCaller() {
        assertThatThrownBy(() -> LwtMain.run(() -> LwtPreemptive.detach(() -> LwtPreemptive.runInMain(() -> {
                    throw new IOException("on purpose");
                }))))
                .isInstanceOf(IOException.class)
                .hasMessage("on purpose");
    }

    @Test
    void runInMain_keys_areThoseOfTheDetach() {
        var key = new Key<String>();
        List<String> seen = LwtMain.run(() -> {
            Promise<String> detached = key.withValue(
                    "mine",
                    () -> LwtPreemptive.detach(() -> LwtPreemptive.runInMain(
                                    () -> Lwt.of(key.get().orElse("none")))
                            + LwtPreemptive.runInMain(() -> Lwt.of(key.get().orElse("none")))));
            return detached.map(text -> List.of(text, key.get().orElse("none")));
        });
        assertThat(seen).containsExactly("minemine", "none");
    }

    @Test
    void runInMain_onTheLoopsThread_isRefused() {
        assertThatThrownBy(() -> LwtPreemptive.runInMain(Loop.current(), Lwt::unit))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("own thread")
                .hasMessageContaining(Thread.currentThread().getName());
    }

    @Test
    void runInMain_onAThreadThatRunsNothingDetached_isRefused() {
        assertThatThrownBy(() -> LwtPreemptive.runInMain(Lwt::unit))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("runInMain");
    }

    @Test
    void runInMain_ofALoopWhoseThreadHasEnded_isRefused() throws Exception {
        var handed = new Exchanger<Loop>();
        var thread = Thread.ofPlatform().start(() -> {
            try {
                handed.exchange(Loop.current());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Loop dead = handed.exchange(null);
        thread.join();
        assertThatThrownBy(() -> LwtPreemptive.runInMain(dead, Lwt::unit))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has ended");
    }

    @Test
    void runInMain_interrupted_cancelsThePromise() throws Exception {
        Promise<Void> waiting = Lwt.<Void>task().promise();
        Promise<Void> detached = LwtPreemptive.detachInterruptibly(() -> LwtPreemptive.runInMain(() -> {
            Lwt.pause().onSuccess(_ -> cancelFirst());
            return waiting;
        }));
        toCancel = detached;
        assertThatThrownBy(() -> LwtMain.run(detached)).isInstanceOf(CanceledException.class);
        LwtMain.runUntil(() -> !waiting.isSleeping());
        assertThatThrownBy(() -> LwtMain.run(waiting)).isInstanceOf(CanceledException.class);
    }

    private Promise<Void> toCancel;

    private void cancelFirst() {
        toCancel.cancel();
    }

    @Test
    void runInMainDontWait_failure_goesToTheHandler() {
        var failure = new IOException("on purpose");
        var handled = new ArrayList<Throwable>();
        LwtMain.run(() -> LwtPreemptive.detach(() -> {
            LwtPreemptive.runInMainDontWait(() -> Lwt.fail(failure), handled::add);
            LwtPreemptive.runInMainDontWait(
                    () -> {
                        throw failure;
                    },
                    handled::add);
            return null;
        }));
        assertThat(handled).containsExactly(failure, failure);
    }

    @Test
    void runInMainDontWait_nested_runs() {
        var counter = new AtomicInteger();
        LwtMain.run(() -> LwtPreemptive.detach(() -> {
                    LwtPreemptive.runInMainDontWait(
                            () -> LwtPreemptive.detach(() -> {
                                LwtPreemptive.runInMainDontWait(
                                        () -> Lwt.of(counter.incrementAndGet()),
                                        failure -> fail("unexpected", failure));
                                return null;
                            }),
                            failure -> fail("unexpected", failure));
                    return null;
                })
                .then(Lwt::unit));
        LwtMain.runUntil(() -> counter.get() == 1);
    }

    /* ---- The pool ---- */

    @Test
    void init_boundsThatDoNotFit_areRefused() {
        assertThatThrownBy(() -> LwtPreemptive.init(3, 2, _ -> {})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void simpleInit_boundsWereSet_leavesThem() {
        LwtPreemptive.setBounds(new Bounds(2, 7));
        LwtPreemptive.simpleInit();
        assertThat(LwtPreemptive.bounds()).isEqualTo(new Bounds(2, 7));
    }
}
