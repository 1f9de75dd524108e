package lwt.unix;

import java.time.Duration;

/// Waiting for what the system tells nobody: the operation is tried again after a pause, which grows
/// each time.
final class Pause {
    private static final Duration LONGEST = Duration.ofMillis(50);

    private Duration length = Duration.ofMillis(1);

    /// Holds the queue back for the pause.
    void hold(OperationQueue queue) {
        queue.hold();
        LwtUnix.sleep(length).onSuccess(_ -> queue.release());
        Duration twice = length.multipliedBy(2);
        length = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }
}
