package lwt.unix;

import java.net.SocketAddress;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.ThrowingBiFunction;
import lwt.ThrowingFunction;
import org.jspecify.annotations.Nullable;

/// Buffered channels: the standard ones, pipes, connections, files and servers.
///
/// The standard channels belong to the loop on which they are asked for. What was written to the
/// output channels when the program ends is flushed by [LwtMain].
///
/// @see "Lwt manual (December 2010), “Lwt concepts”"
public final class LwtIo {
    private static volatile int defaultBufferSize = BufferSizes.DEFAULT;

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

    /// Has [#stdout] and [#stderr] be these channels on this loop from now on. Whoever asked for them before
    /// keeps the former ones, which stay open.
    ///
    /// For programs that show what others print at a place of its own, as the toplevel does above its prompt.
    public static void redirect(OutputChannel stdout, OutputChannel stderr) {
        StandardChannels.ofCurrentLoop()
                .redirect(Objects.requireNonNull(stdout, "stdout"), Objects.requireNonNull(stderr, "stderr"));
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

    /* ---- All channels ---- */

    /// Flushes every output channel of this loop that is open; resolves when that is done. A failure
    /// is not told here: whoever uses the channel next meets it.
    ///
    /// It waits for the operations and atomic sections under way, so it must not be awaited inside
    /// a section.
    public static Promise<@Nullable Void> flushAll() {
        return AutoFlush.ofCurrentLoop().flushAll();
    }

    /// **Any thread.** The size in bytes of the buffers of channels made from now on: 8192 if
    /// nobody changed it. See [InputChannel#resizeBuffer] for that of one channel.
    public static int defaultBufferSize() {
        return defaultBufferSize;
    }

    /// **Any thread.** Changes the size of the buffers of channels made from now on.
    ///
    /// @throws IllegalArgumentException if `bytes` is less than 16
    public static void setDefaultBufferSize(int bytes) {
        defaultBufferSize = BufferSizes.check(bytes);
    }

    /// A new channel from which zeros can be read without end.
    ///
    /// @see "Lwt_io.zero (Lwt 2.2)"
    public static InputChannel zero() {
        return InputChannel.make(new Nowhere());
    }

    /// A new channel that drops what is written to it.
    ///
    /// @see "Lwt_io.null (Lwt 2.2)"
    public static OutputChannel nullOutput() {
        return new OutputChannel(new Nowhere(), 0);
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
        Objects.requireNonNull(body, "body");
        return openConnection(address).bind(channels -> withCloseConnection(channels, body));
    }

    /// Runs `body` on the channels of a connection or a pipe, and closes them in any case; the
    /// result is as in [#withConnection].
    public static <T extends @Nullable Object> Promise<T> withCloseConnection(
            ChannelPair channels,
            ThrowingBiFunction<? super InputChannel, ? super OutputChannel, ? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        return Closing.after(channels, () -> body.apply(channels.input(), channels.output()));
    }

    /* ---- Files ---- */

    /// Opens a file to be read. Fails with [UnixException], `ENOENT` for example.
    ///
    /// @param options see [LwtUnix#openFile(Path, OpenOption...)]
    /// @see "Lwt_io.open_file (Lwt 2.2)"
    public static Promise<InputChannel> openInput(Path path, OpenOption... options) {
        return LwtUnix.openFile(path, options).map(FileChannels::input);
    }

    /// Opens a file to be written. Without an option it is made if it does not exist, one that
    /// anybody may read and write (less the process's umask), and begins anew if it does. Fails with
    /// [UnixException], `EACCES` for example.
    ///
    /// @param options see [LwtUnix#openFile(Path, OpenOption...)]; `WRITE` is implied
    /// @see "Lwt_io.open_file (Lwt 2.2)"
    public static Promise<OutputChannel> openOutput(Path path, OpenOption... options) {
        return openOutput(path, options.length == 0 ? FileChannels.ANEW : Set.of(options), FileChannels.PERMISSIONS);
    }

    /// Opens a file to be written, as [#openOutput(Path, OpenOption...)] does.
    ///
    /// @param permissions what the file permits if it is made, less the process's umask, such as
    ///     `0600`
    public static Promise<OutputChannel> openOutput(Path path, Set<? extends OpenOption> options, int permissions) {
        return FileChannels.openOutput(path, options, permissions);
    }

    /// Opens a file to be read, runs `body` on it, and closes it in any case. The result is that of
    /// `body`, or the failure to open or to close.
    ///
    /// @see "Lwt_io.with_file (Lwt 2.2)"
    public static <T extends @Nullable Object> Promise<T> withInput(
            Path path, ThrowingFunction<? super InputChannel, ? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        return openInput(path).bind(channel -> Closing.after(channel, () -> body.apply(channel)));
    }

    /// Opens a file to be written anew, runs `body` on it, and flushes and closes it in any case.
    /// The result is that of `body`, or the failure to open, to flush or to close. If `body` is
    /// canceled, what was not yet flushed is dropped.
    ///
    /// @see "Lwt_io.with_file (Lwt 2.2)"
    public static <T extends @Nullable Object> Promise<T> withOutput(
            Path path, ThrowingFunction<? super OutputChannel, ? extends Promise<T>> body) {
        return withOutput(path, FileChannels.ANEW, FileChannels.PERMISSIONS, body);
    }

    /// Opens a file as [#openOutput(Path, Set, int)] does; the rest is as in [#withOutput(Path,
    /// ThrowingFunction)].
    public static <T extends @Nullable Object> Promise<T> withOutput(
            Path path,
            Set<? extends OpenOption> options,
            int permissions,
            ThrowingFunction<? super OutputChannel, ? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        return openOutput(path, options, permissions)
                .bind(channel -> Closing.after(channel, () -> body.apply(channel)));
    }

    /// The length of a file in bytes. Fails with `EISDIR` if it is a directory.
    ///
    /// @see "Lwt_io.file_length (Lwt 2.2)"
    public static Promise<Long> fileLength(Path path) {
        return LwtFiles.stat(path)
                .bind(status -> status.kind() == FileKind.DIRECTORY
                        ? Lwt.fail(UnixException.of(Errno.EISDIR, "fileLength", path.toString()))
                        : Lwt.of(status.size()));
    }

    /// The lines of a file, as [InputChannel#lines()]. The file is opened when the first line is
    /// asked for, and closed when the end is reached or reading fails. Who may stop before the end
    /// takes [#withInput], which closes it then, too.
    public static LwtStream<String> linesOfFile(Path path) {
        return FileElements.stream(path, InputChannel::readLineOptional);
    }

    /// The characters of a file, as [InputChannel#chars()]; see [#linesOfFile].
    public static LwtStream<Character> charsOfFile(Path path) {
        return FileElements.stream(path, InputChannel::readCharOptional);
    }

    /// Writes a file anew that consists of these lines.
    public static Promise<@Nullable Void> linesToFile(Path path, LwtStream<String> lines) {
        return withOutput(path, channel -> channel.writeLines(lines));
    }

    /// Writes a file anew that consists of these characters.
    public static Promise<@Nullable Void> charsToFile(Path path, LwtStream<Character> characters) {
        return withOutput(path, channel -> channel.writeChars(characters));
    }

    /* ---- Temporary files ---- */

    /// Makes a file with a name that nobody had, and opens it to be written. It is there until
    /// somebody removes it.
    ///
    /// @see "Lwt_io.open_temp_file (Lwt 3.2)"
    public static Promise<TempFile> openTempFile(TempOptions options) {
        return Temporary.file(Objects.requireNonNull(options, "options"));
    }

    /// Makes a file, runs `body` on its path and channel, and closes and removes it in any case;
    /// `body` may close or remove it itself.
    ///
    /// @see "Lwt_io.with_temp_file (Lwt 3.2)"
    public static <T extends @Nullable Object> Promise<T> withTempFile(
            TempOptions options, ThrowingBiFunction<? super Path, ? super OutputChannel, ? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        return openTempFile(options)
                .bind(file -> Temporary.whileThere(
                        () -> Closing.after(file.channel(), () -> body.apply(file.path(), file.channel())),
                        () -> Temporary.remove(file.path())));
    }

    /// Makes a directory with a name that nobody had. It is there until somebody removes it.
    ///
    /// @apiNote Only its owner may use it unless the options say otherwise; Lwt_io permits it to be
    /// read by all (0755).
    /// @see "Lwt_io.create_temp_dir (Lwt 4.4)"
    public static Promise<Path> createTempDir(TempOptions options) {
        return Temporary.directory(Objects.requireNonNull(options, "options"));
    }

    /// Makes a directory, runs `body` on its path, and removes it and what is in it in any case.
    ///
    /// @see "Lwt_io.with_temp_dir (Lwt 4.4)"
    public static <T extends @Nullable Object> Promise<T> withTempDir(
            TempOptions options, ThrowingFunction<? super Path, ? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        return createTempDir(options)
                .bind(path -> Temporary.whileThere(() -> body.apply(path), () -> Temporary.removeTree(path)));
    }

    /// Removes a file, or a directory and everything in it. Symbolic links are removed, not
    /// followed. Fails with [UnixException] at the first file that cannot be removed, `ENOENT` if
    /// there is nothing of this name.
    ///
    /// @see "Lwt_io.delete_recursively (Lwt 5.7)"
    public static Promise<@Nullable Void> deleteRecursively(Path path) {
        return Temporary.deleteRecursively(path);
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
        return establishServer(LwtUnix.listen(address, options.backlog()), options, handler);
    }

    /// Accepts connections of a socket that listens already; the server owns it from now on. The
    /// rest is as in [#establishServer(SocketAddress, ServerOptions, ThrowingBiFunction)].
    ///
    /// @throws UnixException if it is not an open socket
    public static Server establishServer(
            FileDescriptor listener,
            ServerOptions options,
            ThrowingBiFunction<? super InputChannel, ? super OutputChannel, ? extends Promise<?>> handler)
            throws UnixException {
        Objects.requireNonNull(handler, "handler");
        return new Server(
                listener,
                options,
                client -> withCloseConnection(
                        ChannelPair.of(client), (input, output) -> Lwt.join(handler.apply(input, output))));
    }

    /// Listens on `address`, as [#establishServer(SocketAddress, ServerOptions,
    /// ThrowingBiFunction)], and gives `handler` the client's address with the channels.
    ///
    /// @throws UnixException if the address cannot be listened on (`EADDRINUSE`, `EACCES` and
    ///     others)
    public static Server establishServerWithClientAddress(
            SocketAddress address,
            ServerOptions options,
            ThrowingBiFunction<? super SocketAddress, ? super ChannelPair, ? extends Promise<?>> handler)
            throws UnixException {
        Objects.requireNonNull(handler, "handler");
        return new Server(LwtUnix.listen(address, options.backlog()), options, client -> {
            ChannelPair channels = ChannelPair.of(client);
            return Closing.after(channels, () -> Lwt.join(handler.apply(client.remoteAddress(), channels)));
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
