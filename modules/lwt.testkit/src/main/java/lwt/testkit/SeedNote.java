package lwt.testkit;

/// Goes with a failure, as suppressed by it, so that whoever prints the failure prints the seed.
final class SeedNote extends Throwable {
    private static final long serialVersionUID = 1L;

    SeedNote(long seed) {
        super(
                "this run's order came from the seed " + seed + "; TestLoop.run(" + seed + ", program) repeats it"
                        + " (so does new TestLoop(" + seed + "))",
                null,
                false,
                false);
    }
}
