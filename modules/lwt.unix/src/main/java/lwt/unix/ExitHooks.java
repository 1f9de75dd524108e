package lwt.unix;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;

/// What a loop does before its program ends: the hooks of [LwtMain#atExit].
///
/// They run when `LwtMain.run` is about to return, and when the process is told to end (a signal,
/// `System.exit`) while the loop runs: then a shutdown hook of the virtual machine posts them to
/// the loop and waits, but not for ever; or, if it is the loop's own thread that called
/// `System.exit`, runs the loop in its place.
final class ExitHooks {
    /// How long the process's end waits for the hooks of all loops.
    static final Duration GRACE = Duration.ofSeconds(5);

    private final MainLoop main;
    private final Hooks<ThrowingSupplier<? extends Promise<?>>> hooks = new Hooks<>();
    private @Nullable Promise<@Nullable Void> inProgress;

    ExitHooks(MainLoop main) {
        this.main = main;
    }

    void add(ThrowingSupplier<? extends Promise<?>> hook) {
        hooks().addFirst(hook);
    }

    /// The hooks, for those who may add one.
    Hooks<ThrowingSupplier<? extends Promise<?>>> hooks() {
        ProcessEnd.watch(main);
        return hooks;
    }

    /// Has `lastWords` run at the end of the process, after the hooks of all loops.
    static void afterwards(Runnable lastWords) {
        ProcessEnd.LAST_WORDS.add(lastWords);
    }

    /// Whether the thread of a loop has called `System.exit`: then it waits for the process's end, and
    /// cannot run anything.
    static boolean isInExit(Thread owner) {
        for (StackTraceElement frame : owner.getStackTrace()) {
            if (frame.getClassName().equals("java.lang.Runtime")
                    && frame.getMethodName().equals("exit")) {
                return true;
            }
        }
        return false;
    }

    /// Runs the hooks, newest first, one after the other. Never fails.
    Promise<@Nullable Void> run() {
        Promise<@Nullable Void> current = inProgress;
        if (current == null || !current.isSleeping()) {
            current = runNext();
            inProgress = current;
        }
        return current;
    }

    private Promise<@Nullable Void> runNext() {
        Optional<ThrowingSupplier<? extends Promise<?>>> hook = hooks.takeFirst();
        return hook.isEmpty() ? Lwt.unit() : run(hook.get()).bind(_ -> runNext());
    }

    private static Promise<@Nullable Void> run(ThrowingSupplier<? extends Promise<?>> hook) {
        return Lwt.catching(() -> hook.get().bind(_ -> Lwt.unit()), e -> {
            Lwt.asyncExceptionHook().accept(e);
            return Lwt.unit();
        });
    }

    /// The virtual machine's shutdown hook, one for all loops.
    private static final class ProcessEnd {
        private static final Set<MainLoop> LOOPS =
                Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

        private static final List<Runnable> LAST_WORDS = new CopyOnWriteArrayList<>();

        static {
            try {
                Runtime.getRuntime().addShutdownHook(new Thread(ProcessEnd::come, "lwt-exit-hooks"));
            } catch (IllegalStateException _) {
                // The process is ending already: what is added now comes too late.
            }
        }

        static void watch(MainLoop main) {
            LOOPS.add(main);
        }

        private static void come() {
            try {
                runHooks();
            } finally {
                LAST_WORDS.forEach(ProcessEnd::say);
            }
        }

        /// What one throws keeps none of the others from being called.
        private static void say(Runnable words) {
            try {
                words.run();
            } catch (RuntimeException e) {
                System.getLogger("lwt.unix")
                        .log(System.Logger.Level.WARNING, "what is done at the process's end failed", e);
            }
        }

        private static void runHooks() {
            long end = System.nanoTime() + GRACE.toNanos();
            for (MainLoop main : LOOPS.toArray(MainLoop[]::new)) {
                if (!main.isRunning()) {
                    continue;
                }
                if (isInExit(main.loop.owner())) {
                    main.runExitHooksFromOutside(Math.max(0, end - System.nanoTime()));
                } else {
                    CountDownLatch done = new CountDownLatch(1);
                    main.loop.execute(() -> main.exitHooks().run().onTermination(done::countDown));
                    awaitUntil(end, done, main);
                }
            }
        }

        private static void awaitUntil(long end, CountDownLatch done, MainLoop main) {
            try {
                if (!done.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    System.getLogger("lwt.unix")
                            .log(
                                    System.Logger.Level.WARNING,
                                    "the exit hooks of thread "
                                            + main.loop.owner().getName() + " did not end within " + GRACE.toSeconds()
                                            + " s; the process ends without them");
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
