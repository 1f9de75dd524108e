package lwt.awt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.AWTEvent;
import java.awt.EventQueue;
import java.awt.SecondaryLoop;
import java.awt.Toolkit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.ThrowingSupplier;
import lwt.unix.Engine;
import lwt.unix.LwtHosts;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;
import lwt.unix.PipePair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// The loop on the event dispatch thread, without a display.
@ParameterizedClass
@ValueSource(strings = {"", "selector"})
class LwtAwtTest {
    private static final Duration SHORT = Duration.ofMillis(10);

    @Parameter
    String engine;

    @BeforeAll
    static void headless() {
        System.setProperty("java.awt.headless", "true");
    }

    @BeforeEach
    void install() throws Exception {
        EventQueue.invokeAndWait(() -> {
            System.setProperty("lwt.engine", engine);
            LwtMain.setEngine(Engine.system());
            Lwt.setAsyncExceptionHook(failure -> {
                throw new AssertionError("unexpected", failure);
            });
        });
        LwtAwt.install();
    }

    @AfterEach
    void remove() throws Exception {
        LwtAwt.remove();
        EventQueue.invokeAndWait(() -> LwtMain.engine().close());
        System.clearProperty("lwt.engine");
    }

    /// Calls `body` in an event, and waits for its promise on this thread.
    private static <T> T inEvent(ThrowingSupplier<Promise<T>> body) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        EventQueue.invokeLater(() -> Lwt.dontWait(
                () -> body.get().map(value -> {
                    result.complete(value);
                    return null;
                }),
                result::completeExceptionally));
        return result.get(20, TimeUnit.SECONDS);
    }

    @Test
    void sleep_startedByAnEvent_endsOnTheEventThread() throws Exception {
        assertThat(LwtAwtTest.<Boolean>inEvent(() -> LwtUnix.sleep(SHORT).map(_ -> EventQueue.isDispatchThread())))
                .isTrue();
    }

    @Test
    void pipes_jobsAndOtherThreads_areServedWhileNoEventsCome() throws Exception {
        assertThat(LwtAwtTest.<Integer>inEvent(() -> {
                    PipePair pipe = LwtUnix.pipe();
                    byte[] bytes = new byte[10];
                    Promise<Integer> read = pipe.reader().read(bytes, 0, 10);
                    Loop loop = Loop.current();
                    Resolver<Void> told = Lwt.waiter();
                    Thread.ofPlatform().start(() -> loop.execute(() -> told.wakeup(null)));
                    return told.promise()
                            .bind(_ -> LwtHosts.hostName())
                            .bind(_ -> pipe.writer().write(bytes, 0, 4))
                            .bind(_ -> read)
                            .bind(count -> Lwt.join(
                                            pipe.reader().close(), pipe.writer().close())
                                    .map(_ -> count));
                }))
                .isEqualTo(4);
    }

    @Test
    void pauseForEver_eventsAreDispatchedAllTheSame() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        CompletableFuture<Promise<Void>> endless = new CompletableFuture<>();
        EventQueue.invokeLater(() -> endless.complete(endless(rounds)));
        Promise<Void> promise = endless.get(20, TimeUnit.SECONDS);
        for (int i = 0; i < 5; i++) {
            EventQueue.invokeAndWait(() -> {});
        }
        EventQueue.invokeAndWait(promise::cancel);
        assertThat(rounds.get()).isGreaterThan(2);
    }

    private static Promise<Void> endless(AtomicInteger rounds) {
        rounds.incrementAndGet();
        return Lwt.pause().bind(_ -> endless(rounds));
    }

    /// What a modal dialog does: runs the event queue until it is closed.
    private static boolean showDialog(Consumer<Runnable> body) {
        SecondaryLoop dialog = Toolkit.getDefaultToolkit().getSystemEventQueue().createSecondaryLoop();
        body.accept(dialog::exit);
        return dialog.enter();
    }

    @Test
    void modalDialog_shownByAListener_loopGoesOn() throws Exception {
        assertThat(LwtAwtTest.<Boolean>inEvent(() ->
                        Lwt.of(showDialog(close -> LwtUnix.sleep(SHORT).onSuccess(_ -> close.run())))))
                .isTrue();
    }

    @Test
    void modalDialog_shownByACallback_loopGoesOn() throws Exception {
        assertThat(LwtAwtTest.<Boolean>inEvent(() -> LwtUnix.sleep(SHORT)
                        .map(_ -> showDialog(close -> LwtUnix.sleep(SHORT)
                                .bind(_ -> LwtHosts.hostName())
                                .bind(_ -> LwtUnix.sleep(SHORT))
                                .onSuccess(_ -> close.run())))))
                .isTrue();
    }

    @Test
    void exceptions_ofCallbacksAndListeners_killNothing() throws Exception {
        List<Throwable> hooked = new CopyOnWriteArrayList<>();
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        EventQueue.invokeAndWait(() -> {
            Lwt.setAsyncExceptionHook(hooked::add);
            Thread.currentThread().setUncaughtExceptionHandler((_, e) -> uncaught.add(e));
            LwtUnix.sleep(SHORT).onSuccess(_ -> {
                throw new IllegalStateException("of a callback");
            });
        });
        EventQueue.invokeLater(() -> {
            throw new IllegalStateException("of a listener");
        });
        inEvent(() -> LwtUnix.sleep(SHORT.multipliedBy(2)));
        assertThat(hooked).singleElement().satisfies(e -> assertThat(e).hasMessage("of a callback"));
        assertThat(uncaught).singleElement().satisfies(e -> assertThat(e).hasMessage("of a listener"));
        EventQueue.invokeAndWait(() -> Thread.currentThread().setUncaughtExceptionHandler(null));
    }

    @Test
    void run_onTheEventThread_isRefused() throws Exception {
        inEvent(() -> {
            assertThatThrownBy(() -> LwtMain.run(Lwt.unit()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another event loop drives");
            return Lwt.unit();
        });
    }

    @Test
    void removeAndInstall_sleepGoesOn() throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        AtomicInteger turns = new AtomicInteger();
        EventQueue.invokeAndWait(() -> LwtUnix.sleep(SHORT).onSuccess(_ -> done.complete(null)));
        LwtAwt.remove();
        LwtAwt.remove();
        EventQueue.invokeAndWait(() -> {
            LwtMain.enterIterHooks().addLast(turns::incrementAndGet);
            Lwt.pause().ignoreResult();
        });
        EventQueue.invokeAndWait(() -> {});
        assertThat(turns).as("turns without the loop").hasValue(0);
        LwtAwt.install();
        LwtAwt.install();
        done.get(20, TimeUnit.SECONDS);
        EventQueue.invokeAndWait(() -> LwtMain.enterIterHooks().removeAll());
    }

    @Test
    void remove_byACallback_isTheLoopsLastTurn() throws Exception {
        CompletableFuture<Void> removed = new CompletableFuture<>();
        EventQueue.invokeLater(() -> LwtUnix.sleep(SHORT).onSuccess(_ -> {
            LwtAwt.remove();
            removed.complete(null);
        }));
        removed.get(20, TimeUnit.SECONDS);
        EventQueue.invokeAndWait(
                () -> assertThat(LwtMain.<Integer>run(Lwt.of(1))).isEqualTo(1));
    }

    @Test
    void remove_underAnotherQueue_isRefused() {
        class Other extends EventQueue {
            @Override
            public void pop() { // for the test
                super.pop();
            }

            @Override
            protected void dispatchEvent(AWTEvent event) {
                super.dispatchEvent(event);
            }
        }
        Other other = new Other();
        Toolkit.getDefaultToolkit().getSystemEventQueue().push(other);
        assertThatThrownBy(LwtAwt::remove)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another event queue");
        other.pop();
    }

    @Test
    void eventThread_nothingIsWaitedFor_endsAndTheNextOneHasALoopToo() throws Exception {
        CompletableFuture<Thread> waited = new CompletableFuture<>();
        CompletableFuture<Void> hook = new CompletableFuture<>();
        EventQueue.invokeAndWait(() -> {
            LwtMain.atExit(() -> LwtUnix.sleep(SHORT).map(_ -> {
                hook.complete(null);
                return null;
            }));
            // Longer than AWT's own thread lives without events.
            LwtUnix.sleep(Duration.ofMillis(2_500)).onSuccess(_ -> waited.complete(Thread.currentThread()));
        });
        Thread first = waited.get(20, TimeUnit.SECONDS);
        assertThat(first.join(Duration.ofSeconds(20))).as("the thread ends").isTrue();
        assertThat(hook).isCompleted();
        Thread second = inEvent(() -> LwtUnix.sleep(SHORT).map(_ -> Thread.currentThread()));
        assertThat(second).isNotSameAs(first);
    }
}
