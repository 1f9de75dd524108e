package lwt.ssl;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import lwt.Promise;
import lwt.unix.ChannelPair;
import lwt.unix.FileDescriptor;
import lwt.unix.InputChannel;
import lwt.unix.OutputChannel;
import org.jspecify.annotations.Nullable;

/// A socket that is encrypted with TLS, or a plain one: the same calls for both.
///
/// It is made by [LwtSsl]. Reads are served in the order in which they were asked for, and so are
/// writes; the two do not hold up each other. Canceling one that waits takes it back: no byte is lost,
/// and the socket stays usable. Buffers must not be touched while an operation that uses them waits.
///
/// Operations fail with [javax.net.ssl.SSLException], with what the descriptor fails with (mostly a
/// [lwt.unix.UnixException]), and with [java.net.SocketException] once the socket is closed. What is
/// broken once stays so: later calls fail in the same way.
///
/// @see "Lwt manual (December 2010), “SSL support”"
public abstract sealed class SslSocket permits PlainSocket, TlsSocket {
    private @Nullable ChannelPair channels;

    SslSocket() {}

    /* ---- Bytes ---- */

    /// Reads at most `length` bytes into `bytes` from `offset` on. Resolves, when at least one byte is
    /// there, with the number read: 0 at the end, which the peer has declared with `close_notify`.
    ///
    /// Fails with [SslTruncatedException] if the connection ends without that.
    ///
    /// @throws IndexOutOfBoundsException if the range is not within the array
    public abstract Promise<Integer> read(byte[] bytes, int offset, int length);

    /// Reads into the buffer's room and moves its position. Else like [#read(byte\[\], int, int)].
    ///
    /// @throws java.nio.ReadOnlyBufferException if the buffer cannot be written to
    public abstract Promise<Integer> read(ByteBuffer buffer);

    /// Writes some of the `length` bytes of `bytes` from `offset` on. Resolves with the number taken,
    /// as soon as there is room: at least 1, unless `length` is 0.
    ///
    /// Bytes that are taken are encrypted and on their way; at most some 80 KiB of them wait here for a
    /// slow peer. A failure to send them is the failure of the next write, or of [#flush].
    ///
    /// @throws IndexOutOfBoundsException if the range is not within the array
    public abstract Promise<Integer> write(byte[] bytes, int offset, int length);

    /// Writes some of the bytes that remain in the buffer and moves its position. Else like
    /// [#write(byte\[\], int, int)].
    public abstract Promise<Integer> write(ByteBuffer buffer);

    /// Resolves when the system has all bytes that were written; fails if it cannot have them.
    public abstract Promise<@Nullable Void> flush();

    /// Resolves when a read would not have to wait.
    ///
    /// @apiNote Lwt_ssl only lets others run here, if the socket is encrypted.
    public abstract Promise<@Nullable Void> waitRead();

    /// Resolves when a write would not have to wait.
    ///
    /// @apiNote Lwt_ssl only lets others run here, if the socket is encrypted.
    public abstract Promise<@Nullable Void> waitWrite();

    /* ---- Channels ---- */

    /// Channels over this socket, always the same ones. Closing the input closes the output, and
    /// closing the output flushes it and closes the socket.
    public ChannelPair channels() {
        ChannelPair made = channels;
        if (made == null) {
            made = new SocketChannels(this).pair();
            channels = made;
        }
        return made;
    }

    /// The input of [#channels].
    public InputChannel inputChannel() {
        return channels().input();
    }

    /// The output of [#channels].
    public OutputChannel outputChannel() {
        return channels().output();
    }

    /* ---- What is agreed on ---- */

    /// The descriptor below. Closing it, or reading and writing there, is up to this socket.
    public abstract FileDescriptor file();

    /// Whether the socket is encrypted.
    public abstract boolean isSsl();

    /// Protocol, cipher, peer and certificates: empty for a plain socket and before the handshake.
    public abstract Optional<SSLSession> session();

    /// The protocol chosen by ALPN, such as `h2`: empty if none was.
    public abstract Optional<String> applicationProtocol();

    /// The peer's certificate and those that lead to an authority, in this order: empty if it showed
    /// none.
    public abstract List<X509Certificate> peerCertificates();

    /* ---- The end ---- */

    /// Tells the peer that no more comes, after the writes that wait: with `close_notify`, or for a
    /// plain socket as [FileDescriptor#shutdownSend] does. Resolves when that is sent. What the peer
    /// sends can still be read, but see below.
    ///
    /// With TLS 1.2 the peer has to answer by ending its own way, too, and mostly drops what it still
    /// had to say; with TLS 1.3 each way ends by itself.
    public abstract Promise<@Nullable Void> shutdownSend();

    /// Ends TLS both ways: sends `close_notify` and resolves when the peer's has come. What the peer
    /// still sends before that is dropped. The socket remains to be closed. Does nothing on a plain
    /// socket.
    ///
    /// Fails with [SslTruncatedException] if the connection ends instead.
    public abstract Promise<@Nullable Void> sslShutdown();

    /// Writes what still waits, tells the peer that no more comes, and closes the descriptor; does not
    /// wait for the peer to end as well. What waits for the socket fails.
    ///
    /// Canceling it closes the descriptor at once. Fails, after closing, if bytes that a write had taken
    /// cannot be sent. Closing again returns the same promise.
    public abstract Promise<@Nullable Void> close();

    /// Has what waits for the socket, and all calls from now on, fail with this. It remains to be
    /// closed.
    public abstract void abort(Throwable cause);

    /// Whether [#close] was called.
    public abstract boolean isClosed();
}
