package lwt.unix;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The threads that read and write pipes of child processes for the portable engine, since no
/// selector can watch these. Not the workers of jobs: a child that says nothing for hours must not
/// keep one of those.
final class ChildThreads {
    private static final Executor THREADS =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "lwt-child-pipe");
                thread.setDaemon(true);
                return thread;
            });

    private ChildThreads() {}

    static void run(Runnable task) {
        THREADS.execute(task);
    }
}
