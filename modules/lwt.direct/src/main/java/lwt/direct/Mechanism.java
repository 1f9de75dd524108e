package lwt.direct;

import lwt.Loop;
import org.jspecify.annotations.Nullable;

/*
 * How the fibers of a loop get stacks of their own; chosen when the loop starts its first fiber.
 */
enum Mechanism {
    /// Virtual threads that the loop schedules.
    LOOP {
        @Override
        <T extends @Nullable Object> Fiber<T> fiber(Loop loop, Object body) {
            return new ScheduledFiber<>(loop, body);
        }
    },

    /// Ordinary virtual threads that hand a baton to the loop and back.
    BATON {
        @Override
        <T extends @Nullable Object> Fiber<T> fiber(Loop loop, Object body) {
            return new BatonFiber<>(loop, body);
        }
    };

    static final String PROPERTY = "lwt.fibers";

    private static final System.Logger LOG = System.getLogger("lwt.direct");

    /// Whether the log has been told that fibers are slow here; a race between two loops may tell it twice.
    private static boolean told;

    abstract <T extends @Nullable Object> Fiber<T> fiber(Loop loop, Object body);

    static Mechanism of(Loop loop) {
        return loop.attachment(Mechanism.class, Mechanism::choose);
    }

    private static Mechanism choose(Loop loop) {
        String wanted = System.getProperty(PROPERTY, "");
        String refusal = refusal(loop);
        return switch (wanted) {
            case "baton" -> BATON;
            case "loop" -> {
                if (refusal != null) {
                    throw new IllegalStateException("-D" + PROPERTY + "=loop cannot be had: " + refusal);
                }
                yield LOOP;
            }
            case "" -> {
                if (refusal != null) {
                    tell(refusal);
                    yield BATON;
                }
                yield LOOP;
            }
            default ->
                throw new IllegalArgumentException("-D" + PROPERTY + "=" + wanted
                        + ": known are loop and baton; without it the best one is taken");
        };
    }

    /// Why fibers of this loop cannot be scheduled by it, or what to do; null if they can.
    private static @Nullable String refusal(Loop loop) {
        return loop.owner().isVirtual()
                ? "the loop runs on a virtual thread; run it on a platform thread"
                : VirtualThreads.refusal();
    }

    private static void tell(String refusal) {
        if (!told) {
            told = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "fibers are slow here, and a blocking call in a fiber blocks the loop: {0}",
                    refusal);
        }
    }
}
