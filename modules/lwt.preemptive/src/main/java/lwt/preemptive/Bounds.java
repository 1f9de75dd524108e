package lwt.preemptive;

/// How many threads the pool keeps, and how many it has at most.
///
/// @param least how many are kept when there is nothing to do
/// @param most how many there are when there is a lot to do
public record Bounds(int least, int most) {
    /// Bounds that fit together.
    ///
    /// @throws IllegalArgumentException if `least` is negative, or `most` is less than `least` or 1
    public Bounds {
        if (least < 0 || most < Math.max(1, least)) {
            throw new IllegalArgumentException(
                    "a pool of " + least + " to " + most + " threads: the least must not be negative, and the most"
                            + " must be at least 1 and not below the least");
        }
    }
}
