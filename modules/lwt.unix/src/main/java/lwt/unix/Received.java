package lwt.unix;

import java.net.SocketAddress;

/// A message that was received, and where it comes from: [FileDescriptor#receiveFrom].
///
/// @param count the bytes that were written to the buffer
/// @param sender where it comes from; for a Unix-domain peer without address, the empty path
/// @param truncated whether the message was longer than the buffer's room; the rest is lost
public record Received(int count, SocketAddress sender, boolean truncated) {}
