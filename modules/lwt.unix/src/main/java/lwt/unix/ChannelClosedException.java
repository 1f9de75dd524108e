package lwt.unix;

import java.nio.channels.ClosedChannelException;

/// The failure of an operation on a channel that is closed, or that was closed while the operation
/// waited.
///
/// @see "Lwt_io.Channel_closed (Lwt 2.2)"
public final class ChannelClosedException extends ClosedChannelException {
    private static final long serialVersionUID = 1;

    private final String channel;

    ChannelClosedException(String channel) {
        this.channel = channel;
    }

    @Override
    public String getMessage() {
        return "the " + channel + " is closed";
    }
}
