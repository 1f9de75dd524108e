package lwt.unix;

/// What became of a child process.
///
/// @param pid its number
/// @param status how it ended
/// @param usage the processor time it took; zero where [LwtUnix#haveWait4] is false
public record ChildStatus(long pid, ProcessStatus status, ResourceUsage usage) {}
