package lwt.unix;

import java.util.List;
import java.util.Optional;

/// What [FileDescriptor#acceptMany] got.
///
/// @param connections those that were accepted, at least one, the oldest first
/// @param failure why there are not more, if that is because accepting failed
public record AcceptedMany(List<Accepted> connections, Optional<UnixException> failure) {
    /// Of these; the list is copied.
    public AcceptedMany {
        connections = List.copyOf(connections);
    }
}
