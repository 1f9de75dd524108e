package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// What the loop calls before and after each wait, and at its end.
@ParameterizedClass
@ValueSource(strings = {"epoll", "selector"})
class HooksTest {
    @Parameter
    String engine;

    private final List<String> calls = new ArrayList<>();

    private Runnable says(String what) {
        return () -> calls.add(what);
    }

    @Test
    void iterHooks_aroundEachWait_inTheirOrder() throws Exception {
        OnLoop.call(engine, () -> {
            LwtMain.enterIterHooks().addLast(says("enter 2"));
            LwtMain.enterIterHooks().addFirst(says("enter 1"));
            LwtMain.leaveIterHooks().addLast(says("leave"));
            LwtMain.run(() -> {
                calls.add("body");
                return LwtUnix.sleep(Duration.ZERO).map(_ -> calls.add("resumed"));
            });
            return null;
        });
        assertThat(calls).startsWith("body", "enter 1", "enter 2", "resumed", "leave");
    }

    @Test
    void iterHooks_resolvedPromise_noWait() throws Exception {
        OnLoop.call(engine, () -> {
            LwtMain.enterIterHooks().addLast(says("enter"));
            LwtMain.leaveIterHooks().addLast(says("leave"));
            return LwtMain.run(Lwt.of(1));
        });
        assertThat(calls).isEmpty();
    }

    @Test
    void enterIterHook_resolvesWhatIsAwaited_loopDoesNotWait() throws Exception {
        assertThat(OnLoop.<String>call(engine, () -> {
                    Resolver<String> awaited = Lwt.task();
                    LwtMain.enterIterHooks().addLast(() -> {
                        if (awaited.promise().isSleeping()) {
                            awaited.wakeup("by a hook");
                        }
                    });
                    return LwtMain.run(
                            () -> awaited.promise().bind(text -> Lwt.pause().map(_ -> text)));
                }))
                .isEqualTo("by a hook");
    }

    @Test
    void remove_isNotCalledAnyMore() throws Exception {
        OnLoop.call(engine, () -> {
            Hooks.Hook[] hook = new Hooks.Hook[1];
            hook[0] = LwtMain.enterIterHooks().addFirst(() -> {
                calls.add("once");
                hook[0].remove();
                hook[0].remove();
            });
            LwtMain.leaveIterHooks().addLast(says("never"));
            LwtMain.leaveIterHooks().addFirst(says("never"));
            LwtMain.leaveIterHooks().removeAll();
            return LwtMain.run(() -> Lwt.pause().bind(_ -> LwtUnix.sleep(Duration.ofMillis(1))));
        });
        assertThat(calls).containsExactly("once");
    }

    @Test
    void iterHook_throws_runEndsWithIt() throws Exception {
        OnLoop.call(engine, () -> {
            Hooks.Hook hook = LwtMain.enterIterHooks().addLast(() -> {
                throw new IllegalStateException("in a hook");
            });
            Promise<Void> sleep = LwtUnix.sleep(Duration.ofMillis(1));
            assertThatThrownBy(() -> LwtMain.run(sleep)).hasMessage("in a hook");
            hook.remove();
            return LwtMain.run(sleep);
        });
    }

    @Test
    void exitHooks_orderedAndRemoved() throws Exception {
        OnLoop.call(engine, () -> {
            LwtMain.exitHooks().addLast(() -> Lwt.wrap(() -> calls.add("last")));
            LwtMain.atExit(() -> Lwt.wrap(() -> calls.add("first")));
            LwtMain.exitHooks()
                    .addFirst(() -> Lwt.wrap(() -> calls.add("removed")))
                    .remove();
            return LwtMain.run(Lwt.unit());
        });
        assertThat(calls).containsExactly("first", "last");
    }
}
