package bench;

/// How long to measure.
///
/// @param rounds how often every contender takes its turn
/// @param warmups warm-up iterations of a JVM
/// @param warmupMillis milliseconds of each
/// @param iterations measured iterations of a JVM; of the original: repetitions
/// @param iterationMillis milliseconds of each
public record Effort(int rounds, int warmups, int warmupMillis, int iterations, int iterationMillis) {
    private static final Effort FULL = new Effort(3, 4, 300, 5, 200);
    private static final Effort QUICK = new Effort(1, 3, 250, 5, 120);

    public static Effort of(boolean quick) {
        return quick ? QUICK : FULL;
    }
}
