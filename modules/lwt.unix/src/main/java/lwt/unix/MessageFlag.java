package lwt.unix;

/// How [FileDescriptor#send], [FileDescriptor#receive] and their like differ from reading and
/// writing. Needs the epoll engine.
public enum MessageFlag {
    /// Sends or receives out-of-band data (TCP's urgent byte). Who receives does not wait for it: it
    /// is there, or the call fails with `EINVAL`.
    OUT_OF_BAND(SocketStructs.MSG_OOB),

    /// Sends to hosts of the local network only, past the routing table.
    DO_NOT_ROUTE(SocketStructs.MSG_DONTROUTE),

    /// Receives, but leaves what was received for the next call.
    PEEK(SocketStructs.MSG_PEEK);

    final int code;

    MessageFlag(int code) {
        this.code = code;
    }

    static int codes(MessageFlag... flags) {
        int codes = 0;
        for (MessageFlag flag : flags) {
            codes |= flag.code;
        }
        return codes;
    }
}
