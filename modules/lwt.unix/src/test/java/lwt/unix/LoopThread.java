package lwt.unix;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.ThrowingSupplier;

/// A loop that runs on a thread of its own until it is closed; the test's thread is a foreign one.
final class LoopThread implements AutoCloseable {
    private final CompletableFuture<Loop> started = new CompletableFuture<>();
    private final CompletableFuture<Resolver<Void>> end = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "loop of a test");

    LoopThread() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        Resolver<Void> last = Lwt.waiter();
        end.complete(last);
        LwtMain.run(() -> {
            started.complete(Loop.current());
            return last.promise();
        });
    }

    Loop loop() {
        return started.join();
    }

    /// What `body` returns, on the loop.
    <T> T call(ThrowingSupplier<T> body) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop().execute(() -> {
            try {
                result.complete(body.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return within(result);
    }

    /// What the promise that `body` makes on the loop is resolved with.
    <T> T await(ThrowingSupplier<Promise<T>> body) throws InterruptedException {
        return call(body).join();
    }

    static <T> T within(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw LoopThread.<RuntimeException>as(e.getCause());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // nothing is cast at run time
    private static <X extends Throwable> X as(Throwable failure) throws X {
        throw (X) failure;
    }

    @Override
    public void close() {
        Resolver<Void> last = end.join();
        loop().execute(() -> last.wakeup(null));
        try {
            thread.join(20_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
