package lwt.preemptive;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;

/// Runs functions that take long, or that block, on threads of the system.
///
/// {@snippet class=lwt.preemptive.Snippets region=detach}
///
/// All loops of the process share one pool of threads: daemons, so that no process waits for them, made when they are
/// needed. What is detached while all are busy waits, first come, first served.
///
/// A detached function shares its objects with the program like any other thread: what the loop may change meanwhile
/// must be guarded, or handed over with [#runInMain].
///
/// Memory consistency effects: what the caller of [#detach] did before happens before the function runs, and what the
/// function does happens before its promise is resolved.
///
/// @see "Lwt manual (December 2010), “Detaching computation to preemptive threads”"
public final class LwtPreemptive {
    private LwtPreemptive() {}

    /* ---- Onto a thread ---- */

    /// Calls `body` on a thread of the pool; resolves with what it returns, or fails with what it
    /// throws: the exception itself, to which the place of the detach is added as a suppressed
    /// [DetachedException].
    ///
    /// Canceling it does not disturb a `body` that runs: its result is dropped. One that still waits
    /// for a thread is never called.
    ///
    /// @see "Lwt manual (December 2010), “Detaching computation to preemptive threads”"
    public static <T extends @Nullable Object> Promise<T> detach(Callable<T> body) {
        return Detached.start(Objects.requireNonNull(body, "body"), false);
    }

    /// As [#detach], but canceling the promise also interrupts the thread on which `body` runs: most
    /// of the JDK's calls that wait then end with an exception. The interrupt is delivered during
    /// `body` only, never to what that thread does afterwards.
    public static <T extends @Nullable Object> Promise<T> detachInterruptibly(Callable<T> body) {
        return Detached.start(Objects.requireNonNull(body, "body"), true);
    }

    /* ---- And back ---- */

    /// **In a detached function.** Calls `body` on the loop that detached it and waits for the
    /// promise that it makes: returns its value or throws its failure, the exception itself, to which
    /// the place of this call is added as a suppressed [DetachedException]. In `body` the keys have
    /// the values that they had where the function was detached.
    ///
    /// An interrupt cancels the promise.
    ///
    /// @throws IllegalStateException if the caller is not a detached function, or if the thread of
    /// the loop has ended
    /// @throws InterruptedException if the caller is interrupted while it waits
    public static <T extends @Nullable Object> T runInMain(ThrowingSupplier<? extends Promise<T>> body)
            throws InterruptedException {
        Objects.requireNonNull(body, "body");
        return new Visit<T>(body).callAndWait(Detached.current("runInMain").door());
    }

    /// **Any thread but the loop's own.** As [#runInMain(ThrowingSupplier)], for threads that the
    /// program made itself: calls `body` on the given loop.
    ///
    /// @throws IllegalStateException if the caller is the loop's own thread, which would wait for
    /// itself, or if the thread of the loop has ended
    /// @throws InterruptedException if the caller is interrupted while it waits
    public static <T extends @Nullable Object> T runInMain(Loop loop, ThrowingSupplier<? extends Promise<T>> body)
            throws InterruptedException {
        Objects.requireNonNull(body, "body");
        return new Visit<T>(body).callAndWait(Door.of(loop));
    }

    /// **In a detached function.** Calls `body` on the loop that detached it, and does not wait. Its
    /// failure goes to `handler`, on the loop.
    ///
    /// @throws IllegalStateException if the caller is not a detached function
    public static void runInMainDontWait(
            ThrowingSupplier<? extends Promise<?>> body, Consumer<? super Throwable> handler) {
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(handler, "handler");
        Detached.current("runInMainDontWait")
                .door()
                .enter(() -> Lwt.dontWait(() -> Lwt.join(body.get()), handler::accept));
    }

    /* ---- The pool ---- */

    /// Sets the bounds of the pool, and who is told of what goes wrong in it: by default, nobody.
    ///
    /// @throws IllegalArgumentException if the bounds do not fit together
    public static void init(int least, int most, Consumer<? super String> log) {
        Pool.SHARED.setLog(log);
        setBounds(new Bounds(least, most));
    }

    /// Sets the bounds that programs have by default, unless they were set before.
    public static void simpleInit() {
        Pool.SHARED.initialize();
    }

    /// **Any thread.** How many threads the pool keeps, and how many it has at most: 4 and 1,000 unless set.
    public static Bounds bounds() {
        return Pool.SHARED.bounds();
    }

    /// **Any thread.** Changes these bounds. Threads that are too many end when they have nothing to
    /// do.
    public static void setBounds(Bounds bounds) {
        Pool.SHARED.setBounds(Objects.requireNonNull(bounds, "bounds"));
    }

    /// **Any thread.** How many computations may wait for a thread: 1,000 unless set.
    public static int maxQueued() {
        return Pool.SHARED.maxQueued();
    }

    /// **Any thread.** Sets how many computations may wait for a thread. What is detached beyond
    /// that is not refused: it sleeps until there is room in the queue, and then waits in its turn.
    ///
    /// @throws IllegalArgumentException if the number is negative
    public static void setMaxQueued(int computations) {
        Pool.SHARED.setMaxQueued(computations);
    }

    /// **Any thread.** How many threads the pool has.
    public static int threadCount() {
        return Pool.SHARED.threads();
    }

    /// **Any thread.** How many of them run a computation.
    public static int busyCount() {
        return Pool.SHARED.busy();
    }

    /// **Any thread.** How many computations wait for a thread: never more than [#maxQueued()].
    public static int queuedCount() {
        return Pool.SHARED.queued();
    }
}
