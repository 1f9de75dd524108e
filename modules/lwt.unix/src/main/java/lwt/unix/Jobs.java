package lwt.unix;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;

/// The jobs of one loop, and the worker threads that all loops share.
final class Jobs {
    private static final ExecutorService WORKERS = workers();

    private final Loop loop;

    Jobs(MainLoop main) {
        loop = main.loop;
    }

    private static ExecutorService workers() {
        int most = 1000;
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(most, most, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "lwt-worker");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /// Calls `call` on a worker; resolves with what it returns, or fails with what it throws.
    <T extends @Nullable Object> Promise<T> call(Callable<T> call) {
        return run(new Job<T>() {
            private @Nullable T value;

            @Override
            protected void run() throws Exception {
                value = call.call();
            }

            @Override
            @SuppressWarnings("NullAway") // null only if the call returned it
            protected T result() {
                return value;
            }
        });
    }

    <T extends @Nullable Object> Promise<T> run(Job<T> job) {
        Resolver<T> resolver = Lwt.task();
        loop.retain();
        WORKERS.execute(() -> {
            Throwable failure = null;
            try {
                job.run();
            } catch (Throwable e) {
                failure = e;
            }
            Throwable thrown = failure;
            loop.execute(() -> end(job, resolver, thrown));
        });
        return resolver.promise();
    }

    private <T extends @Nullable Object> void end(Job<T> job, Resolver<T> resolver, @Nullable Throwable thrown) {
        loop.release();
        try {
            if (resolver.promise().isSleeping()) {
                if (thrown != null) {
                    resolver.fail(thrown);
                } else {
                    resolver.wakeup(job.result());
                }
            }
        } catch (Exception e) {
            resolver.fail(e);
        } finally {
            job.free();
        }
    }
}
