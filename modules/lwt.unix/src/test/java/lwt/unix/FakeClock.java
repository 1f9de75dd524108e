package lwt.unix;

/// An engine on which time passes only while the loop waits, and then at once.
final class FakeClock extends ForwardingEngine {
    private long now;

    FakeClock(Engine engine) {
        super(engine);
    }

    @Override
    public boolean iterate(long timeoutNanos) {
        if (timeoutNanos <= 0) {
            return super.iterate(timeoutNanos);
        }
        now += timeoutNanos;
        return super.iterate(0);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    /// Lets time pass as a long computation does.
    void advance(java.time.Duration duration) {
        now += duration.toNanos();
    }
}
