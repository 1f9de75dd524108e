package lwt.top;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lwt.Loop;
import lwt.Lwt;
import lwt.Resolver;
import lwt.unix.ByteSink;
import lwt.unix.LwtIo;
import lwt.unix.LwtMain;
import lwt.unix.OutputChannel;
import org.jspecify.annotations.Nullable;

/*
 * The loop on which the user's code runs, on a thread of its own: it turns while the user types, and the editor
 * answers while the user's code does not give its turn away.
 *
 * An error of the virtual machine ends LwtMain.run. A session is to outlive a stack overflow, so it is run again.
 */
final class UserLoop {
    private static final long MOST_SECONDS_TO_END = 6; // exit hooks have five

    /// Where the loop's standard channels write; null for the standard descriptors.
    record Outputs(ByteSink stdout, ByteSink stderr) {}

    private final Thread thread;
    private final Loop loop;
    private final Resolver<Boolean> end;

    private UserLoop(Thread thread, Loop loop, Resolver<Boolean> end) {
        this.thread = thread;
        this.loop = loop;
        this.end = end;
    }

    static UserLoop start(@Nullable Outputs outputs) {
        CompletableFuture<UserLoop> started = new CompletableFuture<>();
        Thread.ofPlatform().name("toplevel").daemon().start(() -> {
            Resolver<Boolean> end = Lwt.waiter();
            try {
                if (outputs != null) {
                    LwtIo.redirect(OutputChannel.make(outputs.stdout()), OutputChannel.make(outputs.stderr()));
                }
                started.complete(new UserLoop(Thread.currentThread(), Loop.current(), end));
            } catch (Throwable failure) {
                started.completeExceptionally(failure);
                throw failure;
            }
            while (end.promise().isSleeping()) {
                runOnce(end);
            }
        });
        return started.join();
    }

    private static void runOnce(Resolver<Boolean> end) {
        try {
            Boolean _ = LwtMain.run(end.promise());
        } catch (Throwable failure) {
            Thread self = Thread.currentThread();
            self.getUncaughtExceptionHandler().uncaughtException(self, failure);
        }
    }

    Loop loop() {
        return loop;
    }

    Thread thread() {
        return thread;
    }

    /// **Any thread but the loop's own.** Ends the loop, with its exit hooks.
    void stop() {
        loop.execute(() -> end.wakeup(true));
        try {
            thread.join(TimeUnit.SECONDS.toMillis(MOST_SECONDS_TO_END));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
