package moduletests;

import static moduletests.Sessions.assertCanceled;
import static moduletests.Sessions.assertFail;
import static moduletests.Sessions.assertReturn;
import static moduletests.Sessions.assertSleep;
import static moduletests.Sessions.quoted;
import static moduletests.Sessions.rest;
import static moduletests.Sessions.withPipe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import lwt.Key;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.testkit.Ordered;
import lwt.unix.LwtMain;
import lwt.unix.OutputChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The sessions of the manual's section “Lwt concepts”, in callbacks.
@Timeout(60)
class LwtConceptsTest {

    @Test
    void lwtConcepts_pipeAndReadChar() {
        Promise<Character> character = LwtMain.run(() -> withPipe(pipe -> {
            Promise<Character> t = pipe.input().readChar();
            assertSleep(t);
            return pipe.output().writeChar('a').then(() -> {
                assertSleep(t); // it is in the channel's buffer, until the loop is idle
                return t.map(_ -> t);
            });
        }));
        assertReturn('a', character);
    }

    @Test
    void primitivesForThreadCreation_guessTheState() {
        assertReturn(42, Lwt.of(42));
        assertFail(Sessions.Exit.class, Lwt.fail(new Sessions.Exit()));

        Resolver<Integer> first = Lwt.waiter();
        assertSleep(first.promise());
        first.wakeup(42);
        assertReturn(42, first.promise());

        Resolver<Integer> second = Lwt.waiter();
        assertSleep(second.promise());
        second.fail(new Sessions.Exit());
        assertFail(Sessions.Exit.class, second.promise());
    }

    @Test
    void primitivesForThreadCreation_wakeupTwice_isAnError() {
        Resolver<Integer> resolver = Lwt.waiter();
        resolver.wakeup(1);
        assertThatThrownBy(() -> resolver.wakeup(2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> resolver.fail(new Sessions.Exit())).isInstanceOf(IllegalStateException.class);
        assertReturn(1, resolver.promise());
    }

    @Test
    void primitivesForThreadComposition_bindOfReadLineAndPrintf() {
        String printed = LwtMain.run(() -> withPipe(keyboard -> withPipe(screen -> {
            Promise<Void> program =
                    keyboard.input().readLine().bind(line -> screen.output().printf("You typed %s", quoted(line)));
            return keyboard.output().writeLine("he\"llo").then(() -> program).then(() -> rest(screen));
        })));
        assertThat(printed).isEqualTo("You typed \"he\\\"llo\"");
    }

    @Test
    void primitivesForThreadComposition_bindOfAFailure_failsWithIt() {
        Resolver<Integer> t = Lwt.waiter();
        Promise<Integer> bound = t.promise().bind(_ -> {
            throw new AssertionError("called in spite of the failure");
        });
        assertSleep(bound);
        t.fail(new Sessions.Exit());
        assertFail(Sessions.Exit.class, bound);
    }

    @Test
    void primitivesForThreadComposition_catchTakesBothKindsOfFailures() {
        Promise<String> raised = Lwt.catching(
                () -> {
                    throw new Sessions.Exit();
                },
                failure -> Lwt.of("raised " + failure.getClass().getSimpleName()));
        Promise<String> failed = Lwt.catching(
                () -> Lwt.fail(new Sessions.Exit()),
                failure -> Lwt.of("failed " + failure.getClass().getSimpleName()));
        assertReturn("raised Exit", raised);
        assertReturn("failed Exit", failed);
    }

    @Test
    void cancelableThreads_cancelOfABind_cancelsTheTask() {
        Resolver<Integer> waiter = Lwt.task();
        Promise<Integer> t = waiter.promise().bind(x -> Lwt.of(x + 1));
        t.cancel();
        assertCanceled(waiter.promise());
        assertCanceled(t);
    }

    @Test
    void cancelableThreads_onCancel_isCalled() {
        try (Ordered order = new Ordered()) {
            Promise<Integer> task = Lwt.<Integer>task().promise();
            task.onFailure(_ -> order.expect(3));
            task.onCancel(() -> order.expect(2));
            order.expect(1);
            task.cancel();
            order.finish(4);
        }
    }

    @Test
    void cancelableThreads_waiter_cannotBeCanceled() {
        Promise<Integer> waiter = Lwt.<Integer>waiter().promise();
        waiter.cancel();
        assertSleep(waiter);
    }

    @Test
    void cancelableThreads_protected_leavesTheOriginal() {
        Resolver<Integer> t = Lwt.task();
        Promise<Integer> shielded = t.promise().shielded();
        shielded.cancel();
        assertSleep(t.promise());
        assertCanceled(shielded);
        t.wakeup(1);
        assertReturn(1, t.promise());
    }

    @Test
    void primitivesForMultiThreadComposition_joinFailsWithTheFirstWhenAllHaveEnded() {
        Resolver<Void> first = Lwt.waiter();
        Resolver<Void> second = Lwt.waiter();
        Promise<Void> joined = Lwt.join(first.promise(), second.promise());
        second.fail(new Sessions.Exit());
        assertSleep(joined);
        first.fail(new ArithmeticException("later"));
        assertFail(Sessions.Exit.class, joined);
    }

    @Test
    void primitivesForMultiThreadComposition_choose() {
        Resolver<Integer> first = Lwt.waiter();
        Resolver<Integer> second = Lwt.waiter();
        Promise<Integer> t = Lwt.choose(first.promise(), second.promise());
        assertSleep(t);
        second.wakeup(42);
        assertReturn(42, t);
        assertSleep(first.promise());
    }

    @Test
    void primitivesForMultiThreadComposition_pickCancelsTheOthers() {
        Resolver<Integer> first = Lwt.task();
        Resolver<Integer> second = Lwt.task();
        Promise<Integer> t = Lwt.pick(first.promise(), second.promise());
        second.wakeup(42);
        assertReturn(42, t);
        assertCanceled(first.promise());
    }

    private static final Key<String> ID = new Key<>();

    private static Promise<Void> log(OutputChannel output, String message) {
        return output.printf("%s: %s%n", ID.get().orElse("main"), message);
    }

    @Test
    void threadsLocalStorage_log() {
        String printed = LwtMain.run(() -> withPipe(screen -> {
            OutputChannel output = screen.output();
            return Lwt.join(
                            ID.withValue("thread 1", () -> log(output, "foo")),
                            ID.withValue("thread 2", () -> log(output, "bar")))
                    .then(() -> log(output, "outside"))
                    .then(() -> rest(screen));
        }));
        assertThat(printed.lines()).containsExactly("thread 1: foo", "thread 2: bar", "main: outside");
    }

    @Test
    void threadsLocalStorage_theOldValueComesBack_andCallbacksKeepTheirs() {
        List<String> seen = new ArrayList<>();
        Resolver<Void> go = Lwt.waiter();
        ID.withValue("outer", () -> {
            ID.withValue(
                    "inner",
                    () -> go.promise().map(_ -> seen.add("later " + ID.get().orElse("none"))));
            seen.add("then " + ID.get().orElse("none"));
            ID.withValue(null, () -> seen.add("unset " + ID.get().orElse("none")));
            return seen;
        });
        go.wakeup(null);
        seen.add("at last " + ID.get().orElse("none"));
        assertThat(seen).containsExactly("then outer", "unset none", "later inner", "at last none");
    }
}
