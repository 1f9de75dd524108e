package lwt.unix;

import java.time.Duration;

/// The processor time that a child process took, with those of its own children for which it had
/// waited.
///
/// @param user in the program
/// @param system in the kernel, on the program's behalf
public record ResourceUsage(Duration user, Duration system) {
    static final ResourceUsage UNKNOWN = new ResourceUsage(Duration.ZERO, Duration.ZERO);
}
