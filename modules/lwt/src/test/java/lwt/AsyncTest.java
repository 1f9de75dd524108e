package lwt;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// async, dontWait, ignoreResult.
class AsyncTest extends CoreTest {

    /* ---- async ---- */

    @Test
    void async_returned_bodyRunsAtOnce() {
        Lwt.async(() -> {
            log("body");
            return Lwt.unit();
        });
        log("after");
        assertLog("body", "after");
    }

    @Test
    void async_throws() {
        Lwt.async(() -> {
            throw a;
        });
        assertHooked(a);
    }

    @Test
    void async_failed() {
        Lwt.async(() -> Lwt.fail(a));
        assertHooked(a);
    }

    @Test
    void async_pendingThenReturned() {
        Resolver<Integer> r = Lwt.waiter();
        Lwt.async(() -> r.promise().map(v -> {
            log("end " + v);
            return v;
        }));
        r.wakeup(1);
        assertLog("end 1");
        assertHooked();
    }

    @Test
    void async_pendingThenFailed() {
        Resolver<Integer> r = Lwt.waiter();
        Lwt.async(r::promise);
        assertHooked();
        r.fail(a);
        assertHooked(a);
    }

    @Test
    void async_null() {
        assertThatThrownBy(() -> Lwt.async(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("f");
    }

    /* ---- dontWait ---- */

    @Test
    void dontWait_returned_bodyRunsAtOnce() {
        Lwt.dontWait(
                () -> {
                    log("body");
                    return Lwt.unit();
                },
                _ -> mustNotRun());
        log("after");
        assertLog("body", "after");
    }

    @Test
    void dontWait_throws() {
        Lwt.dontWait(
                () -> {
                    throw a;
                },
                e -> log(e.getMessage()));
        assertLog("a");
    }

    @Test
    void dontWait_failed() {
        Lwt.dontWait(() -> Lwt.fail(a), e -> log(e.getMessage()));
        assertLog("a");
    }

    @Test
    void dontWait_pendingThenReturned() {
        Resolver<Integer> r = Lwt.waiter();
        Lwt.dontWait(r::promise, _ -> mustNotRun());
        r.wakeup(1);
        assertLog();
    }

    @Test
    void dontWait_pendingThenFailed() {
        Resolver<Integer> r = Lwt.waiter();
        Lwt.dontWait(r::promise, e -> log(e.getMessage()));
        r.fail(a);
        assertLog("a");
    }

    @Test
    void dontWait_handlerThrows_goesToTheHook() {
        Resolver<Integer> r = Lwt.waiter();
        r.promise().onTermination(() -> log("older callback"));
        Lwt.dontWait(r::promise, _ -> {
            throw b;
        });
        r.fail(a);
        assertHooked(b);
        assertLog("older callback");
    }

    @Test
    void dontWait_handlerThrowsAtOnce_goesToTheHook() {
        Lwt.dontWait(() -> Lwt.fail(a), _ -> {
            throw b;
        });
        assertHooked(b);
    }

    @Test
    void dontWait_null() {
        assertThatThrownBy(() -> Lwt.dontWait(null, _ -> {}))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("f");
        assertThatThrownBy(() -> Lwt.dontWait(() -> mustNotRun(), null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("handler");
        assertLog();
    }

    /* ---- ignoreResult ---- */

    @Test
    void ignoreResult_returned() {
        assertThatCode(Lwt.of(1)::ignoreResult).doesNotThrowAnyException();
    }

    @Test
    void ignoreResult_failed_throwsItAsItIs() {
        assertThatThrownBy(Lwt.fail(a)::ignoreResult).isSameAs(a);
    }

    @Test
    void ignoreResult_pendingThenReturned() {
        Resolver<Integer> r = Lwt.waiter();
        r.promise().ignoreResult();
        r.wakeup(1);
        assertHooked();
    }

    @Test
    void ignoreResult_pendingThenFailed() {
        Resolver<Integer> r = Lwt.waiter();
        r.promise().ignoreResult();
        r.fail(a);
        assertHooked(a);
    }

    @Test
    void ignoreResultWithHandler_failed() {
        Lwt.fail(a).ignoreResult(e -> log(e.getMessage()));
        assertLog("a");
    }

    @Test
    void ignoreResultWithHandler_pendingThenFailed() {
        Resolver<Integer> r = Lwt.waiter();
        r.promise().ignoreResult(e -> log(e.getMessage()));
        r.fail(a);
        assertLog("a");
    }

    @Test
    void ignoreResultWithHandler_returned() {
        Lwt.of(1).ignoreResult(_ -> mustNotRun());
        assertLog();
    }
}
