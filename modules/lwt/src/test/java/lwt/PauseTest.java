package lwt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PauseTest extends CoreTest {

    private static void assertCount(int count) {
        assertThat(Lwt.pausedCount()).as("promises of pause that wait").isEqualTo(count);
    }

    @Test
    void pausedCount_initially() {
        assertCount(0);
    }

    @Test
    void pause_one() {
        Promise<Void> p = Lwt.pause();
        assertSleeping(p);
        assertCount(1);
        Lwt.wakeupPaused();
        assertReturned(p, null);
        assertCount(0);
    }

    @Test
    void pause_several_areWokenOldestFirst() {
        Lwt.pause().onSuccess(_ -> log("1"));
        Lwt.pause().onSuccess(_ -> log("2"));
        Lwt.pause().onSuccess(_ -> log("3"));
        assertCount(3);
        Lwt.wakeupPaused();
        assertLog("1", "2", "3");
        assertCount(0);
    }

    @Test
    void pause_many_areWokenOldestFirst() {
        String[] expected = new String[100];
        for (int i = 0; i < 100; i++) {
            expected[i] = String.valueOf(i);
            String entry = expected[i];
            Lwt.pause().onSuccess(_ -> log(entry));
        }
        Lwt.wakeupPaused();
        assertLog(expected);
    }

    @Test
    void wakeupPaused_none() {
        Lwt.wakeupPaused();
        assertCount(0);
    }

    @Test
    void pause_whileBeingWoken_waitsForTheNextRound() {
        Promise<Void> p = Lwt.pause().bind(_ -> {
            assertCount(0);
            return Lwt.pause();
        });
        Lwt.wakeupPaused();
        assertSleeping(p);
        assertCount(1);
        Lwt.wakeupPaused();
        assertReturned(p, null);
    }

    @Test
    void wakeupPaused_insideACallback_wakesTheNewOnes() {
        Lwt.pause().onSuccess(_ -> {
            Lwt.pause().onSuccess(_ -> log("inner"));
            Lwt.wakeupPaused();
            log("after inner");
        });
        Lwt.pause().onSuccess(_ -> log("second"));
        Lwt.wakeupPaused();
        assertLog("inner", "after inner", "second");
        assertCount(0);
        Promise<Void> later = Lwt.pause();
        Lwt.wakeupPaused();
        assertReturned(later, null);
    }

    @Test
    void pause_cancel() {
        Promise<Void> p = Lwt.pause();
        p.cancel();
        assertCanceled(p);
        assertCount(1); // it still counts, as in the original
        Lwt.wakeupPaused();
        assertCanceled(p);
        assertCount(0);
    }

    @Test
    void pause_canceledByAnEarlierOne_isSkipped() {
        Promise<Void> first = Lwt.pause();
        Promise<Void> second = Lwt.pause();
        first.onSuccess(_ -> second.cancel());
        second.onSuccess(_ -> mustNotRun());
        Lwt.wakeupPaused();
        assertCanceled(second);
        assertLog();
    }

    @Test
    void pause_becameAProxy_isWoken() {
        Resolver<Void> start = Lwt.waiter();
        Promise<Void> p = start.promise().bind(_ -> Lwt.pause());
        start.wakeup(null);
        assertSleeping(p);
        Lwt.wakeupPaused();
        assertReturned(p, null);
    }

    @Test
    void pause_becameAProxy_cancel() {
        Resolver<Void> start = Lwt.waiter();
        Promise<Void> p = start.promise().bind(_ -> Lwt.pause());
        start.wakeup(null);
        p.cancel();
        assertCanceled(p);
        Lwt.wakeupPaused();
        assertCanceled(p);
    }

    @Test
    void abandonPaused_theySleepForEver() {
        Promise<Void> p = Lwt.pause();
        Lwt.abandonPaused();
        assertCount(0);
        Lwt.wakeupPaused();
        assertSleeping(p);
    }

    @Test
    void wakeupPaused_errorInACallback_theOthersAreNotLost() {
        Error error = new InternalError("of the machine");
        Promise<Void> first = Lwt.pause();
        first.onSuccess(_ -> {
            Lwt.pause().onSuccess(_ -> log("paused by the first"));
            throw error;
        });
        Lwt.pause().onSuccess(_ -> log("second"));
        Lwt.pause().onSuccess(_ -> log("third"));
        try {
            Lwt.wakeupPaused();
        } catch (InternalError e) {
            assertThat(e).isSameAs(error);
            log("thrown");
        }
        Lwt.wakeupPaused();
        assertLog("thrown", "second", "third", "paused by the first");
        assertCount(0);
    }
}
