package lwt.unix;

import java.util.List;

/// What [FileDescriptor#receiveMessage] got.
///
/// @param count the bytes that were written to the buffers
/// @param descriptors those that came along, which are the receiver's to close
/// @param truncated whether a part is lost: of a message that was longer than the buffers' room, or
/// descriptors that this process had no numbers for
public record ReceivedMessage(int count, List<FileDescriptor> descriptors, boolean truncated) {
    /// Of these; the list is copied.
    public ReceivedMessage {
        descriptors = List.copyOf(descriptors);
    }
}
