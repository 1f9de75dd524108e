package lwt.unix;

/// The two ends of a pipe: what is written to the one can be read from the other.
///
/// @param reader the end to read from
/// @param writer the end to write to
public record PipePair(FileDescriptor reader, FileDescriptor writer) {}
