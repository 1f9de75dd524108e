package lwt.unix;

import java.time.Duration;
import java.util.Objects;

/// Lengths of time, without overflow.
final class Times {
    private Times() {}

    /// The nanoseconds of a duration; `Long.MAX_VALUE` if there are more.
    ///
    /// @throws IllegalArgumentException if the duration is negative
    static long toNanos(Duration duration) {
        if (Objects.requireNonNull(duration, "duration").isNegative()) {
            throw new IllegalArgumentException("a duration must not be negative: " + duration);
        }
        return duration.toSeconds() < Long.MAX_VALUE / 1_000_000_000 ? duration.toNanos() : Long.MAX_VALUE;
    }

    /// `a + b` of two numbers that are not negative; `Long.MAX_VALUE` if that is too large.
    static long add(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /// Milliseconds for a call that counts in them: never shorter; negative stays without limit.
    static int toMillisRoundedUp(long nanos) {
        return nanos < 0
                ? -1
                : (int) Math.min((nanos / 1_000_000) + (nanos % 1_000_000 == 0 ? 0 : 1), Integer.MAX_VALUE);
    }
}
