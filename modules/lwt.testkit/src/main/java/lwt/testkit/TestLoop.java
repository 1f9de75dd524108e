package lwt.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.State;
import lwt.ThrowingSupplier;
import lwt.unix.LwtMain;
import org.jspecify.annotations.Nullable;

/// A loop in which time is virtual: computation takes none, and a sleep is over as soon as there is
/// nothing else to do.
///
/// The simplest form runs a program to its end:
///
/// {@snippet class=lwt.testkit.Snippets region=run}
///
/// Everything that waits with `lwt.unix` obeys the clock of the test: `sleep`, `timeout`, `withTimeout`,
/// fibers that await these. Timers fire in the order of their deadlines, those with one deadline in the
/// order in which they were started.
///
/// The other form stands still until it is told what to do:
///
/// {@snippet class=lwt.testkit.Snippets region=advance}
///
/// While a test loop is open, it is the loop of its thread, with an engine of its own; the loop that the
/// thread had rests, and is untouched when the test loop is closed. So tests do not see what others left
/// behind. Promises made before a test loop was opened, or in another one, can't be used with it.
///
/// A program that waits for what can never come is told so by a [StuckError], which says what it waits
/// for. A failure that no promise takes (see [Lwt#async]) is thrown at the end of a run, unless
/// the program has set a hook of its own.
///
/// The real world does not obey the clock of a test. What was announced (`Loop.retain`: a fiber that is
/// blocked in a call of the JDK, a job) is really waited for, and the clock stands still meanwhile. A
/// descriptor that becomes ready only later, as another process or the network decides, is really waited
/// for if nobody sleeps; else the clock moves first. Waiting ends with a [StuckError] after a
/// [limit][#setRealTimeLimit].
///
/// Thread rule: the thread that opened the test loop.
public final class TestLoop implements AutoCloseable {
    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(30);

    private final Loop loop = Loop.nested();
    private final VirtualEngine engine = new VirtualEngine(loop);
    private final List<Throwable> unhandled = new ArrayList<>();
    private final @Nullable Long seed;
    private Duration limit = DEFAULT_LIMIT;
    private boolean closed;

    /* ---- Programs as a whole ---- */

    /// Runs a program to its end in virtual time, as [LwtMain#run(Promise)] does in real time, with the hooks
    /// of [LwtMain#atExit]. Returns its result, or throws its failure as it is.
    ///
    /// @throws StuckError if the program waits for what can never come
    public static <T extends @Nullable Object> T run(ThrowingSupplier<? extends Promise<T>> program) {
        return run(new TestLoop(), program);
    }

    /// Runs a program as [#run(ThrowingSupplier)] does, in an order that the seed decides; see
    /// [#TestLoop(long)].
    ///
    /// A failure carries, as suppressed, a note with the seed.
    public static <T extends @Nullable Object> T run(long seed, ThrowingSupplier<? extends Promise<T>> program) {
        return run(new TestLoop(seed), program);
    }

    private static <T extends @Nullable Object> T run(TestLoop test, ThrowingSupplier<? extends Promise<T>> program) {
        Objects.requireNonNull(program, "program");
        try (test) {
            return test.going(
                    VirtualEngine.Goal.RESULT,
                    Duration.ZERO,
                    () -> LwtMain.run(() -> {
                        Promise<T> result = program.get();
                        test.engine.awaits(result);
                        return result;
                    }));
        }
    }

    /// Runs a program several times, with the seeds 1, 2, 3, …, until it fails.
    ///
    /// {@snippet class=lwt.testkit.Snippets region=explore}
    ///
    /// The failure is thrown as it is and carries, as suppressed, a note with the seed, with which
    /// [#run(long, ThrowingSupplier)] repeats it.
    public static void explore(int runs, ThrowingSupplier<? extends Promise<?>> program) {
        Objects.requireNonNull(program, "program");
        if (runs < 1) {
            throw new IllegalArgumentException("explore needs at least one run: " + runs);
        }
        for (long seed = 1; seed <= runs; seed++) {
            run(
                    seed,
                    () -> Objects.requireNonNull(program.get(), "the program returned null where a promise is needed")
                            .then(Lwt::unit));
        }
    }

    /* ---- Step by step ---- */

    /// Opens a test loop, whose clock begins at zero.
    ///
    /// @throws IllegalStateException in a fiber
    public TestLoop() {
        this(null);
    }

    /// Opens a test loop in which a seed decides the order of what happens at the same time: of sleeps with
    /// one deadline, which with a real clock differ by chance; of fibers that are ready; and what `choose`
    /// takes if it has a choice. Pauses keep their order, which is part of their meaning.
    ///
    /// The same seed gives the same order. A failure thrown by this loop carries, as suppressed, a note
    /// with the seed.
    ///
    /// @throws IllegalStateException in a fiber
    public TestLoop(long seed) {
        this((Long) seed);
    }

    private TestLoop(@Nullable Long seed) {
        this.seed = seed;
        if (seed != null) {
            loop.setRandom(new SplittableRandom(seed));
            loop.setShuffling(true);
        }
        engine.limit(nanos(limit));
        LwtMain.setEngine(engine);
        Lwt.setAsyncExceptionHook(unhandled::add);
    }

    /// Sets how much real time one call of this loop may take, 30 seconds at first.
    ///
    /// @return this
    /// @throws IllegalArgumentException if the limit is not positive
    public TestLoop setRealTimeLimit(Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("the real-time limit must be positive: " + limit);
        }
        this.limit = limit;
        engine.limit(nanos(limit));
        return this;
    }

    /// The virtual time since this loop was opened.
    public Duration now() {
        return Duration.ofNanos(engine.nanoTime());
    }

    /// Moves the clock by `duration`, and on the way runs all that is due then, in order, together with
    /// what that starts. With a duration of zero it runs what is ready now.
    ///
    /// @throws IllegalArgumentException if the duration is negative
    /// @throws IllegalStateException if the program that runs calls it, or the loop is closed
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + duration);
        }
        going(VirtualEngine.Goal.TIME, duration, this::untilDone);
    }

    /// Moves the clock until nobody sleeps any more and nothing is ready. Somebody may wait still, for a
    /// promise that the test will resolve, or for a descriptor.
    ///
    /// @throws StuckError if there is no end of it within the real-time limit
    /// @throws IllegalStateException if the program that runs calls it, or the loop is closed
    public void runUntilIdle() {
        going(VirtualEngine.Goal.IDLE, Duration.ZERO, this::untilDone);
    }

    private @Nullable Void untilDone() {
        LwtMain.runUntil(engine::isDone);
        return null;
    }

    /// Moves the clock until `promise` is resolved. Returns its value, or throws its failure as it is.
    ///
    /// @throws StuckError if it waits for what can never come
    /// @throws IllegalStateException if the program that runs calls it, or the loop is closed
    public <T extends @Nullable Object> T runUntilResolved(Promise<T> promise) {
        Objects.requireNonNull(promise, "promise");
        return going(VirtualEngine.Goal.RESULT, Duration.ZERO, () -> {
            engine.awaits(promise);
            LwtMain.runUntil(() -> !promise.isSleeping());
            return value(promise);
        });
    }

    private static <T extends @Nullable Object> T value(Promise<T> promise) throws Throwable {
        return switch (promise.state()) {
            case State.Return<T>(T value) -> value;
            case State.Fail<T>(Throwable cause) -> throw cause;
            case State.Sleep<T>() -> throw new AssertionError("the loop ran until the promise was resolved");
        };
    }

    /// Closes the loop: what still waits in it waits for ever. The thread has its former loop again.
    ///
    /// Throws the first failure that no promise took since the last call, if there was one. Closing twice
    /// does no harm.
    ///
    /// @throws IllegalStateException if a test loop that was opened later is open still
    @Override
    public void close() {
        if (closed) {
            return;
        }
        checkUsable("close");
        closed = true;
        engine.close();
        loop.endNested();
        throwUnhandled();
    }

    /* ---- Running ---- */

    private <R extends @Nullable Object> R going(VirtualEngine.Goal goal, Duration duration, ThrowingSupplier<R> run) {
        checkUsable("a test loop");
        engine.begin(goal, nanos(duration), nanos(limit));
        R result;
        try {
            result = run.get();
        } catch (Throwable failure) {
            unhandled.forEach(other -> suppress(failure, other));
            unhandled.clear();
            throw thrown(failure);
        } finally {
            engine.end();
        }
        throwUnhandled();
        return result;
    }

    private void checkUsable(String what) {
        if (closed || !loop.isCurrent()) {
            throw new IllegalStateException(what + ": the test loop is closed, or another one was opened in it, or this"
                    + " is another thread: " + Thread.currentThread());
        }
        if (engine.isBegun()) {
            throw new IllegalStateException(
                    what + ": called by the program that the test loop runs; wait for a promise instead");
        }
    }

    private void throwUnhandled() {
        if (!unhandled.isEmpty()) {
            Throwable first = unhandled.removeFirst();
            unhandled.forEach(other -> suppress(first, other));
            unhandled.clear();
            throw thrown(first);
        }
    }

    private RuntimeException thrown(Throwable failure) {
        if (seed != null) {
            suppress(failure, new SeedNote(seed));
        }
        return TestLoop.<RuntimeException>sneaky(failure);
    }

    private static void suppress(Throwable failure, Throwable other) {
        if (failure != other) {
            failure.addSuppressed(other);
        }
    }

    @SuppressWarnings("unchecked") // the cast is erased: that is how a failure of any type is thrown as it is
    private static <X extends Throwable> RuntimeException sneaky(Throwable failure) throws X {
        throw (X) failure;
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? duration.toNanos() : Long.MAX_VALUE;
    }
}
