package lwt.unix;

import java.net.SocketAddress;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingBiFunction;
import lwt.ThrowingFunction;
import org.jspecify.annotations.Nullable;

/// Buffered channels: the standard ones, pipes, connections and servers.
///
/// The standard channels belong to the loop on which they are asked for. What was written to the
/// output channels when the program ends is flushed by [LwtMain].
///
/// @see "Lwt manual (December 2010), “Lwt concepts”"
public final class LwtIo {
    private LwtIo() {}

    /* ---- The standard channels ---- */

    /// The standard input.
    public static InputChannel stdin() {
        return StandardChannels.ofCurrentLoop().stdin();
    }

    /// The standard output.
    public static OutputChannel stdout() {
        return StandardChannels.ofCurrentLoop().stdout();
    }

    /// The standard error output. It is buffered like any channel: what is written appears when the
    /// loop has run what was ready, or when it is flushed.
    public static OutputChannel stderr() {
        return StandardChannels.ofCurrentLoop().stderr();
    }

    /// Writes a text to the standard output.
    public static Promise<@Nullable Void> print(String text) {
        return stdout().write(text);
    }

    /// Writes a text and `\n` to the standard output.
    public static Promise<@Nullable Void> printl(String line) {
        return stdout().writeLine(line);
    }

    /// Writes a formatted text to the standard output; see [OutputChannel#printf].
    ///
    /// @see "Lwt manual (December 2010), “Primitives for thread composition”"
    public static Promise<@Nullable Void> printf(String format, @Nullable Object... arguments) {
        return stdout().printf(format, arguments);
    }

    /// Writes a formatted text and `\n` to the standard output; see [OutputChannel#printlf].
    public static Promise<@Nullable Void> printlf(String format, @Nullable Object... arguments) {
        return stdout().printlf(format, arguments);
    }

    /// Writes a text to the standard error output.
    public static Promise<@Nullable Void> eprint(String text) {
        return stderr().write(text);
    }

    /// Writes a text and `\n` to the standard error output.
    public static Promise<@Nullable Void> eprintl(String line) {
        return stderr().writeLine(line);
    }

    /// Writes a formatted text to the standard error output; see [OutputChannel#printf].
    public static Promise<@Nullable Void> eprintf(String format, @Nullable Object... arguments) {
        return stderr().printf(format, arguments);
    }

    /// Writes a formatted text and `\n` to the standard error output; see [OutputChannel#printlf].
    public static Promise<@Nullable Void> eprintlf(String format, @Nullable Object... arguments) {
        return stderr().printlf(format, arguments);
    }

    /* ---- Pipes and connections ---- */

    /// Makes a pipe: what is written to its output can be read from its input.
    ///
    /// @see "Lwt manual (December 2010), “Lwt concepts”"
    public static ChannelPair pipe() throws UnixException {
        PipePair pipe = LwtUnix.pipe();
        return new ChannelPair(InputChannel.of(pipe.reader()), OutputChannel.of(pipe.writer()));
    }

    /// Connects to `address`. Fails with [UnixException] if nobody answers there (`ECONNREFUSED`
    /// and others). Canceling it gives up the attempt.
    public static Promise<ChannelPair> openConnection(SocketAddress address) {
        return LwtUnix.connect(address).map(ChannelPair::of);
    }

    /// Connects to `address`, runs `body` on the connection, and closes it in any case.
    ///
    /// The result is that of `body`; a failure to flush or close is the result only if `body`
    /// succeeded. If `body` is canceled, the connection is closed at once, and what was not yet
    /// flushed is dropped.
    public static <T extends @Nullable Object> Promise<T> withConnection(
            SocketAddress address,
            ThrowingBiFunction<? super InputChannel, ? super OutputChannel, ? extends Promise<T>> body) {
        return openConnection(address)
                .bind(channels -> Closing.after(channels, () -> body.apply(channels.input(), channels.output())));
    }

    /* ---- Servers ---- */

    /// Listens on `address`, as [#establishServer(SocketAddress, ServerOptions,
    /// ThrowingBiFunction)] with [ServerOptions#DEFAULT].
    public static Server establishServer(
            SocketAddress address,
            ThrowingBiFunction<? super InputChannel, ? super OutputChannel, ? extends Promise<?>> handler)
            throws UnixException {
        return establishServer(address, ServerOptions.DEFAULT, handler);
    }

    /// Listens on `address`, and runs `handler` on the channels of each connection, which are
    /// flushed and closed when the handler's promise is resolved.
    ///
    /// @throws UnixException if the address cannot be listened on (`EADDRINUSE`, `EACCES` and
    ///     others)
    public static Server establishServer(
            SocketAddress address,
            ServerOptions options,
            ThrowingBiFunction<? super InputChannel, ? super OutputChannel, ? extends Promise<?>> handler)
            throws UnixException {
        return new Server(LwtUnix.listen(address, options.backlog()), options, client -> {
            ChannelPair channels = ChannelPair.of(client);
            return Closing.after(channels, () -> Lwt.join(handler.apply(channels.input(), channels.output())));
        });
    }

    /// Listens on `address`, and runs `handler` on the socket of each connection, which is closed
    /// when the handler's promise is resolved: as [#establishServer(SocketAddress, ServerOptions,
    /// ThrowingBiFunction)], without channels.
    ///
    /// @throws UnixException if the address cannot be listened on (`EADDRINUSE`, `EACCES` and
    ///     others)
    public static Server establishSocketServer(
            SocketAddress address,
            ServerOptions options,
            ThrowingFunction<? super FileDescriptor, ? extends Promise<?>> handler)
            throws UnixException {
        return new Server(
                LwtUnix.listen(address, options.backlog()),
                options,
                client -> Lwt.finalizing(() -> Lwt.join(handler.apply(client)), client::close));
    }
}
