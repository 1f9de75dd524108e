package lwt.unix;

/// How a child process ended, or that it was stopped.
public sealed interface ProcessStatus {
    /// It ended by itself.
    ///
    /// @param code what it returned: 0 to 255, 0 for success
    record Exited(int code) implements ProcessStatus {}

    /// A signal ended it.
    ///
    /// @param signal which one
    record Signaled(UnixSignal signal) implements ProcessStatus {}

    /// A signal stopped it; it may go on. Told by [LwtUnix#waitForChange] only.
    ///
    /// @param signal which one
    record Stopped(UnixSignal signal) implements ProcessStatus {}

    /// Whether it ended with code 0.
    default boolean isSuccess() {
        return this instanceof Exited(int code) && code == 0;
    }

    /// The status that wait(2) reports in these bits.
    static ProcessStatus ofWait(int bits) {
        int low = bits & 0x7f;
        int high = (bits >> 8) & 0xff;
        return low == 0
                ? new Exited(high)
                : low == 0x7f ? new Stopped(new UnixSignal(high)) : new Signaled(new UnixSignal(low));
    }
}
