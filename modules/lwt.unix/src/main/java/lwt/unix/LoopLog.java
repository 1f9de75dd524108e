package lwt.unix;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;

/// What one loop has to do with logs: it writes what other threads have logged, and does not end
/// before its messages are written.
final class LoopLog {
    /*
     * Messages of other threads. They wait in `posted` until the loop writes them, one after the other, in their
     * order. The queue is bounded: when the loop does not keep up, or does not run, the thread that logs writes to
     * standard error output itself. So nothing is lost, no thread waits for the loop (which may be waiting for that
     * thread), and memory is bounded.
     *
     * No message is left behind by a loop that ends: who posts looks whether the loop runs after the message is in the
     * queue, and who ends the loop says that it does not run before it empties the queue; one of the two sees the
     * other. Taking from the queue is atomic, so the message is written once. The end of the process does the same
     * when the exit hooks have run: the shutdown hooks of other libraries like to log.
     *
     * Messages under way. `underWay` counts the outputs that are not done; while there are some, an exit hook waits for
     * them, but not for ever: a syslog daemon that reads nothing must not keep the program from ending.
     */
    static final int MOST_POSTED = 8192;

    /// How long the end of the loop waits for messages under way.
    static final Duration GRACE = Duration.ofSeconds(1);

    private static final int MOST_IN_A_TURN = 256;

    private final MainLoop main;
    private final Queue<Posted> posted = new LinkedBlockingQueue<>(MOST_POSTED);
    private final AtomicBoolean announced = new AtomicBoolean();
    private boolean writing;
    private int underWay;
    private boolean hooked;
    private @Nullable Resolver<@Nullable Void> ending;

    private record Posted(Logger logger, LogMessage message) {}

    LoopLog(MainLoop main) {
        this.main = main;
    }

    /* ---- Messages of other threads ---- */

    /// Has the loop write this message. **Any thread.**
    void post(Logger logger, LogMessage message) {
        if (!mayWrite() || !posted.offer(new Posted(logger, message))) {
            LastResort.write(message);
        } else if (!mayWrite()) {
            writeLeftOver();
        } else if (announced.compareAndSet(false, true)) {
            main.loop.execute(this::writePosted);
        }
    }

    private boolean mayWrite() {
        return main.isRunning() && !ProcessEnd.come;
    }

    /// Begins to write what was posted, unless that is under way.
    void writePosted() {
        announced.set(false);
        if (!writing && !posted.isEmpty()) {
            writing = true;
            Lwt.async(() -> track(writeAll(0).bind(_ -> {
                writing = false;
                return Lwt.unit();
            })));
        }
    }

    private Promise<@Nullable Void> writeAll(int count) {
        if (count == MOST_IN_A_TURN) {
            return Lwt.pause().bind(_ -> writeAll(0));
        }
        Posted next = posted.poll();
        if (next == null) {
            return Lwt.unit();
        }
        return Lwt.catching(() -> next.logger.write(next.message), failure -> {
                    LastResort.write(next.message);
                    LastResort.complain("the message above was for " + next.logger + ", which failed: " + failure);
                    return Lwt.unit();
                })
                .bind(_ -> writeAll(count + 1));
    }

    /// The loop does not run any more.
    void writeLeftOver() {
        for (Posted next = posted.poll(); next != null; next = posted.poll()) {
            LastResort.write(next.message);
        }
    }

    /* ---- Messages under way ---- */

    /// Lets the end of the loop wait for this output.
    Promise<@Nullable Void> track(Promise<@Nullable Void> output) {
        if (output.isSleeping()) {
            underWay++;
            if (!hooked) {
                hooked = true;
                main.exitHooks().add(this::atExit);
            }
            output.onTermination(this::written);
        }
        return output;
    }

    private void written() {
        underWay--;
        Resolver<@Nullable Void> waiting = ending;
        if (underWay == 0 && waiting != null) {
            ending = null;
            waiting.wakeupLater(null);
        }
    }

    private Promise<@Nullable Void> atExit() {
        hooked = false;
        if (underWay == 0) {
            return Lwt.unit();
        }
        Resolver<@Nullable Void> waiting = Lwt.task();
        ending = waiting;
        return Lwt.pick(waiting.promise(), main.sleep(GRACE.toNanos()));
    }

    /// From when on nobody relies on loops any more.
    private static final class ProcessEnd {
        static volatile boolean come;

        static {
            ExitHooks.afterwards(() -> {
                come = true;
                MainLoop.allRunning().forEach(main -> main.log().writeLeftOver());
            });
        }
    }
}
