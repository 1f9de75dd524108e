package lwt.unix;

/// A pipe of which this process uses one end; the other is for a process that it starts.
///
/// @param descriptor the end for this process
/// @param other the number of the other end, which blocks. It belongs to whoever made the pipe, who
/// has to close it, by [FileDescriptor#of] for example
public record HalfPipe(FileDescriptor descriptor, int other) {}
