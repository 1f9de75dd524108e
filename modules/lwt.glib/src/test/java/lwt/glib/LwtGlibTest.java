package lwt.glib;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.unix.LwtHosts;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;
import lwt.unix.PipePair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// GLib's loop and Lwt's together, without windows.
@SuppressWarnings("restricted") // GLib is called
class LwtGlibTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final int G_IO_IN = 1;
    private static final List<Throwable> THROWN_INTO_C = new ArrayList<>();

    private static SymbolLookup glib;

    @BeforeAll
    static void glibIsHere() {
        try {
            glib = SymbolLookup.libraryLookup("libglib-2.0.so.0", Arena.global());
        } catch (IllegalArgumentException e) {
            assumeTrue(false, "no libglib-2.0.so.0 here, so lwt.glib is not tested (Debian: libglib2.0-0)");
        }
    }

    @AfterEach
    void remove() {
        LwtGlib.remove();
        assertThat(THROWN_INTO_C).isEmpty();
    }

    /* ---- Sources of GLib ---- */

    /// A function of GLib's: GSourceFunc, or GUnixFDSourceFunc whose first arguments are not looked at.
    public static final class Source {
        private final BooleanSupplier body;

        Source(BooleanSupplier body) {
            this.body = body;
        }

        public int call(MemorySegment data) {
            try {
                return body.getAsBoolean() ? 1 : 0;
            } catch (Throwable e) {
                THROWN_INTO_C.add(e);
                return 0;
            }
        }

        public int ready(int fd, int condition, MemorySegment data) {
            return call(data);
        }

        MemorySegment pointer() {
            return Glib.upcall(
                    MethodHandles.lookup(), this, "call", FunctionDescriptor.of(JAVA_INT, ADDRESS), Arena.global());
        }

        MemorySegment fdPointer() {
            return Glib.upcall(
                    MethodHandles.lookup(),
                    this,
                    "ready",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS),
                    Arena.global());
        }
    }

    private static Object call(String function, FunctionDescriptor type, Object... arguments) {
        MethodHandle handle = Linker.nativeLinker().downcallHandle(glib.findOrThrow(function), type);
        try {
            return handle.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// Has GLib call `body` every so many milliseconds until it returns false.
    private static void timeoutAdd(int millis, BooleanSupplier body) {
        call(
                "g_timeout_add",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS),
                millis,
                new Source(body).pointer(),
                MemorySegment.NULL);
    }

    private static void fdAdd(int fd, BooleanSupplier body) {
        call(
                "g_unix_fd_add",
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS),
                fd,
                G_IO_IN,
                new Source(body).fdPointer(),
                MemorySegment.NULL);
    }

    private static <T> T withinLimit(Promise<T> promise) {
        return LwtMain.run(LwtUnix.withTimeout(Duration.ofSeconds(20), () -> promise));
    }

    /* ---- GLib inside Lwt's loop ---- */

    @Test
    void install_glibSourcesFireWhileLwtSleeps() {
        LwtGlib.install();
        LwtGlib.install();
        AtomicInteger ticks = new AtomicInteger();
        Resolver<Void> third = Lwt.waiter();
        timeoutAdd(5, () -> {
            if (ticks.incrementAndGet() == 3) {
                third.wakeup(null);
            }
            return ticks.get() < 3;
        });
        withinLimit(third.promise());
        assertThat(ticks).hasValue(3);
    }

    @Test
    void install_lwtGoesOnWhileGlibIsIdle() {
        LwtGlib.install();
        long start = System.nanoTime();
        withinLimit(LwtUnix.sleep(SHORT).bind(_ -> LwtHosts.hostName()).bind(_ -> LwtUnix.sleep(SHORT)));
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos() * 2);
    }

    @Test
    void install_descriptorsOfBoth_areWatched() throws Exception {
        LwtGlib.install();
        PipePair glibs = LwtUnix.pipe();
        PipePair ours = LwtUnix.pipe();
        Resolver<Void> seen = Lwt.waiter();
        fdAdd(glibs.reader().number(), () -> {
            seen.wakeup(null);
            return false;
        });
        Promise<Integer> read = ours.reader().read(new byte[4], 0, 4);
        Promise<Void> writes = LwtUnix.sleep(SHORT)
                .bind(_ -> glibs.writer().write(new byte[1], 0, 1))
                .bind(_ -> seen.promise())
                .bind(_ -> LwtUnix.sleep(SHORT))
                .bind(_ -> ours.writer().write(new byte[3], 0, 3))
                .bind(_ -> Lwt.unit());
        withinLimit(Lwt.join(writes, seen.promise(), read));
        withinLimit(Lwt.join(
                glibs.reader().close(),
                glibs.writer().close(),
                ours.reader().close(),
                ours.writer().close()));
    }

    @Test
    void install_otherThreadAddsASource_wakesTheLoop() throws Exception {
        LwtGlib.install();
        Resolver<Void> called = Lwt.waiter();
        Thread other = Thread.ofPlatform().start(() -> {
            try {
                Thread.sleep(SHORT); // so that the loop waits, most likely
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            Glib.idleAdd(
                    Glib.G_PRIORITY_DEFAULT,
                    new Source(() -> {
                                called.wakeup(null);
                                return false;
                            })
                            .pointer());
        });
        withinLimit(called.promise());
        other.join();
    }

    @Test
    void install_twoRunsInTurn_sourcesFireInBoth() {
        LwtGlib.install();
        for (int i = 0; i < 2; i++) {
            Resolver<Void> fired = Lwt.waiter();
            timeoutAdd(5, () -> {
                fired.wakeup(null);
                return false;
            });
            withinLimit(fired.promise());
        }
    }

    @Test
    void remove_glibIsCalledNoMoreAndAnotherThreadMayHaveIt() throws Exception {
        LwtGlib.install();
        AtomicInteger ticks = new AtomicInteger();
        timeoutAdd(1, () -> ticks.incrementAndGet() < 1_000_000);
        LwtGlib.remove();
        LwtGlib.remove();
        withinLimit(LwtUnix.sleep(SHORT));
        assertThat(ticks).hasValue(0);
        List<Boolean> acquired = new ArrayList<>();
        Thread other = Thread.ofPlatform().start(() -> {
            acquired.add(Glib.acquire(Glib.defaultContext()));
            Glib.release(Glib.defaultContext());
        });
        other.join();
        assertThat(acquired).containsExactly(true);
        LwtGlib.install();
        withinLimit(LwtUnix.sleep(SHORT));
        assertThat(ticks.get()).isGreaterThan(0);
        ticks.set(1_000_000); // it ends
        withinLimit(LwtUnix.sleep(SHORT));
    }

    @Test
    void remove_byASource_lwtGoesOn() {
        LwtGlib.install();
        Resolver<Void> removed = Lwt.waiter();
        timeoutAdd(1, () -> {
            LwtGlib.remove();
            removed.wakeup(null);
            return false;
        });
        withinLimit(removed.promise().bind(_ -> LwtUnix.sleep(SHORT)));
    }

    @Test
    void install_contextOfAnotherThread_isRefused() throws Exception {
        Thread other = Thread.ofPlatform().start(() -> Glib.acquire(Glib.defaultContext()));
        other.join();
        try {
            assertThatThrownBy(LwtGlib::install)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another thread");
        } finally {
            Glib.release(Glib.defaultContext()); // GLib does not ask who does
        }
    }

    @Test
    void guarded_throws_goesToTheHookAndKillsNothing() {
        LwtGlib.install();
        List<Throwable> hooked = new ArrayList<>();
        Lwt.setAsyncExceptionHook(hooked::add);
        Runnable guarded = LwtGlib.guarded(() -> {
            throw new IllegalStateException("of a callback");
        });
        Resolver<Void> called = Lwt.waiter();
        timeoutAdd(1, () -> {
            guarded.run();
            called.wakeup(null);
            return false;
        });
        withinLimit(called.promise());
        assertThat(hooked).singleElement().satisfies(e -> assertThat(e).hasMessage("of a callback"));
    }

    /* ---- Lwt's loop inside GLib's ---- */

    private static final class MainLoop {
        private final MemorySegment loop = (MemorySegment)
                call("g_main_loop_new", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT), MemorySegment.NULL, 0);

        /// Returns false if it took too long.
        boolean run() {
            boolean[] inTime = {true};
            int[] slices = {0};
            boolean[] over = {false};
            timeoutAdd(100, () -> {
                if (!over[0] && ++slices[0] == 200) {
                    inTime[0] = false;
                    quit();
                }
                return !over[0];
            });
            call("g_main_loop_run", FunctionDescriptor.ofVoid(ADDRESS), loop);
            over[0] = true;
            return inTime[0];
        }

        void quit() {
            call("g_main_loop_quit", FunctionDescriptor.ofVoid(ADDRESS), loop);
        }
    }

    @Test
    void installInGlib_timersJobsDescriptorsAndThreads_areServed() throws Exception {
        LwtGlib.install(LwtGlib.Main.GLIB);
        MainLoop main = new MainLoop();
        PipePair pipe = LwtUnix.pipe();
        Promise<Integer> read = pipe.reader().read(new byte[4], 0, 4);
        Promise<Void> all = LwtUnix.sleep(SHORT)
                .bind(_ -> LwtHosts.hostName())
                .bind(_ -> pipe.writer().write(new byte[2], 0, 2))
                .bind(_ -> read)
                .bind(_ -> Lwt.join(pipe.reader().close(), pipe.writer().close()));
        all.onTermination(main::quit);
        assertThat(main.run()).as("it ended in time").isTrue();
        assertThat(all.isSleeping()).isFalse();
        LwtGlib.remove();
        withinLimit(LwtUnix.sleep(SHORT));
    }

    @Test
    void installInGlib_sourceStartsASleep_isNoticed() {
        LwtGlib.install(LwtGlib.Main.GLIB);
        MainLoop main = new MainLoop();
        timeoutAdd(30, () -> {
            LwtUnix.sleep(SHORT).onSuccess(_ -> main.quit());
            return false;
        });
        assertThat(main.run()).as("it ended in time").isTrue();
    }

    @Test
    void installInGlib_callbackRunsANestedLoop_lwtGoesOn() {
        LwtGlib.install(LwtGlib.Main.GLIB);
        MainLoop main = new MainLoop();
        List<Boolean> nested = new ArrayList<>();
        LwtUnix.sleep(SHORT).onSuccess(_ -> {
            MainLoop dialog = new MainLoop();
            LwtUnix.sleep(SHORT).onSuccess(_ -> dialog.quit());
            nested.add(dialog.run());
            main.quit();
        });
        assertThat(main.run()).as("it ended in time").isTrue();
        assertThat(nested).containsExactly(true);
    }

    @Test
    void installInGlib_callbackThrows_goesToTheHookAndKillsNothing() {
        LwtGlib.install(LwtGlib.Main.GLIB);
        List<Throwable> hooked = new ArrayList<>();
        Lwt.setAsyncExceptionHook(hooked::add);
        MainLoop main = new MainLoop();
        var hook = LwtMain.enterIterHooks().addLast(() -> {
            throw new IllegalStateException("of a hook");
        });
        timeoutAdd(50, () -> {
            hook.remove();
            LwtUnix.sleep(SHORT).onSuccess(_ -> {
                main.quit();
                throw new IllegalStateException("of a callback");
            });
            return false;
        });
        assertThat(main.run()).as("it ended in time").isTrue();
        assertThat(hooked).extracting(Throwable::getMessage).contains("of a hook", "of a callback");
    }
}
