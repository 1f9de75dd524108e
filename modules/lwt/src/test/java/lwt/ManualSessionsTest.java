package lwt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The sessions of the Lwt manual (December 2010), “Lwt concepts”, that need no input or output; each test is named
/// after its section.
class ManualSessionsTest extends CoreTest {
    private static final class Exit extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void primitivesForThreadCreation_guessTheStates() {
        Exit exit = new Exit();
        assertReturned(Lwt.of(42), 42);
        assertFailed(Lwt.fail(exit), exit);

        Resolver<Integer> waker = Lwt.waiter();
        assertSleeping(waker.promise());
        waker.wakeup(42);
        assertReturned(waker.promise(), 42);

        Resolver<Integer> second = Lwt.waiter();
        assertSleeping(second.promise());
        second.fail(exit);
        assertFailed(second.promise(), exit);
    }

    @Test
    void primitivesForThreadCreation_wakingTwiceIsAnError() {
        Resolver<Integer> waker = Lwt.waiter();
        waker.wakeup(42);
        assertThatThrownBy(() -> waker.wakeup(42)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void primitivesForThreadComposition_bind() {
        Resolver<String> readLine = Lwt.waiter();
        Promise<Void> p = readLine.promise().bind(str -> {
            log("You typed \"" + str + "\"");
            return Lwt.unit();
        });
        assertSleeping(p);
        assertLog();
        readLine.wakeup("hello");
        assertReturned(p, null);
        assertLog("You typed \"hello\"");
    }

    @Test
    void primitivesForThreadComposition_catch_bothThrownAndFailed() {
        Exit exit = new Exit();
        assertReturned(Lwt.catching(() -> Lwt.<Throwable>fail(exit), Lwt::of), exit);
        assertReturned(
                Lwt.catching(
                        () -> {
                            throw exit;
                        },
                        Lwt::of),
                exit);
    }

    @Test
    void cancelableThreads() {
        Resolver<Integer> waker = Lwt.task();
        Promise<Integer> waiter = waker.promise();
        Promise<Integer> t = waiter.bind(x -> Lwt.of(x + 1));
        t.cancel();
        assertCanceled(waiter);
        assertCanceled(t);
    }

    @Test
    void cancelableThreads_onCancel() {
        Promise<Integer> t = Lwt.<Integer>task().promise();
        t.onCancel(() -> log("canceled"));
        t.cancel();
        assertLog("canceled");
    }

    @Test
    void cancelableThreads_protected() {
        Promise<Integer> t = Lwt.<Integer>task().promise();
        t.shielded().cancel();
        assertSleeping(t); // no effect on t
    }

    @Test
    void primitivesForMultiThreadComposition_join() {
        Exit exit = new Exit();
        Resolver<Void> waker1 = Lwt.waiter();
        Resolver<Void> waker2 = Lwt.waiter();
        Promise<Void> t = Lwt.join(List.of(waker1.promise(), waker2.promise()));
        waker2.fail(exit);
        assertSleeping(t); // fails only after all have terminated
        waker1.wakeup(null);
        assertFailed(t, exit);
    }

    @Test
    void primitivesForMultiThreadComposition_choose() {
        Resolver<Integer> waker1 = Lwt.waiter();
        Resolver<Integer> waker2 = Lwt.waiter();
        Promise<Integer> t = Lwt.choose(List.of(waker1.promise(), waker2.promise()));
        assertSleeping(t);
        waker2.wakeup(42);
        assertReturned(t, 42);
    }

    @Test
    void primitivesForMultiThreadComposition_pick() {
        Resolver<Integer> waker1 = Lwt.task();
        Resolver<Integer> waker2 = Lwt.task();
        Promise<Integer> t = Lwt.pick(List.of(waker1.promise(), waker2.promise()));
        waker2.wakeup(42);
        assertReturned(t, 42);
        assertCanceled(waker1.promise());
    }

    private final Key<String> idKey = new Key<>();

    private Promise<Void> logWithId(String message) {
        String threadId = idKey.get().orElse("main");
        log(threadId + ": " + message);
        return Lwt.unit();
    }

    @Test
    void threadsLocalStorage_logOfTheCurrentThread() {
        Promise<Void> program = Lwt.join(List.of(
                idKey.withValue("thread 1", () -> logWithId("foo")),
                idKey.withValue("thread 2", () -> logWithId("bar"))));
        assertReturned(program, null);
        assertLog("thread 1: foo", "thread 2: bar");
        logWithId("done");
        assertLog("main: done");
    }

    @Test
    void threadsLocalStorage_theValueFollowsTheThreadOverItsWaits() {
        Promise<Void> program = Lwt.join(List.of(
                idKey.withValue("thread 1", () -> Lwt.pause().bind(_ -> logWithId("foo"))),
                idKey.withValue("thread 2", () -> Lwt.pause().bind(_ -> logWithId("bar")))));
        Lwt.wakeupPaused();
        assertReturned(program, null);
        assertLog("thread 1: foo", "thread 2: bar");
    }
}
