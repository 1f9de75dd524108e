package lwt.unix;

import java.util.Optional;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.ThrowingFunction;
import org.jspecify.annotations.Nullable;

/// Running programs: starting them, talking with them, waiting for their end.
///
/// A program that cannot be started is a failure with [UnixException]: `ENOENT` if there is none
/// of that name, `EACCES` if it must not be executed; `chdir` in its message tells that it is the
/// directory. A child gets no descriptor of ours but its standard streams.
///
/// The functions named `pread…` read what the program writes, `pwrite…` write what it reads,
/// `pmap…` do both. Those that return a promise or a stream close their channels when they end,
/// however they end, and do not wait for the program's end: one that goes on finds its input at
/// the end and its output unwanted.
///
/// @see Command
public final class LwtProcess {
    private LwtProcess() {}

    /* ---- Starting ---- */

    /// Starts a program with no channels to it, except where its command says [Redirection#PIPE].
    ///
    /// @throws UnixException if it cannot be started
    public static ChildProcess openProcessNone(Command command) throws UnixException {
        return ChildProcess.start(command);
    }

    /// Starts a program whose output is read: [ChildProcess#stdout].
    ///
    /// @throws UnixException if it cannot be started
    /// @throws IllegalArgumentException if the command redirects its output
    public static ChildProcess openProcessIn(Command command) throws UnixException {
        return ChildProcess.start(command.piped(1));
    }

    /// Starts a program whose input is written: [ChildProcess#stdin].
    ///
    /// @throws UnixException if it cannot be started
    /// @throws IllegalArgumentException if the command redirects its input
    public static ChildProcess openProcessOut(Command command) throws UnixException {
        return ChildProcess.start(command.piped(0));
    }

    /// Starts a program whose input is written and whose output is read: [ChildProcess#stdin] and
    /// [ChildProcess#stdout].
    ///
    /// @throws UnixException if it cannot be started
    /// @throws IllegalArgumentException if the command redirects its input or output
    public static ChildProcess openProcess(Command command) throws UnixException {
        return ChildProcess.start(command.piped(0).piped(1));
    }

    /// Starts a program with channels to all of its standard streams.
    ///
    /// @throws UnixException if it cannot be started
    /// @throws IllegalArgumentException if the command redirects any of them
    public static ChildProcess openProcessFull(Command command) throws UnixException {
        return ChildProcess.start(command.piped(0).piped(1).piped(2));
    }

    /* ---- Starting, and closing in any case ---- */

    /// Starts a program as [#openProcessNone] does, runs `body`, then closes it: the result comes
    /// when the program has ended, too. If `body` is canceled, what was not yet flushed is dropped;
    /// the program itself is not ended, that is the business of `body` or of
    /// [Command#withTimeout].
    public static <T extends @Nullable Object> Promise<T> withProcessNone(
            Command command, ThrowingFunction<? super ChildProcess, ? extends Promise<T>> body) {
        return with(command, body);
    }

    /// Starts a program as [#openProcessIn] does; otherwise as [#withProcessNone].
    public static <T extends @Nullable Object> Promise<T> withProcessIn(
            Command command, ThrowingFunction<? super ChildProcess, ? extends Promise<T>> body) {
        return with(command.piped(1), body);
    }

    /// Starts a program as [#openProcessOut] does; otherwise as [#withProcessNone].
    public static <T extends @Nullable Object> Promise<T> withProcessOut(
            Command command, ThrowingFunction<? super ChildProcess, ? extends Promise<T>> body) {
        return with(command.piped(0), body);
    }

    /// Starts a program as [#openProcess] does; otherwise as [#withProcessNone].
    public static <T extends @Nullable Object> Promise<T> withProcess(
            Command command, ThrowingFunction<? super ChildProcess, ? extends Promise<T>> body) {
        return with(command.piped(0).piped(1), body);
    }

    /// Starts a program as [#openProcessFull] does; otherwise as [#withProcessNone].
    public static <T extends @Nullable Object> Promise<T> withProcessFull(
            Command command, ThrowingFunction<? super ChildProcess, ? extends Promise<T>> body) {
        return with(command.piped(0).piped(1).piped(2), body);
    }

    private static <T extends @Nullable Object> Promise<T> with(
            Command command, ThrowingFunction<? super ChildProcess, ? extends Promise<T>> body) {
        return started(command)
                .bind(process -> Lwt.tryBind(
                        () -> body.apply(process),
                        value -> process.close().map(_ -> value),
                        failure -> Closing.afterFailure(failure, () -> afterFailure(process, failure))));
    }

    private static Promise<ChildProcess> started(Command command) {
        return Lwt.wrap(() -> ChildProcess.start(command));
    }

    private static Promise<@Nullable Void> afterFailure(ChildProcess process, Throwable failure) {
        return failure instanceof CanceledException
                ? process.abortChannels().bind(_ -> process.close()).bind(_ -> Lwt.unit())
                : process.close().bind(_ -> Lwt.unit());
    }

    /* ---- Waiting for the end ---- */

    /// Runs a program to its end, and resolves with how that was. Canceling it has no effect on the
    /// program.
    public static Promise<ProcessStatus> exec(Command command) {
        return started(command).bind(ChildProcess::close);
    }

    /* ---- Reading ---- */

    /// All that a program writes, as text. Canceling it closes the pipe.
    public static Promise<String> pread(Command command) {
        return started(command.piped(1)).bind(process -> receive(process.stdout(), InputChannel::read));
    }

    /// What a program writes, character by character, each read when it is asked for.
    public static LwtStream<Character> preadChars(Command command) {
        return receiveAll(command, InputChannel::readCharOptional);
    }

    /// The first line that a program writes. Fails with [java.io.EOFException] if there is none.
    /// Canceling it closes the pipe.
    public static Promise<String> preadLine(Command command) {
        return started(command.piped(1)).bind(process -> receive(process.stdout(), InputChannel::readLine));
    }

    /// The lines that a program writes, each read when it is asked for.
    public static LwtStream<String> preadLines(Command command) {
        return receiveAll(command, InputChannel::readLineOptional);
    }

    private static Promise<String> receive(InputChannel channel, ThrowingFunction<InputChannel, Promise<String>> read) {
        return Lwt.finalizing(() -> read.apply(channel), channel::close);
    }

    /* ---- Writing ---- */

    /// Writes a text to a program; resolves when all is written. Fails with `EPIPE` if the program
    /// stops reading before. Canceling it closes the pipe; the rest is not written.
    public static Promise<@Nullable Void> pwrite(Command command, String text) {
        return send(command, channel -> channel.write(text));
    }

    /// Writes the characters of a stream to a program; otherwise as [#pwrite].
    public static Promise<@Nullable Void> pwriteChars(Command command, LwtStream<Character> characters) {
        return send(command, channel -> writeChars(channel, characters));
    }

    /// Writes a line to a program; otherwise as [#pwrite].
    public static Promise<@Nullable Void> pwriteLine(Command command, String line) {
        return send(command, channel -> channel.writeLine(line));
    }

    /// Writes the lines of a stream to a program; otherwise as [#pwrite].
    public static Promise<@Nullable Void> pwriteLines(Command command, LwtStream<String> lines) {
        return send(command, channel -> channel.writeLines(lines));
    }

    private static Promise<@Nullable Void> send(
            Command command, ThrowingFunction<OutputChannel, Promise<@Nullable Void>> write) {
        return started(command.piped(0)).bind(process -> send(process.stdin(), write));
    }

    private static Promise<@Nullable Void> send(
            OutputChannel channel, ThrowingFunction<OutputChannel, Promise<@Nullable Void>> write) {
        return Lwt.tryBind(
                () -> write.apply(channel),
                _ -> channel.close(),
                failure -> Closing.afterFailure(
                        failure, failure instanceof CanceledException ? channel::abort : channel::close));
    }

    /// Two halves of a character above U+FFFD may come as two elements.
    private static Promise<@Nullable Void> writeChars(OutputChannel channel, LwtStream<Character> characters) {
        char[] high = new char[1];
        return characters
                .iterSerial(c -> {
                    char first = high[0];
                    high[0] = 0;
                    if (Character.isSurrogatePair(first, c)) {
                        return channel.writeChar(Character.toCodePoint(first, c));
                    }
                    Promise<@Nullable Void> before = first == 0 ? Lwt.unit() : channel.writeChar(first);
                    if (Character.isHighSurrogate(c)) {
                        high[0] = c;
                        return before;
                    }
                    return before.bind(_ -> channel.writeChar(c));
                })
                .bind(_ -> high[0] == 0 ? Lwt.unit() : channel.writeChar(high[0]));
    }

    /* ---- Both ---- */

    /// Writes a text to a program and resolves with all that the program writes meanwhile and
    /// afterwards. Fails with `EPIPE` if the program stops reading before. Canceling it closes the
    /// pipes.
    public static Promise<String> pmap(Command command, String text) {
        return map(command, channel -> channel.write(text), InputChannel::read);
    }

    /// Writes the characters of a stream to a program; the stream that results has those that the
    /// program writes. It fails once where writing failed.
    public static LwtStream<Character> pmapChars(Command command, LwtStream<Character> characters) {
        return mapAll(command, channel -> writeChars(channel, characters), InputChannel::readCharOptional);
    }

    /// Writes a line to a program and resolves with the first line that the program writes;
    /// otherwise as [#pmap]. Fails with [java.io.EOFException] if there is none.
    public static Promise<String> pmapLine(Command command, String line) {
        return map(command, channel -> channel.writeLine(line), InputChannel::readLine);
    }

    /// Writes the lines of a stream to a program; the stream that results has those that the
    /// program writes. It fails once where writing failed.
    public static LwtStream<String> pmapLines(Command command, LwtStream<String> lines) {
        return mapAll(command, channel -> channel.writeLines(lines), InputChannel::readLineOptional);
    }

    private static Promise<String> map(
            Command command,
            ThrowingFunction<OutputChannel, Promise<@Nullable Void>> write,
            ThrowingFunction<InputChannel, Promise<String>> read) {
        return started(command.piped(0).piped(1)).bind(process -> {
            // Both at the same time: neither pipe holds everything.
            Promise<@Nullable Void> sender = send(process.stdin(), write);
            Promise<String> receiver = receive(process.stdout(), read);
            sender.onCancel(receiver::cancel);
            return sender.bind(_ -> receiver);
        });
    }

    private static <T> LwtStream<T> mapAll(
            Command command,
            ThrowingFunction<OutputChannel, Promise<@Nullable Void>> write,
            ThrowingFunction<InputChannel, Promise<Optional<T>>> read) {
        ChildProcess process;
        try {
            process = openProcess(command);
        } catch (UnixException e) {
            return LwtStream.from(() -> Lwt.fail(e));
        }
        Promise<@Nullable Void> sender = send(process.stdin(), write);
        ProcessStream<T> elements = new ProcessStream<>(process.stdout(), read);
        return LwtStream.from(new ProcessStream.Monitored<>(sender, elements)::next);
    }

    private static <T> LwtStream<T> receiveAll(
            Command command, ThrowingFunction<InputChannel, Promise<Optional<T>>> read) {
        ChildProcess process;
        try {
            process = openProcessIn(command);
        } catch (UnixException e) {
            return LwtStream.from(() -> Lwt.fail(e));
        }
        return LwtStream.from(new ProcessStream<>(process.stdout(), read)::next);
    }
}
