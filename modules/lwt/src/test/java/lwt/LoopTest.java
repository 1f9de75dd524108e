package lwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a driver and a direct style use: the door, turns, sleeping, strands; and which thread has which loop.
/// The door under two threads that truly meet is in DoorTest.
class LoopTest extends CoreTest {
    private final Loop loop = Loop.current();

    private static final class TestStrand extends Strand {
        private int wakings;

        TestStrand(Loop loop) {
            super(loop);
        }

        @Override
        protected void promiseResolved() {
            wakings++;
        }
    }

    /* ---- Which loop ---- */

    @Test
    void current_sameThread_sameLoop() {
        assertThat(Loop.current()).as("the loop of this thread").isSameAs(loop);
        assertThat(loop.owner()).isSameAs(Thread.currentThread());
        assertThat(loop.isCurrent()).isTrue();
    }

    @Test
    void current_anotherThread_anotherLoop() throws Exception {
        onAnotherThread(() -> {
            Loop other = Loop.current();
            assertThat(other).as("the loop of another thread").isNotSameAs(loop);
            assertThat(other).isSameAs(Loop.current());
            assertThat(other.owner()).isSameAs(Thread.currentThread());
            assertThat(loop.isCurrent()).as("the first loop is current").isFalse();
        });
    }

    @Test
    void twoLoops_doNotShareHookOrPausesOrKeys() throws Exception {
        Key<String> key = new Key<>();
        Lwt.pause();
        key.<Void, Exception>withValue("v", () -> {
            onAnotherThread(() -> {
                assertThat(Lwt.pausedCount()).as("pauses of a fresh loop").isZero();
                assertThat(key.get()).as("value on a fresh loop").isEmpty();
                List<Throwable> own = new ArrayList<>();
                Lwt.setAsyncExceptionHook(own::add);
                Lwt.async(() -> Lwt.fail(a));
                assertThat(own).containsExactly(a);
            });
            return null;
        });
        assertHooked();
    }

    @Test
    void toString_namesTheThread() {
        assertThat(loop).hasToString("Loop[" + Thread.currentThread() + "]");
    }

    /* ---- Two loops' promises ---- */

    record Mix(String name, Function<List<Promise<Integer>>, Promise<?>> of) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Mix> mixes() {
        return Stream.of(
                new Mix("join", ps -> Lwt.join(ps)),
                new Mix("all", ps -> Lwt.all(ps)),
                new Mix("both", ps -> Lwt.both(ps.getFirst(), ps.getLast())),
                new Mix("choose", ps -> Lwt.choose(ps)),
                new Mix("pick", ps -> Lwt.pick(ps)),
                new Mix("nchoose", ps -> Lwt.nchoose(ps)),
                new Mix("npick", ps -> Lwt.npick(ps)),
                new Mix("nchooseSplit", ps -> Lwt.nchooseSplit(ps)));
    }

    private static Promise<Integer> foreignPromise() throws Exception {
        FutureTask<Promise<Integer>> make =
                new FutureTask<>(() -> Lwt.<Integer>task().promise());
        Thread thread = new Thread(make, "foreign");
        thread.start();
        return make.get();
    }

    private static void assertMixed(Throwable failure) {
        assertThat(failure)
                .as("what mixing the promises of two loops gives")
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("promises of two loops are mixed: one belongs to the loop of \\S+,"
                        + " the other to the loop of \\S+; pass values between loops with Loop.execute")
                .hasMessageContaining(Thread.currentThread().getName())
                .hasMessageContaining("foreign");
    }

    @ParameterizedTest
    @MethodSource("mixes")
    void mixing_isRefused(Mix mix) throws Exception {
        Promise<Integer> foreign = foreignPromise();
        Promise<Integer> own = Lwt.<Integer>task().promise();
        assertThatThrownBy(() -> mix.of.apply(List.of(own, foreign))).satisfies(LoopTest::assertMixed);
        assertSleeping(own);
        own.cancel();
        assertCanceled(own);
    }

    @Test
    void mixing_bindToAForeignPromise_fails() throws Exception {
        Promise<Integer> foreign = foreignPromise();
        Resolver<Void> start = Lwt.waiter();
        Promise<Integer> p = start.promise().bind(_ -> foreign);
        start.wakeup(null);
        assertMixed(failureOf(p));
    }

    @Test
    void mixing_resolvedPromisesBelongToEveryLoop() throws Exception {
        Promise<Integer> one = Lwt.of(1);
        Promise<Integer> failed = Lwt.fail(a);
        onAnotherThread(() -> {
            Promise<Integer> own = Lwt.<Integer>task().promise();
            assertReturned(Lwt.choose(own, one), 1);
            assertReturned(one.bind(x -> Lwt.of(x + 1)), 2);
            assertFailed(Lwt.join(one, failed), a);
        });
    }

    /* ---- Turns ---- */

    @Test
    void turn_runsDoorThenReadyThenPauses() {
        Lwt.pause().onSuccess(_ -> log("pause"));
        loop.enqueue(() -> log("ready"));
        loop.execute(() -> log("door"));
        loop.turn();
        assertLog("door", "ready", "pause");
    }

    @Test
    void turn_tasksRunInOrder() {
        for (int i = 0; i < 3; i++) {
            int n = i;
            loop.execute(() -> log("door " + n));
            loop.enqueue(() -> log("ready " + n));
        }
        loop.turn();
        assertLog("door 0", "door 1", "door 2", "ready 0", "ready 1", "ready 2");
    }

    @Test
    void turn_whatIsEnqueuedMeanwhile_waitsForTheNextOne() {
        loop.enqueue(() -> {
            log("first");
            loop.enqueue(() -> log("second"));
        });
        loop.turn();
        assertLog("first");
        loop.turn();
        assertLog("second");
    }

    @Test
    void turn_whatComesThroughTheDoorMeanwhile_waitsForTheNextOne() {
        loop.execute(() -> {
            log("first");
            loop.execute(() -> log("second"));
        });
        loop.turn();
        assertLog("first");
        loop.turn();
        assertLog("second");
    }

    @Test
    void turn_pausesMadeMeanwhile_waitForTheNextOne() {
        Promise<Void> p = Lwt.pause().bind(_ -> Lwt.pause());
        loop.turn();
        assertSleeping(p);
        loop.turn();
        assertReturned(p, null);
    }

    @Test
    void turn_aTaskThatKeepsTheDoorBusy_doesNotStarveTheOthers() {
        int[] rounds = new int[1];
        Runnable[] again = new Runnable[1];
        again[0] = () -> {
            rounds[0]++;
            if (rounds[0] < 1000) {
                loop.execute(again[0]);
            }
        };
        loop.execute(again[0]);
        loop.enqueue(() -> log("ready after " + rounds[0]));
        Lwt.pause().onSuccess(_ -> log("pause after " + rounds[0]));
        loop.turn();
        assertLog("ready after 1", "pause after 1");
        while (!loop.isIdle()) {
            loop.turn();
        }
        assertThat(rounds[0]).as("rounds in all").isEqualTo(1000);
    }

    @Test
    void turn_manyTasksAtOnce_allRunInOneTurn() {
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < 100_000; i++) {
            loop.execute(ran::incrementAndGet);
        }
        loop.turn();
        assertThat(ran).as("tasks that ran in one turn").hasValue(100_000);
    }

    @Test
    void turn_aTaskThatThrows_goesToTheHook_theOthersRun() {
        RuntimeException first = new RuntimeException("first");
        RuntimeException second = new RuntimeException("second");
        loop.execute(() -> {
            throw first;
        });
        loop.execute(() -> log("door"));
        loop.enqueue(() -> {
            throw second;
        });
        loop.enqueue(() -> log("ready"));
        loop.turn();
        assertHooked(first, second);
        assertLog("door", "ready");
    }

    @Test
    void turn_onAnotherThread_isRefused() throws Exception {
        Thread owner = Thread.currentThread();
        onAnotherThread(() -> assertThatThrownBy(loop::turn)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("turn: called on " + Thread.currentThread())
                .hasMessageContaining(owner.toString()));
    }

    @Test
    void execute_null_isRefused() {
        assertThatThrownBy(() -> loop.execute(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("task");
    }

    @Test
    void enqueue_null_isRefused() {
        assertThatThrownBy(() -> loop.enqueue(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("task");
    }

    /* ---- The door ---- */

    @Test
    void execute_fromAnotherThread_runsOnTheLoop() throws Exception {
        Resolver<Thread> r = Lwt.waiter();
        onAnotherThread(() -> loop.execute(() -> r.wakeup(Thread.currentThread())));
        assertSleeping(r.promise());
        loop.turn();
        assertReturned(r.promise(), Thread.currentThread());
    }

    @Test
    void isIdle_tellsOfDoorReadyAndPauses() {
        assertThat(loop.isIdle()).as("nothing to do").isTrue();
        loop.execute(() -> {});
        assertThat(loop.isIdle()).as("a task in the door").isFalse();
        loop.turn();
        loop.enqueue(() -> {});
        assertThat(loop.isIdle()).as("a ready task").isFalse();
        loop.turn();
        Lwt.pause();
        assertThat(loop.isIdle()).as("a pause").isFalse();
        loop.turn();
        assertThat(loop.isIdle()).as("all done").isTrue();
    }

    @Test
    void trySleep_withWork_isRefused_andDoesNotCallTheWaker() {
        loop.setWaker(() -> log("woken"));
        loop.enqueue(() -> {});
        assertThat(loop.trySleep()).as("sleeps with a ready task").isFalse();
        loop.turn();
        Lwt.pause();
        assertThat(loop.trySleep()).as("sleeps with a pause").isFalse();
        loop.turn();
        loop.execute(() -> {});
        assertThat(loop.trySleep()).as("sleeps with a task in the door").isFalse();
        loop.execute(() -> {});
        loop.turn();
        loop.setWaker(() -> {});
        assertLog();
    }

    @Test
    void execute_asleep_callsTheWakerOnce() {
        loop.setWaker(() -> log("woken"));
        assertThat(loop.trySleep()).as("sleeps when idle").isTrue();
        loop.execute(() -> {});
        loop.execute(() -> {});
        loop.awake();
        loop.turn();
        loop.setWaker(() -> {});
        assertLog("woken");
    }

    @Test
    void execute_afterAwake_doesNotCallTheWaker() {
        loop.setWaker(() -> log("woken"));
        assertThat(loop.trySleep()).as("sleeps when idle").isTrue();
        loop.awake();
        loop.execute(() -> {});
        loop.turn();
        loop.setWaker(() -> {});
        assertLog();
    }

    @Test
    void execute_eachSleep_hasItsOwnCallOfTheWaker() {
        loop.setWaker(() -> log("woken"));
        for (int i = 0; i < 3; i++) {
            assertThat(loop.trySleep()).as("sleeps when idle").isTrue();
            loop.execute(() -> {});
            loop.awake();
            loop.turn();
        }
        loop.setWaker(() -> {});
        assertLog("woken", "woken", "woken");
    }

    @Test
    void setWaker_null_isRefused() {
        assertThatThrownBy(() -> loop.setWaker(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("waker");
    }

    @Test
    void driver_ofTwoThreads_pingPong() throws Exception {
        int rounds = 1000;
        Semaphore answered = new Semaphore(0);
        Resolver<Integer> done = Lwt.waiter();
        loop.setWaker(() -> LockSupport.unpark(loop.owner()));
        Thread other = new Thread(() -> {
            for (int i = 1; i <= rounds; i++) {
                int n = i;
                loop.execute(() -> {
                    answered.release();
                    if (n == rounds) {
                        done.wakeup(n);
                    }
                });
                answered.acquireUninterruptibly();
            }
        });
        other.start();
        while (done.promise().isSleeping()) {
            loop.turn();
            if (done.promise().isSleeping() && loop.trySleep()) {
                LockSupport.park();
                loop.awake();
            }
        }
        other.join();
        loop.setWaker(() -> {});
        assertReturned(done.promise(), rounds);
    }

    /* ---- What is under way elsewhere ---- */

    @Test
    void retainAndRelease_count() {
        loop.retain();
        loop.retain();
        assertThat(loop.outstanding()).isEqualTo(2);
        loop.release();
        loop.release();
        assertThat(loop.outstanding()).isZero();
    }

    @Test
    void release_withoutRetain_isRefused() {
        assertThatThrownBy(loop::release)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("release without retain");
        assertThat(loop.outstanding()).isZero();
    }

    private record Attached(Loop loop) {}

    @Test
    void attachment_isMadeOnce() {
        Attached first = loop.attachment(Attached.class, Attached::new);
        Attached second = loop.attachment(Attached.class, _ -> mustNotRun());
        assertThat(second).as("the attachment of the second call").isSameAs(first);
        assertThat(first.loop()).isSameAs(loop);
        assertLog();
    }

    @Test
    void setRandom_null_isRefused() {
        assertThatThrownBy(() -> loop.setRandom(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("random");
    }

    @Test
    void setRandom_isUsed() {
        SplittableRandom random = new SplittableRandom(1);
        var former = loop.random();
        loop.setRandom(random);
        assertThat(loop.random()).isSameAs(random);
        loop.setRandom(former);
    }

    /* ---- Strands ---- */

    @Test
    void enter_andLeave() {
        TestStrand strand = new TestStrand(loop);
        assertThat(strand.loop()).isSameAs(loop);
        assertThat(loop.strand()).as("strand of the loop's own code").isNull();
        loop.enter(strand, Thread.currentThread());
        assertThat(loop.strand()).as("strand that runs").isSameAs(strand);
        loop.leave(Thread.currentThread());
        assertThat(loop.strand()).as("strand after leave").isNull();
    }

    @Test
    void enter_insideAStrand_isRefused() {
        loop.enter(new TestStrand(loop), Thread.currentThread());
        assertThatThrownBy(() -> loop.enter(new TestStrand(loop), Thread.currentThread()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a strand cannot be entered from another one");
        loop.leave(Thread.currentThread());
    }

    @Test
    void leave_withoutEnter_isRefused() {
        assertThatThrownBy(() -> loop.leave(Thread.currentThread()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no strand runs");
    }

    @Test
    void wakeWhenResolved_pendingPromise_onceWithValueOrFailure() {
        TestStrand strand = new TestStrand(loop);
        Resolver<String> first = Lwt.waiter();
        Resolver<String> second = Lwt.waiter();
        strand.wakeWhenResolved(first.promise());
        strand.wakeWhenResolved(second.promise().map(value -> value));
        assertThat(strand.wakings).isZero();
        first.wakeup("value");
        assertThat(strand.wakings).isEqualTo(1);
        second.fail(a);
        assertThat(strand.wakings).isEqualTo(2);
    }

    @Test
    void wakeWhenResolved_resolvedPromise_atOnce() {
        TestStrand strand = new TestStrand(loop);
        strand.wakeWhenResolved(Lwt.of("value"));
        strand.wakeWhenResolved(Lwt.fail(a));
        assertThat(strand.wakings).isEqualTo(2);
    }

    @Test
    void wakeWhenResolved_promiseOfAnotherLoop_isRefused() throws Exception {
        List<Promise<Void>> foreign = new ArrayList<>();
        onAnotherThread(() -> foreign.add(Lwt.<Void>waiter().promise()));
        TestStrand strand = new TestStrand(loop);
        assertThatThrownBy(() -> strand.wakeWhenResolved(foreign.getFirst()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("promises of two loops are mixed");
    }

    @Test
    void strand_beginsWithTheKeysOfItsMaker_andKeepsItsOwn() {
        Key<String> key = new Key<>();
        TestStrand strand = key.withValue("of the maker", () -> new TestStrand(loop));
        key.withValue("of the loop", () -> {
            loop.enter(strand, Thread.currentThread());
            log(key.get());
            loop.storage = Storage.with(loop.storage, key, "set by the strand");
            loop.leave(Thread.currentThread());
            log(key.get());
            loop.enter(strand, Thread.currentThread());
            log(key.get());
            loop.leave(Thread.currentThread());
            return null;
        });
        assertLog("Optional[of the maker]", "Optional[of the loop]", "Optional[set by the strand]");
    }

    @Test
    void strand_onItsOwnThread_hasTheLoop_andTheOwnerHasNot() throws Exception {
        TestStrand strand = new TestStrand(loop);
        Resolver<Integer> r = Lwt.waiter();
        Thread owner = Thread.currentThread();
        AtomicInteger seen = new AtomicInteger();
        Thread thread = new Thread(
                () -> {
                    while (!loop.isCurrent()) {
                        Thread.onSpinWait();
                    }
                    if (Loop.current() == loop && loop.owner() == owner) {
                        seen.set(1);
                    }
                    r.wakeup(1); // allowed: the strand runs here
                    loop.leave(owner);
                },
                "of the strand");
        thread.start();
        loop.enter(strand, thread);
        thread.join();
        assertThat(seen).as("the strand's thread saw the loop as its own").hasValue(1);
        assertThat(loop.isCurrent()).as("the owner is current again").isTrue();
        assertReturned(r.promise(), 1);
    }

    @Test
    void strand_thatRunsElsewhere_theOwnerIsRefused() {
        TestStrand strand = new TestStrand(loop);
        Resolver<Integer> r = Lwt.waiter();
        loop.enter(strand, new Thread("never started"));
        assertThatThrownBy(() -> r.wakeup(1)).isInstanceOf(IllegalStateException.class);
        loop.leave(Thread.currentThread());
        r.wakeup(1);
        assertReturned(r.promise(), 1);
    }

    @Test
    void strand_suspendedInsideAWakeup_theLoopsOwnWakeupsAreNotNested() {
        TestStrand strand = new TestStrand(loop);
        Resolver<Integer> later = Lwt.waiter();
        later.promise().onSuccess(_ -> log("later"));
        loop.enter(strand, Thread.currentThread());
        loop.depth = 1; // as inside a callback of the strand
        loop.leave(Thread.currentThread());
        later.wakeupLater(1);
        log("after"); // the depth of the strand does not count here
        loop.enter(strand, Thread.currentThread());
        assertThat(loop.depth).as("depth of the strand").isEqualTo(1);
        loop.depth = 0;
        loop.leave(Thread.currentThread());
        assertLog("later", "after");
    }

    @Test
    void leave_runsWhatTheStrandPutOff() {
        TestStrand strand = new TestStrand(loop);
        Resolver<Integer> later = Lwt.waiter();
        later.promise().onSuccess(_ -> log("later"));
        loop.enter(strand, Thread.currentThread());
        loop.depth = 1;
        loop.nesting = Resolution.MAX_NESTING;
        later.wakeupLater(1);
        Promise<Integer> postponed = Lwt.of(1).bind(x -> {
            log("postponed");
            return Lwt.of(x + 1);
        });
        assertSleeping(postponed);
        assertLog();
        loop.leave(Thread.currentThread());
        assertLog("postponed", "later");
        assertReturned(postponed, 2);
        loop.enter(strand, Thread.currentThread());
        assertThat(loop.nesting).as("nesting of the strand").isEqualTo(Resolution.MAX_NESTING);
        loop.depth = 0;
        loop.nesting = 0;
        loop.leave(Thread.currentThread());
    }
}
