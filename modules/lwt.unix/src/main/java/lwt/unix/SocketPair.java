package lwt.unix;

/// Two sockets that are connected with each other: [LwtUnix#socketPair].
public record SocketPair(FileDescriptor first, FileDescriptor second) {}
