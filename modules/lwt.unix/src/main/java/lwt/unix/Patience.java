package lwt.unix;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// How a thread looks for a while before it sleeps, if experience says that it pays. For one thread.
final class Patience {
    /*
     * Overview
     *
     * To wake a thread up takes microseconds, tens of them if its processor has gone idle; looking costs nothing but
     * the processor, if that has nothing else to do. Whether what is awaited comes soon only the past can tell. So a
     * look that found something is followed by another one the next time. One in vain is followed by sleeps without a
     * look: by FEW of them, by twice as many after the next one in vain, up to MANY; half as many after a success. So
     * where nothing ever comes soon, a sleep costs LOOK / MANY more in the long run.
     *
     * With one processor nothing comes while a thread looks.
     */
    static final long LOOK = TimeUnit.MICROSECONDS.toNanos(50);
    private static final int GLANCES = 16; // between two looks at the clock
    static final int FEW = 16;
    static final int MANY = 4096;

    private final boolean alone;
    private final LongSupplier clock;
    private int pause = FEW; // sleeps without a look after the next one in vain
    private int left; // of the present pause

    Patience() {
        this(Runtime.getRuntime().availableProcessors(), System::nanoTime);
    }

    Patience(int processors, LongSupplier clock) {
        this.alone = processors == 1;
        this.clock = clock;
    }

    /// Looks until `found` says true or patience ends. Returns what `found` said last.
    boolean look(BooleanSupplier found) {
        if (alone) {
            return found.getAsBoolean();
        }
        if (left > 0) {
            left--;
            return found.getAsBoolean();
        }
        long begin = clock.getAsLong();
        do {
            for (int i = 0; i < GLANCES; i++) {
                if (found.getAsBoolean()) {
                    pause = Math.max(FEW, pause / 2);
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (clock.getAsLong() - begin < LOOK);
        left = pause;
        pause = Math.min(MANY, pause * 2);
        return false;
    }
}
