package lwt.direct;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.State;
import lwt.ThrowingRunnable;
import lwt.ThrowingSupplier;

/// Runs a program on a loop of its own, on a new thread, with the smallest driver there is.
final class LoopRunner {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// A fiber's stack is part of the stack of the loop's thread while it runs; this is what a main thread has.
    private static final long STACK = 8 << 20;

    private LoopRunner() {}

    /// What the fiber that runs `body` returns; its failure is thrown as it is.
    static <T> T inFiber(Mechanism mechanism, ThrowingSupplier<T> body) {
        return onLoop(mechanism, () -> Direct.spawn(body));
    }

    static void inFiber(Mechanism mechanism, ThrowingRunnable body) {
        onLoop(mechanism, () -> Direct.spawn(body).map(_ -> "ran"));
    }

    /// What the promise that `body` makes, in the loop's own code, is resolved with.
    static <T> T onLoop(Mechanism mechanism, ThrowingSupplier<Promise<T>> body) {
        return onThread(Thread.ofPlatform().name("loop of a test").daemon().stackSize(STACK), () -> {
            Loop.current().attachment(Mechanism.class, _ -> mechanism);
            return drive(Lwt.unit().bind(_ -> body.get()));
        });
    }

    /// What `program` returns on a new thread made by `builder`.
    static <T> T onThread(Thread.Builder builder, Callable<T> program) {
        FutureTask<T> task = new FutureTask<>(program);
        Thread thread = builder.start(task);
        try {
            return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw LoopRunner.<RuntimeException>unchecked(e.getCause());
        } catch (TimeoutException e) {
            AssertionError hangs = new AssertionError("the program hangs; its thread is here");
            hangs.setStackTrace(thread.getStackTrace());
            throw hangs;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Turns the calling thread's loop until `p` is resolved.
    static <T> T drive(Promise<T> p) {
        Loop loop = Loop.current();
        Thread me = Thread.currentThread();
        loop.setWaker(() -> LockSupport.unpark(me));
        while (p.isSleeping()) {
            loop.turn();
            if (p.isSleeping() && loop.trySleep()) {
                LockSupport.park();
                loop.awake();
            }
        }
        return switch (p.state()) {
            case State.Return<T>(T value) -> value;
            case State.Fail<T>(Throwable cause) -> throw LoopRunner.<RuntimeException>unchecked(cause);
            case State.Sleep<T>() -> throw new AssertionError();
        };
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the cast is erased
    private static <X extends Throwable> X unchecked(Throwable failure) throws X {
        throw (X) failure;
    }
}
