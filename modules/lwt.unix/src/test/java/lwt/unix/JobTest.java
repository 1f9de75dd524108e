package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import lwt.CanceledException;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import org.junit.jupiter.api.Test;

class JobTest {
    /// Notes its phases, each with the thread's kind.
    private static class Noted extends Job<String> {
        final List<String> notes = Collections.synchronizedList(new ArrayList<>());
        private final Thread loop = Thread.currentThread();

        final void note(String phase) {
            notes.add(phase + (Thread.currentThread() == loop ? " on the loop" : " elsewhere"));
        }

        @Override
        protected void run() throws Exception {
            note("run");
        }

        @Override
        protected String result() throws Exception {
            note("result");
            return "done";
        }

        @Override
        protected void free() {
            note("free");
        }
    }

    /// Waits for a permit in its phase on the worker.
    private static class Gated extends Noted {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch gate = new CountDownLatch(1);

        @Override
        protected void run() throws Exception {
            begun.countDown();
            gate.await();
            super.run();
        }
    }

    private static Promise<Throwable> failure(Promise<?> promise) {
        return Lwt.tryBind(() -> promise, value -> Lwt.of(new AssertionError("resolved with " + value)), Lwt::of);
    }

    /* ---- Phases ---- */

    @Test
    void runJob_phases_inOrderOnTheirThreads() throws Exception {
        AtomicReference<Noted> job = new AtomicReference<>();
        String result = OnLoop.run("", () -> {
            job.set(new Noted());
            return LwtUnix.runJob(job.get()).map(value -> {
                assertThat(job.get().notes).as("freed before anybody is told").hasSize(3);
                return value;
            });
        });
        assertThat(result).isEqualTo("done");
        assertThat(job.get().notes).containsExactly("run elsewhere", "result on the loop", "free on the loop");
    }

    @Test
    void runJob_runFails_freedAndFailed() throws Exception {
        List<String> notes = new ArrayList<>();
        Throwable failure = OnLoop.run("", () -> {
            Noted job = new Noted() {
                @Override
                protected void run() throws Exception {
                    super.run();
                    throw new IOException("no");
                }
            };
            return failure(LwtUnix.runJob(job)).map(e -> {
                notes.addAll(job.notes);
                return e;
            });
        });
        assertThat(failure).hasMessage("no");
        assertThat(notes).containsExactly("run elsewhere", "free on the loop");
    }

    @Test
    void runJob_resultFails_freedAndFailed() throws Exception {
        List<String> notes = new ArrayList<>();
        Throwable failure = OnLoop.run("", () -> {
            Noted job = new Noted() {
                @Override
                protected String result() throws Exception {
                    super.result();
                    throw new IOException("no result");
                }
            };
            return failure(LwtUnix.runJob(job)).map(e -> {
                notes.addAll(job.notes);
                return e;
            });
        });
        assertThat(failure).hasMessage("no result");
        assertThat(notes).containsExactly("run elsewhere", "result on the loop", "free on the loop");
    }

    @Test
    void runJob_freeFails_toTheHook() throws Exception {
        AtomicReference<Throwable> hooked = new AtomicReference<>();
        String result = OnLoop.run("", () -> {
            Lwt.setAsyncExceptionHook(hooked::set);
            return LwtUnix.runJob(new Noted() {
                @Override
                protected void free() {
                    throw new IllegalStateException("cannot be freed");
                }
            });
        });
        assertThat(result).isEqualTo("done");
        assertThat(hooked.get()).hasMessage("cannot be freed");
    }

    @Test
    void runJob_runThrowsError_failedAndWorkerLives() throws Exception {
        Throwable failure = OnLoop.run(
                "",
                () -> failure(LwtUnix.runJob(new Noted() {
                            @Override
                            protected void run() {
                                throw new LinkageError("not linked");
                            }
                        }))
                        .bind(e -> LwtUnix.runJob(new Noted()).map(_ -> e)));
        assertThat(failure).isInstanceOf(LinkageError.class).hasMessage("not linked");
    }

    @Test
    void runJob_runOverflowsTheStack_failed() throws Exception {
        Throwable failure = OnLoop.run(
                "",
                () -> failure(LwtUnix.runJob(new Noted() {
                    @Override
                    protected void run() {
                        deeper(0);
                    }

                    private int deeper(int depth) {
                        return depth < 0 ? depth : deeper(depth + 1) + 1;
                    }
                })));
        assertThat(failure).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void runJob_canceledWhileItRuns_resultDroppedAndFreedAfterwards() throws Exception {
        AtomicReference<Gated> used = new AtomicReference<>();
        Throwable failure = OnLoop.run("", () -> {
            Gated job = new Gated();
            used.set(job);
            Promise<String> promise = LwtUnix.runJob(job);
            job.begun.await();
            promise.cancel();
            assertThat(job.notes).as("the worker uses it still").isEmpty();
            job.gate.countDown();
            return LwtUnix.waitForJobs().bind(_ -> failure(promise));
        });
        assertThat(failure).isInstanceOf(CanceledException.class);
        assertThat(used.get().notes).containsExactly("run elsewhere", "free on the loop");
    }

    @Test
    void runJob_canceledBeforeItRuns_freedOnly() throws Exception {
        List<String> notes = OnLoop.run("", () -> {
            Jobs jobs = new Jobs(Loop.current(), new Workers(Thread::new, 1));
            setMost(jobs, 1);
            Gated first = new Gated();
            Noted second = new Noted();
            Promise<String> running = jobs.run(first, AsyncMethod.DETACH);
            first.begun.await();
            jobs.run(second, AsyncMethod.DETACH).cancel();
            first.gate.countDown();
            return running.bind(_ -> jobs.whenEnded()).map(_ -> List.copyOf(second.notes));
        });
        assertThat(notes).containsExactly("free on the loop");
    }

    private static void setMost(Jobs jobs, int most) {
        jobs.workers().setMost(most);
    }

    @Test
    void runJob_noThreadCanBeMade_failedAndFreed() throws Exception {
        List<String> notes = new ArrayList<>();
        Throwable failure = OnLoop.run("", () -> {
            Jobs jobs = new Jobs(
                    Loop.current(),
                    new Workers(
                            _ -> {
                                throw new OutOfMemoryError("unable to create native thread");
                            },
                            1));
            Noted job = new Noted();
            Throwable failed = States.failureOf(jobs.run(job, AsyncMethod.DETACH));
            notes.addAll(job.notes);
            assertThat(jobs.workers().threads()).isZero();
            return Lwt.of(failed);
        });
        assertThat(failure).isInstanceOf(UnixException.class).hasMessageStartingWith("EAGAIN");
        assertThat(notes).containsExactly("free on the loop");
    }

    /// It was added to a queue that was not empty, so its caller left the worker to the first one.
    @Test
    void submit_reliesOnOneThatGetsNoThread_failsWithIt() throws Exception {
        List<Workers> made = new ArrayList<>();
        Work second = new WorkQueueTest.Numbered(2);
        Workers workers = new Workers(
                _ -> {
                    assertThatCode(() -> made.getFirst().submit(second)).doesNotThrowAnyException();
                    throw new OutOfMemoryError("unable to create native thread");
                },
                1);
        made.add(workers);
        assertThatThrownBy(() -> workers.submit(new WorkQueueTest.Numbered(1))).hasMessageStartingWith("EAGAIN");
        assertThat(second.thrown).isInstanceOf(UnixException.class).hasMessageStartingWith("EAGAIN");
    }

    @Test
    void runJob_loopsThreadEnded_freedByTheWorker() throws Exception {
        AtomicReference<Gated> left = new AtomicReference<>();
        CountDownLatch freed = new CountDownLatch(1);
        Thread loop = new Thread(() -> {
            Gated job = new Gated() {
                @Override
                protected void free() {
                    super.free();
                    freed.countDown();
                }
            };
            left.set(job);
            LwtUnix.runJob(job);
        });
        loop.start();
        loop.join();
        left.get().gate.countDown();
        assertThat(freed.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(left.get().notes).containsExactly("run elsewhere", "free elsewhere");
    }

    @Test
    void runJob_loopRunAgain_resultThen() throws Exception {
        String result = OnLoop.call("", () -> {
            Gated job = new Gated();
            Promise<String> promise = LwtUnix.runJob(job);
            LwtMain.run(Lwt.unit());
            assertThat(promise.isSleeping()).isTrue();
            job.gate.countDown();
            return LwtMain.run(promise);
        });
        assertThat(result).isEqualTo("done");
    }

    /* ---- Where ---- */

    @Test
    void runJob_methodNone_onTheLoopAtOnce() throws Exception {
        List<String> notes = OnLoop.run("", () -> {
            Noted job = new Noted();
            Promise<String> promise = LwtUnix.runJob(job, AsyncMethod.NONE);
            assertThat(States.resultOf(promise)).isEqualTo("done");
            return Lwt.of(job.notes);
        });
        assertThat(notes).containsExactly("run on the loop", "result on the loop", "free on the loop");
    }

    @Test
    void withAsyncMethod_followsTheBinds() throws Exception {
        List<String> notes = OnLoop.run(
                "",
                () -> LwtUnix.withAsyncMethod(
                        AsyncMethod.NONE,
                        () -> Lwt.pause().bind(_ -> {
                            assertThat(LwtUnix.asyncMethodKey().get()).contains(AsyncMethod.NONE);
                            Noted job = new Noted();
                            return LwtUnix.runJob(job).map(_ -> job.notes);
                        })));
        assertThat(notes).contains("run on the loop");
        assertThat(OnLoop.run("", () -> Lwt.of(LwtUnix.asyncMethod()))).isEqualTo(AsyncMethod.DETACH);
    }

    @Test
    void setDefaultAsyncMethod_used() throws Exception {
        LwtUnix.setDefaultAsyncMethod(AsyncMethod.NONE);
        try {
            assertThat(OnLoop.run("", () -> Lwt.of(LwtUnix.asyncMethod()))).isEqualTo(AsyncMethod.NONE);
        } finally {
            LwtUnix.setDefaultAsyncMethod(AsyncMethod.DETACH);
        }
        assertThat(LwtUnix.defaultAsyncMethod()).isEqualTo(AsyncMethod.DETACH);
    }

    /* ---- The workers ---- */

    @Test
    void workers_moreJobsThanMayRun_noMoreAtOnce() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        OnLoop.run("", () -> {
            Jobs jobs = new Jobs(Loop.current(), new Workers(Thread::new, 1_000_000));
            setMost(jobs, 2);
            List<Promise<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int number = i;
                all.add(jobs.call(() -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Thread.yield();
                    running.decrementAndGet();
                    return number;
                }));
            }
            return Lwt.all(all).map(numbers -> {
                assertThat(numbers).hasSize(50);
                assertThat(jobs.workers().threads()).isLessThanOrEqualTo(2);
                return null;
            });
        });
        assertThat(most.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void workers_eachJobWaitsForTheNext_allRunAtOnce() throws Exception {
        int count = 30;
        CountDownLatch all = new CountDownLatch(count);
        OnLoop.run("", () -> {
            List<Promise<Boolean>> jobs = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                jobs.add(MainLoop.current().jobs().call(() -> {
                    all.countDown();
                    return all.await(5, TimeUnit.SECONDS);
                }));
            }
            return Lwt.all(jobs).map(met -> {
                assertThat(met).doesNotContain(false);
                return null;
            });
        });
    }

    @Test
    void setMost_raised_waitingJobsBegin() throws Exception {
        OnLoop.run("", () -> {
            Jobs jobs = new Jobs(Loop.current(), new Workers(Thread::new, 1_000_000));
            setMost(jobs, 1);
            Gated first = new Gated();
            Gated second = new Gated();
            Promise<String> one = jobs.run(first);
            Promise<String> two = jobs.run(second);
            first.begun.await();
            setMost(jobs, 2);
            second.begun.await();
            first.gate.countDown();
            second.gate.countDown();
            return one.bind(_ -> two);
        });
    }

    @Test
    void setMost_lowered_workersEnd() throws Exception {
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        Workers workers = new Workers(
                task -> {
                    Thread thread = new Thread(task);
                    thread.setDaemon(true);
                    threads.add(thread);
                    return thread;
                },
                Long.MAX_VALUE / 4);
        OnLoop.run("", () -> {
            Jobs jobs = new Jobs(Loop.current(), workers);
            Semaphore both = new Semaphore(0);
            Promise<Void> one = jobs.call(() -> meet(both));
            Promise<Void> two = jobs.call(() -> meet(both));
            return one.bind(_ -> two);
        });
        assertThat(workers.threads()).isEqualTo(2);
        workers.setMost(1);
        workers.setMost(3);
        OnLoop.run("", () -> new Jobs(Loop.current(), workers).call(() -> null));
        assertThat(workers.threads()).isLessThanOrEqualTo(2);
        workers.setMost(1);
        long alive;
        do {
            alive = threads.stream().filter(Thread::isAlive).count();
            Thread.onSpinWait();
        } while (alive > 1);
        assertThat(workers.threads()).isEqualTo(1);
    }

    private static Void meet(Semaphore both) throws InterruptedException {
        both.release();
        both.acquire(2);
        both.release(2);
        return null;
    }

    @Test
    void workers_nothingToDo_end() throws Exception {
        AtomicReference<Thread> worker = new AtomicReference<>();
        Workers workers = new Workers(
                task -> {
                    worker.set(new Thread(task));
                    return worker.get();
                },
                1_000);
        OnLoop.run("", () -> new Jobs(Loop.current(), workers).call(() -> null));
        assertThat(worker.get().join(Duration.ofSeconds(5))).isTrue();
        assertThat(workers.threads()).isZero();
        assertThat(workers.idle()).isZero();
        OnLoop.run("", () -> new Jobs(Loop.current(), workers).call(() -> null));
    }

    @Test
    void workers_areDaemonsAndCounted() throws Exception {
        boolean daemon = OnLoop.run(
                "",
                () -> MainLoop.current()
                        .jobs()
                        .call(() -> Thread.currentThread().isDaemon()));
        assertThat(daemon).isTrue();
        assertThat(LwtUnix.threadCount()).isPositive();
        assertThat(LwtUnix.threadWaitingCount()).isBetween(0, LwtUnix.threadCount());
        assertThat(LwtUnix.poolSize()).isEqualTo(1000);
        assertThatThrownBy(() -> LwtUnix.setPoolSize(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void run_interruptsItsThread_nextJobIsNot() throws Exception {
        boolean interrupted = OnLoop.run("", () -> {
            Jobs jobs = new Jobs(Loop.current(), new Workers(Thread::new, 1_000_000));
            setMost(jobs, 1);
            return jobs.<Void>call(() -> {
                        Thread.currentThread().interrupt();
                        return null;
                    })
                    .bind(_ -> jobs.call(() -> Thread.currentThread().isInterrupted()));
        });
        assertThat(interrupted).isFalse();
    }

    @Test
    void runJob_tenThousandFromSeveralLoops_eachOnce() throws Exception {
        AtomicInteger freed = new AtomicInteger();
        List<Thread> loops = new ArrayList<>();
        AtomicInteger sum = new AtomicInteger();
        for (int i = 0; i < 4; i++) {
            Thread loop = new Thread(() -> sum.addAndGet(LwtMain.run(many(2_500, freed))));
            loop.start();
            loops.add(loop);
        }
        for (Thread loop : loops) {
            loop.join();
        }
        assertThat(sum.get()).isEqualTo(10_000);
        assertThat(freed.get()).isEqualTo(10_000);
    }

    private static Promise<Integer> many(int count, AtomicInteger freed) {
        List<Promise<Integer>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(LwtUnix.runJob(new Job<Integer>() {
                @Override
                protected void run() {}

                @Override
                protected Integer result() {
                    return 1;
                }

                @Override
                protected void free() {
                    freed.incrementAndGet();
                }
            }));
        }
        return Lwt.all(all).map(List::size);
    }

    /* ---- All at once ---- */

    @Test
    void waitForJobs_whatWasUnderWayThen() throws Exception {
        OnLoop.run("", () -> {
            assertThat(States.resultOf(LwtUnix.waitForJobs())).isNull();
            Gated early = new Gated();
            Gated late = new Gated();
            LwtUnix.runJob(early);
            Promise<Void> waited = LwtUnix.waitForJobs();
            Promise<String> lateResult = LwtUnix.runJob(late);
            early.gate.countDown();
            return waited.bind(_ -> {
                assertThat(lateResult.isSleeping()).isTrue();
                assertThat(early.notes).contains("free on the loop");
                late.gate.countDown();
                return lateResult;
            });
        });
    }

    @Test
    void cancelJobs_promisesCanceledJobsFreed() throws Exception {
        OnLoop.run("", () -> {
            Gated job = new Gated();
            Promise<String> promise = LwtUnix.runJob(job);
            job.begun.await();
            LwtUnix.cancelJobs();
            assertThat(States.failureOf(promise)).isInstanceOf(CanceledException.class);
            job.gate.countDown();
            return LwtUnix.waitForJobs().map(_ -> {
                assertThat(job.notes).containsExactly("run elsewhere", "free on the loop");
                return null;
            });
        });
    }

    @Test
    void abortJobs_promisesFail() throws Exception {
        OnLoop.run("", () -> {
            Gated job = new Gated();
            Promise<String> promise = LwtUnix.runJob(job);
            LwtUnix.abortJobs(new IllegalStateException("going down"));
            job.gate.countDown();
            assertThat(States.failureOf(promise)).hasMessage("going down");
            return LwtUnix.waitForJobs();
        });
    }
}
