package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"", "epoll", "selector"})
class NotificationTest {
    @Parameter
    String engine;

    @Test
    void send_fromAnotherThread_handlerOnTheLoop() throws Exception {
        OnLoop.run(engine, () -> {
            Thread loop = Thread.currentThread();
            Resolver<Thread> resolver = Lwt.waiter();
            Notification notification = LwtUnix.makeNotification(() -> resolver.wakeup(Thread.currentThread()));
            new Thread(notification::send).start();
            return resolver.promise().map(thread -> {
                assertThat(thread).isSameAs(loop);
                return null;
            });
        });
    }

    @Test
    void send_whileTheLoopWaitsForDescriptors_wakesIt() throws Exception {
        OnLoop.run(engine, () -> {
            Promise<Integer> read = LwtUnix.pipe().reader().read(new byte[1], 0, 1);
            Resolver<Void> resolver = Lwt.waiter();
            Notification notification = LwtUnix.makeNotification(() -> resolver.wakeup(null));
            new Thread(notification::send).start();
            return resolver.promise().map(_ -> {
                assertThat(read.isSleeping()).isTrue();
                return null;
            });
        });
    }

    @Test
    void send_manyTimes_onceEachInOrder() throws Exception {
        List<Integer> got = OnLoop.run(engine, () -> {
            List<Integer> calls = new ArrayList<>();
            Resolver<List<Integer>> all = Lwt.waiter();
            Notification even = LwtUnix.makeNotification(() -> calls.add(0));
            Notification odd = LwtUnix.makeNotification(() -> calls.add(1));
            Notification last = LwtUnix.makeNotification(() -> all.wakeup(calls));
            new Thread(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            (i % 2 == 0 ? even : odd).send();
                        }
                        last.send();
                    })
                    .start();
            return all.promise();
        });
        assertThat(got).hasSize(1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(got.get(i)).isEqualTo(i % 2);
        }
    }

    @Test
    void send_onceTwice_handlerOnce() throws Exception {
        int calls = OnLoop.run(engine, () -> {
            List<Integer> list = new ArrayList<>();
            Notification notification = LwtUnix.makeNotification(true, () -> list.add(1));
            notification.send();
            notification.send();
            return Lwt.pause().bind(_ -> Lwt.pause()).map(_ -> list.size());
        });
        assertThat(calls).isEqualTo(1);
    }

    @Test
    void stop_afterSend_noCall() throws Exception {
        int calls = OnLoop.run(engine, () -> {
            List<Integer> list = new ArrayList<>();
            Notification notification = LwtUnix.makeNotification(() -> list.add(1));
            notification.send();
            notification.stop();
            notification.stop();
            notification.send();
            assertThatThrownBy(() -> notification.set(() -> {})).isInstanceOf(IllegalStateException.class);
            return Lwt.pause().bind(_ -> Lwt.pause()).map(_ -> list.size());
        });
        assertThat(calls).isZero();
    }

    @Test
    void set_anotherHandler_called() throws Exception {
        List<String> got = OnLoop.run(engine, () -> {
            List<String> calls = new ArrayList<>();
            Notification notification = LwtUnix.makeNotification(() -> calls.add("first"));
            notification.call();
            notification.set(() -> calls.add("second"));
            notification.call();
            return Lwt.of(calls);
        });
        assertThat(got).containsExactly("first", "second");
    }

    @Test
    void handler_throws_toTheHookAndGoesOn() throws Exception {
        AtomicReference<Throwable> hooked = new AtomicReference<>();
        OnLoop.run(engine, () -> {
            Lwt.setAsyncExceptionHook(hooked::set);
            Resolver<Void> resolver = Lwt.waiter();
            Notification bad = LwtUnix.makeNotification(() -> {
                throw new IllegalStateException("bad handler");
            });
            Notification good = LwtUnix.makeNotification(() -> resolver.wakeup(null));
            bad.send();
            good.send();
            return resolver.promise();
        });
        assertThat(hooked.get()).hasMessage("bad handler");
    }

    @Test
    void stop_onAnotherThread_refused() throws Exception {
        AtomicReference<Notification> made = new AtomicReference<>();
        OnLoop.run(engine, () -> {
            made.set(LwtUnix.makeNotification(() -> {}));
            return Lwt.unit();
        });
        assertThatThrownBy(made.get()::stop)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("may only send");
    }

    @Test
    @SuppressWarnings("restricted") // native code is to call Java
    void nativeSender_calledThroughC_sends() throws Exception {
        OnLoop.run(engine, () -> {
            Resolver<Void> resolver = Lwt.waiter();
            Notification notification = LwtUnix.makeNotification(() -> resolver.wakeup(null));
            Arena arena = Arena.ofAuto();
            MethodHandle call =
                    Linker.nativeLinker().downcallHandle(notification.nativeSender(arena), FunctionDescriptor.ofVoid());
            Thread other = new Thread(() -> {
                try {
                    call.invokeExact();
                } catch (Throwable e) {
                    throw new AssertionError(e);
                }
            });
            other.start();
            return resolver.promise();
        });
    }
}
