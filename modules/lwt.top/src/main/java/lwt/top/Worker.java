package lwt.top;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;

/// The thread on which JShell works, one question after the other; the answers are promises of the loop that made it.
final class Worker {
    private final Loop loop = Loop.current();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("compiler").daemon().factory());

    /// Canceling it drops a question that was not begun, and else the answer.
    <T extends @Nullable Object> Promise<T> ask(Callable<T> question) {
        Resolver<T> answer = Lwt.task();
        Flag unwanted = new Flag();
        answer.promise().onCancel(() -> unwanted.set = true);
        thread.execute(() -> {
            if (!unwanted.set) {
                work(question, answer);
            }
        });
        return answer.promise();
    }

    private static final class Flag {
        volatile boolean set;
    }

    private <T extends @Nullable Object> void work(Callable<T> question, Resolver<T> answer) {
        try {
            T result = question.call();
            loop.execute(() -> {
                if (answer.promise().isSleeping()) {
                    answer.wakeup(result);
                }
            });
        } catch (Throwable failure) {
            loop.execute(() -> {
                if (answer.promise().isSleeping()) {
                    answer.fail(failure);
                }
            });
        }
    }
}
