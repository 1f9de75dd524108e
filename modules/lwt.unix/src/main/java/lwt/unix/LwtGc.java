package lwt.unix;

import java.lang.ref.Cleaner;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;

/// Actions that are run when the collector finds that nothing refers to an object any more, and that
/// may wait: they give promises.
///
/// An action is run once, on the thread of the loop on which it was registered, as that loop turns.
/// The program's end ([LwtMain#run], or `System.exit` while it runs) waits for the actions that have
/// begun, but not longer than for exit hooks. What an action throws or fails with goes to
/// [Lwt#asyncExceptionHook].
///
/// **An action must not refer to the object itself**, or the object is never found. It is not given
/// the object, as in the original: the JDK's collector gives back no object that it has found. So let
/// the action refer to what is to be given back, such as a descriptor.
///
/// @see "Lwt manual (December 2010), “Unix primitives”"
public final class LwtGc {
    private LwtGc() {}

    /// Runs `action` when nothing refers to `object` any more; perhaps never, if the program ends
    /// first.
    public static void finalise(Object object, ThrowingSupplier<? extends Promise<?>> action) {
        Finalisers.ofLoop().register(object, new Finaliser(action), false);
    }

    /// Runs `action` when nothing refers to `object` any more, or when the program ends, whichever is
    /// first.
    public static void finaliseOrExit(Object object, ThrowingSupplier<? extends Promise<?>> action) {
        Finalisers.ofLoop().register(object, new Finaliser(action), true);
    }

    /// An action; equal to itself only.
    private static final class Finaliser {
        private @Nullable ThrowingSupplier<? extends Promise<?>> action;

        Finaliser(ThrowingSupplier<? extends Promise<?>> action) {
            this.action = Objects.requireNonNull(action, "action");
        }

        /// The action, the first time; belongs to the loop's thread.
        @Nullable
        ThrowingSupplier<? extends Promise<?>> take() {
            ThrowingSupplier<? extends Promise<?>> taken = action;
            action = null;
            return taken;
        }
    }

    /// Those of one loop.
    private static final class Finalisers {
        private static final Cleaner CLEANER = Cleaner.create(
                task -> Thread.ofPlatform().daemon().name("lwt-gc").unstarted(task));

        private final MainLoop main;
        private final Set<Finaliser> atExit = new LinkedHashSet<>();
        private final Set<Promise<?>> running = new LinkedHashSet<>();
        private boolean isHooked;

        private Finalisers(MainLoop main) {
            this.main = main;
        }

        static Finalisers ofLoop() {
            MainLoop main = MainLoop.current();
            return main.loop.attachment(Finalisers.class, _ -> new Finalisers(main));
        }

        void register(Object object, Finaliser finaliser, boolean alsoAtExit) {
            CLEANER.register(Objects.requireNonNull(object, "object"), () -> main.loop.execute(() -> run(finaliser)));
            if (alsoAtExit) {
                atExit.add(finaliser);
                hook();
            }
        }

        private void run(Finaliser finaliser) {
            atExit.remove(finaliser);
            ThrowingSupplier<? extends Promise<?>> action = finaliser.take();
            if (action == null) {
                return; // the exit came first
            }
            Promise<@Nullable Void> done = Lwt.catching(() -> action.get().then(Lwt::unit), e -> {
                Lwt.asyncExceptionHook().accept(e);
                return Lwt.unit();
            });
            if (done.isSleeping()) {
                running.add(done);
                hook();
                done.onTermination(() -> running.remove(done));
            }
        }

        private void hook() {
            if (!isHooked) {
                isHooked = true;
                main.exitHooks().add(this::exit);
            }
        }

        /// Runs what is left, and waits for it; also for what comes meanwhile.
        private Promise<@Nullable Void> exit() {
            isHooked = false;
            for (Finaliser finaliser : List.copyOf(atExit)) {
                run(finaliser);
            }
            List<Promise<?>> awaited = List.copyOf(running); // none of which fails
            return Lwt.join(awaited).then(() -> {
                awaited.forEach(running::remove); // who waits may be told before who removes
                return running.isEmpty() && atExit.isEmpty() ? Lwt.unit() : exit();
            });
        }
    }
}
