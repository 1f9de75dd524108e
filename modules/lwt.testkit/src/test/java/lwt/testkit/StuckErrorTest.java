package lwt.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import lwt.Loop;
import lwt.Lwt;
import lwt.Mvar;
import lwt.Promise;
import lwt.Resolver;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;
import lwt.unix.PipePair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StuckErrorTest {

    @Test
    void run_nothingCanCome_saysWhatIsWaitedFor() {
        assertThatThrownBy(() -> TestLoop.run(() -> LwtUnix.sleep(ofSeconds(3))
                        .then(() -> Lwt.join(Lwt.task().promise().map(n -> n), new Mvar<Integer>().take()))))
                .isInstanceOf(StuckError.class)
                .hasMessageStartingWith("the program waits for what can never come")
                .hasMessageContaining("virtual time: PT3S")
                .hasMessageContaining("some of 2 promises, 2 pending:")
                .hasMessageContaining("map in lwt.testkit.StuckErrorTest <- a task that nobody has resolved")
                .hasMessageContaining("a place in a queue");
    }

    @Test
    void run_hookOfTheEndIsStuck_isTold() {
        assertThatThrownBy(() -> TestLoop.run(() -> {
                    LwtMain.atExit(() -> Lwt.task().promise());
                    return Lwt.unit();
                }))
                .isInstanceOf(StuckError.class)
                .hasMessageContaining("a hook of LwtMain.atExit");
    }

    @Test
    void runUntilResolved_nothingCanCome_saysWhatIsWaitedFor() {
        try (TestLoop test = new TestLoop()) {
            assertThatThrownBy(() -> test.runUntilResolved(Lwt.waiter().promise()))
                    .isInstanceOf(StuckError.class)
                    .hasMessageContaining("what the program waits for: a waiter that nobody has resolved");
            test.runUntilResolved(LwtUnix.sleep(ofSeconds(1))); // still usable
        }
    }

    @Test
    void advance_somebodyWaitsForWhatTheTestWillResolve_isNotStuck() {
        try (TestLoop test = new TestLoop()) {
            Promise<Integer> p = Lwt.<Integer>task().promise();
            test.advance(ofSeconds(1));
            test.runUntilIdle();
            assertThat(p.isSleeping()).isTrue();
        }
    }

    @Test
    void run_neverIdle_endsAtTheLimit() {
        try (TestLoop test = new TestLoop().setRealTimeLimit(ofMillis(50))) {
            assertThatThrownBy(() -> test.runUntilResolved(forever()))
                    .isInstanceOf(StuckError.class)
                    .hasMessageStartingWith("the program was not done within the real-time limit of PT0.05S")
                    .hasMessageContaining("pauses, yields or sleeps for no time")
                    .hasMessageContaining("virtual time: PT0S");
        }
        try (TestLoop test = new TestLoop().setRealTimeLimit(ofMillis(50))) {
            Lwt.async(StuckErrorTest::forever);
            assertThatThrownBy(() -> test.advance(ZERO)).isInstanceOf(StuckError.class);
        }
    }

    private static Promise<Void> forever() {
        return Lwt.pause().then(StuckErrorTest::forever);
    }

    @Test
    void runUntilIdle_aTickerForEver_endsAtTheLimit() {
        try (TestLoop test = new TestLoop().setRealTimeLimit(ofMillis(50))) {
            Lwt.async(StuckErrorTest::ticker);
            assertThatThrownBy(test::runUntilIdle)
                    .isInstanceOf(StuckError.class)
                    .hasMessageContaining("it goes on and on");
        }
    }

    private static Promise<Void> ticker() {
        return LwtUnix.sleep(ofSeconds(1)).then(StuckErrorTest::ticker);
    }

    /* ---- The outside world ---- */

    @Test
    void run_workAnnouncedElsewhere_isReallyWaitedForBeforeTheClockMoves() {
        String first = TestLoop.run(() -> {
            Promise<String> foreign = elsewhere(new CountDownLatch(0), "work");
            return Lwt.choose(foreign, LwtUnix.sleep(ofDays(1)).map(ignored -> "clock"));
        });
        assertThat(first).isEqualTo("work");
    }

    @Test
    void run_workElsewhereNeverDone_endsAtTheLimit() {
        CountDownLatch never = new CountDownLatch(1);
        try (TestLoop test = new TestLoop().setRealTimeLimit(ofMillis(50))) {
            assertThatThrownBy(() -> test.runUntilResolved(elsewhere(never, "work")))
                    .isInstanceOf(StuckError.class)
                    .hasMessageContaining("it waits for the outside world")
                    .hasMessageContaining("work under way elsewhere (blocked fibers, jobs): 1");
        } finally {
            never.countDown();
        }
    }

    private static Promise<String> elsewhere(CountDownLatch start, String result) {
        Loop loop = Loop.current();
        Resolver<String> done = Lwt.waiter();
        loop.retain();
        Thread.ofVirtual().start(() -> {
            try {
                start.await();
                Thread.sleep(20);
            } catch (InterruptedException e) {
                return;
            }
            loop.execute(() -> {
                loop.release();
                done.wakeup(result);
            });
        });
        return done.promise();
    }

    @Test
    void run_pipeWithinTheProgram_isReadInVirtualTime() throws Exception {
        String read = TestLoop.run(() -> {
            PipePair pipe = LwtUnix.pipe();
            byte[] buffer = new byte[10];
            Promise<Integer> reading =
                    LwtUnix.withTimeout(ofDays(2), () -> pipe.reader().read(buffer, 0, 10));
            Lwt.async(() -> LwtUnix.sleep(ofDays(1)).then(() -> pipe.writer().write("hello".getBytes(UTF_8), 0, 5)));
            return reading.bind(
                    count -> Lwt.join(pipe.reader().close(), pipe.writer().close())
                            .map(ignored -> new String(buffer, 0, count, UTF_8)));
        });
        assertThat(read).isEqualTo("hello");
    }

    @Test
    void run_descriptorFromElsewhere_isReallyWaitedFor() throws Exception {
        String read = TestLoop.run(() -> {
            PipePair pipe = LwtUnix.pipe();
            Loop loop = Loop.current();
            byte[] buffer = new byte[10];
            Thread.ofVirtual().start(() -> loop.execute(() -> pipe.writer().write("x".getBytes(UTF_8), 0, 1)));
            return pipe.reader().read(buffer, 0, 10).map(count -> new String(buffer, 0, count, UTF_8));
        });
        assertThat(read).isEqualTo("x");
    }

    @Test
    void run_descriptorThatNeverComes_endsAtTheLimitAndIsNamed() throws Exception {
        try (TestLoop test = new TestLoop().setRealTimeLimit(ofMillis(50))) {
            PipePair pipe = LwtUnix.pipe();
            Promise<Integer> reading = pipe.reader().read(new byte[1], 0, 1);
            assertThatThrownBy(() -> test.runUntilResolved(reading))
                    .isInstanceOf(StuckError.class)
                    .hasMessageContaining("it waits for the outside world")
                    .hasMessageContaining("descriptors that are waited for: [" + pipe.reader());
            test.advance(ofDays(1)); // does not wait for it
            test.runUntilIdle();
            assertThat(reading.isSleeping()).isTrue();
            test.runUntilResolved(Lwt.join(pipe.reader().close(), pipe.writer().close()));
        }
    }
}
