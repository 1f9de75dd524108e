package lwt.unix;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lwt.CanceledException;
import lwt.Key;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;

/// Time and system calls as promises.
///
/// @see "Lwt manual (December 2010), “Unix primitives”"
public final class LwtUnix {
    private LwtUnix() {}

    /* ---- Time ---- */

    /// Resolves after this time, never earlier. Sleeps that end at the same time end in the order
    /// in which they were started. A sleep of length zero ends in the next turn of the loop. Can be
    /// canceled.
    ///
    /// @throws IllegalArgumentException if the duration is negative
    public static Promise<@Nullable Void> sleep(Duration duration) {
        return MainLoop.current().sleep(Times.toNanos(duration));
    }

    /// Fails with [TimeoutException] after this time. Can be canceled.
    ///
    /// @throws IllegalArgumentException if the duration is negative
    public static <T> Promise<T> timeout(Duration duration) {
        return sleep(duration).bind(_ -> Lwt.fail(new TimeoutException("not done within " + duration)));
    }

    /// What `body` makes, if that is resolved within this time; otherwise it is canceled and the
    /// result fails with [TimeoutException].
    ///
    /// @throws IllegalArgumentException if the duration is negative
    public static <T> Promise<T> withTimeout(Duration duration, ThrowingSupplier<? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        Promise<T> timeout = timeout(duration);
        return Lwt.pick(timeout, Lwt.<Object, T>apply(_ -> body.get(), ""));
    }

    /// What a long computation asks for now and then: a promise that pauses if this time has passed
    /// since the last pause, or since this was made, and that is resolved already if not.
    ///
    /// @throws IllegalArgumentException if the duration is negative
    public static Supplier<Promise<@Nullable Void>> autoYield(Duration duration) {
        long nanos = Times.toNanos(duration);
        MainLoop main = MainLoop.current();
        return new Supplier<>() {
            private long limit = Times.add(main.now(), nanos);

            @Override
            public Promise<@Nullable Void> get() {
                if (main.now() < limit) {
                    return Lwt.unit();
                }
                limit = Times.add(main.now(), nanos);
                return Lwt.pause();
            }
        };
    }

    /* ---- Failures ---- */

    /// Behaves as the promise that `body` makes; but if that fails with [UnixException], says so on
    /// the standard error output and ends the process with status 2.
    public static <T extends @Nullable Object> Promise<T> handleUnixError(ThrowingSupplier<? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        return Lwt.catching(body, e -> {
            if (e instanceof UnixException unix) {
                System.err.println(unix.getMessage());
                System.exit(2);
            }
            return Lwt.fail(e);
        });
    }

    /* ---- Jobs ---- */

    /// Has a worker thread call [Job#run], or whoever [#asyncMethod] says; resolves with
    /// [Job#result], or fails with what either throws. Canceling it drops the result.
    ///
    /// Fails with `EAGAIN` if the system gives the process no thread.
    ///
    /// @see "Lwt manual (December 2010), “Writing stubs using Lwt”"
    public static <T extends @Nullable Object> Promise<T> runJob(Job<T> job) {
        return MainLoop.current().jobs().run(Objects.requireNonNull(job, "job"));
    }

    /// Runs a job as [#runJob(Job)] does, by this method whatever [#asyncMethod] says.
    public static <T extends @Nullable Object> Promise<T> runJob(Job<T> job, AsyncMethod method) {
        Objects.requireNonNull(method, "method");
        return MainLoop.current().jobs().run(Objects.requireNonNull(job, "job"), method);
    }

    /// Where calls that may block are made now: as [#withAsyncMethod] says for the code that is
    /// running, or as [#setDefaultAsyncMethod] says.
    public static AsyncMethod asyncMethod() {
        return Jobs.method();
    }

    /// The key that [#withAsyncMethod] sets.
    public static Key<AsyncMethod> asyncMethodKey() {
        return Jobs.METHOD;
    }

    /// Runs `body`, and what follows from it, with this as the [#asyncMethod].
    public static <R extends @Nullable Object, X extends Throwable> R withAsyncMethod(
            AsyncMethod method, Key.Body<R, X> body) throws X {
        return Jobs.METHOD.withValue(Objects.requireNonNull(method, "method"), body);
    }

    /// Where calls that may block are made if the program does not say otherwise. **Any thread.**
    public static AsyncMethod defaultAsyncMethod() {
        return Jobs.defaultMethod();
    }

    /// Sets where calls that may block are made if the program does not say otherwise, on all
    /// loops. It is [AsyncMethod#DETACH] until this is called. **Any thread.**
    public static void setDefaultAsyncMethod(AsyncMethod method) {
        Jobs.setDefaultMethod(Objects.requireNonNull(method, "method"));
    }

    /// Resolves when the jobs of this loop that are under way now have ended, those included whose
    /// promise was canceled. Can be canceled.
    public static Promise<@Nullable Void> waitForJobs() {
        return MainLoop.current().jobs().whenEnded();
    }

    /// Fails the promises of all jobs of this loop that are under way with
    /// [lwt.CanceledException]. The workers go on with what they have begun.
    public static void cancelJobs() {
        abortJobs(new CanceledException());
    }

    /// Fails the promises of all jobs of this loop that are under way with this exception. The
    /// workers go on with what they have begun.
    public static void abortJobs(Throwable cause) {
        MainLoop.current().jobs().abandonAll(Objects.requireNonNull(cause, "cause"));
    }

    /// How many worker threads the process may have. **Any thread.**
    public static int poolSize() {
        return Workers.SHARED.most();
    }

    /// Sets how many worker threads the process may have, 1000 until this is called. More jobs wait
    /// for a worker. Workers that are too many end when they have done what they do. **Any
    /// thread.**
    ///
    /// @throws IllegalArgumentException if it is not positive
    public static void setPoolSize(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("there must be at least one worker, not " + size);
        }
        Workers.SHARED.setMost(size);
    }

    /// How many worker threads there are. One that has had nothing to do for some seconds ends.
    /// **Any thread.**
    public static int threadCount() {
        return Workers.SHARED.threads();
    }

    /// How many of the worker threads have nothing to do. **Any thread.**
    public static int threadWaitingCount() {
        return Workers.SHARED.idle();
    }

    /* ---- Notifications ---- */

    /// A way for other threads to have `handler` called on this loop: [Notification#send]. What it
    /// throws goes to the hook for asynchronous exceptions.
    ///
    /// @see "Lwt manual (December 2010), “Thread-safe notifications”"
    public static Notification makeNotification(Runnable handler) {
        return makeNotification(false, handler);
    }

    /// A notification as that of [#makeNotification(Runnable)], whose handler is called at most
    /// once if `once`.
    public static Notification makeNotification(boolean once, Runnable handler) {
        return new Notification(Loop.current(), once, Objects.requireNonNull(handler, "handler"));
    }

    /* ---- Child processes ---- */

    /// Waits for the first of the child processes of this loop that ends. Each end is told to one
    /// such waiter, the one who asked first. Fails with `ECHILD` if none runs. Canceling it stops
    /// the waiting.
    ///
    /// Children are those that [LwtProcess] started on this loop, which waits for all of them
    /// anyway.
    public static Promise<ChildStatus> waitForAny() {
        return Children.ofCurrentLoop().any();
    }

    /// Waits for the end of a child process that [LwtProcess] started on this loop. Fails with
    /// `ECHILD` if there is none of that number, or if it has ended before. Canceling it stops the
    /// waiting.
    public static Promise<ChildStatus> waitFor(long pid) {
        Child child = Children.ofCurrentLoop().find(pid);
        return child == null
                ? Lwt.fail(UnixException.of(Errno.ECHILD, "waitpid", String.valueOf(pid)))
                : child.ended().shielded();
    }

    /// Waits until a child process ends or is stopped by a signal; otherwise as [#waitFor]. A stop
    /// is told once.
    ///
    /// The portable engine cannot see a stop: there it fails with [UnsupportedOperationException].
    public static Promise<ChildStatus> waitForChange(long pid) {
        Child child = Children.ofCurrentLoop().find(pid);
        return child == null
                ? Lwt.fail(UnixException.of(Errno.ECHILD, "waitpid", String.valueOf(pid)))
                : child.change();
    }

    /// Whether the processor time that a child process took is known: on Linux's epoll engine.
    public static boolean haveWait4() {
        return MainLoop.current().calls() instanceof LinuxCalls;
    }

    /// How many child processes this loop waits for.
    public static int waitCount() {
        return Children.ofCurrentLoop().count();
    }

    /// Has the system's shell run a command, and waits for its end. The same as [LwtProcess#exec]
    /// of [Command#shell].
    public static Promise<ProcessStatus> system(String command) {
        return LwtProcess.exec(Command.shell(command));
    }

    /* ---- Signals ---- */

    /// Has `handler` called on this loop each time the signal comes; it ends the loop's wait. There
    /// may be several handlers of a signal, on several loops: all are called. What a handler throws
    /// goes to the hook for asynchronous exceptions. Like all systems, this one may tell signals
    /// that come in quick succession as one.
    ///
    /// A program that handles `SIGTERM`, `SIGINT` or `SIGHUP` is not ended by them. Otherwise they
    /// end the JVM in an orderly way: the hooks of [LwtMain#atExit] run.
    /// One of the three that was ignored when the process began (`nohup`, the background of a
    /// shell) stays so: the JVM keeps to that, and no handler is called.
    ///
    /// @throws IllegalArgumentException if the signal cannot be handled: the JVM keeps `SIGQUIT`,
    ///     `SIGSEGV`, `SIGBUS`, `SIGFPE` and `SIGILL` for itself, with `-Xrs` also those that end
    ///     it; nobody can handle `SIGKILL` and `SIGSTOP`
    public static SignalHandler onSignal(UnixSignal signal, Consumer<? super UnixSignal> handler) {
        Objects.requireNonNull(handler, "handler");
        return Signals.add(Objects.requireNonNull(signal, "signal"), (_, number) -> handler.accept(number));
    }

    /// Like [#onSignal(UnixSignal, Consumer)]; the handler is also told its own handle, so that it
    /// can disable itself.
    public static SignalHandler onSignal(
            UnixSignal signal, BiConsumer<? super SignalHandler, ? super UnixSignal> handler) {
        return Signals.add(Objects.requireNonNull(signal, "signal"), Objects.requireNonNull(handler, "handler"));
    }

    /// **Any thread.** How many handlers there are, for all signals and loops.
    public static int signalCount() {
        return Signals.count();
    }

    /// **Any thread.** Has our handlers of this signal called again, if other code has told the JVM
    /// to call its own. Does nothing if there are none.
    public static void reinstallSignalHandler(UnixSignal signal) {
        Signals.reinstall(Objects.requireNonNull(signal, "signal"));
    }

    /// **Any thread.** Calls our handlers of this signal as if it had come: for other code that
    /// has told the JVM to call its own handler, and for tests.
    public static void handleSignal(UnixSignal signal) {
        Signals.deliver(Objects.requireNonNull(signal, "signal"));
    }

    /* ---- Descriptors ---- */

    /// Opens a file, one that anybody may read and write if it is made (less the process's umask).
    /// Without an option that says otherwise it is opened for reading. It is closed on exec.
    ///
    /// Fails with [UnixException], `ENOENT` for example. Canceling it closes the file if it is
    /// opened nevertheless.
    ///
    /// @param options those of [java.nio.file.StandardOpenOption] and [FileOption], or
    /// [java.nio.file.LinkOption#NOFOLLOW_LINKS]
    public static Promise<FileDescriptor> openFile(Path path, OpenOption... options) {
        return openFile(path, Set.of(options), 0666);
    }

    /// Opens a file, as [#openFile(Path, OpenOption...)] does.
    ///
    /// @param permissions what the file permits if it is made, less the process's umask, such as
    /// `0600`
    /// @throws IllegalArgumentException if the permissions are more than the lowest twelve bits
    public static Promise<FileDescriptor> openFile(Path path, Set<? extends OpenOption> options, int permissions) {
        Objects.requireNonNull(path, "path");
        OpenFlags flags = OpenFlags.of(options, permissions);
        MainLoop main = MainLoop.current();
        return main.jobs().run(main.calls().open(path, flags)).map(port -> new FileDescriptor(main, port));
    }

    /// A new pipe.
    public static PipePair pipe() throws UnixException {
        MainLoop main = MainLoop.current();
        Port[] ends = main.calls().pipe();
        return new PipePair(new FileDescriptor(main, ends[0]), new FileDescriptor(main, ends[1]));
    }

    /// A new pipe whose writing end is for another process.
    ///
    /// @throws UnsupportedOperationException with the portable engine
    public static HalfPipe pipeIn() throws UnixException {
        return halfPipe(Port.READ);
    }

    /// A new pipe whose reading end is for another process.
    ///
    /// @throws UnsupportedOperationException with the portable engine
    public static HalfPipe pipeOut() throws UnixException {
        return halfPipe(Port.WRITE);
    }

    private static HalfPipe halfPipe(int direction) throws UnixException {
        MainLoop main = MainLoop.current();
        SystemCalls.HalfPort pipe = main.calls().halfPipe(direction);
        return new HalfPipe(new FileDescriptor(main, pipe.port()), pipe.other());
    }

    /// A socket connected to an internet or Unix-domain address. A host name that is not resolved
    /// yet is looked up without blocking the loop, and its addresses are tried in turn.
    ///
    /// Fails with [UnixException], `ECONNREFUSED` for example, or with
    /// [java.net.UnknownHostException]. Canceling it closes the socket.
    ///
    /// @throws IllegalArgumentException for other kinds of addresses
    public static Promise<FileDescriptor> connect(SocketAddress address) {
        SocketAddresses.check(address);
        MainLoop main = MainLoop.current();
        return address instanceof InetSocketAddress internet && internet.isUnresolved()
                ? Connecting.byName(main, internet.getHostString(), internet.getPort())
                : Connecting.to(main, address);
    }

    /// A socket that listens at an internet or Unix-domain address; [FileDescriptor#accept] takes
    /// its connections. Port 0 is any free one: see [FileDescriptor#localAddress]. An address may
    /// be used again as soon as its last listener is closed.
    ///
    /// @param backlog how many connections may wait to be accepted, at least 1
    /// @throws UnixException if the address cannot be had, `EADDRINUSE` for example
    /// @throws IllegalArgumentException for other kinds of addresses, names that are not resolved,
    /// a backlog below 1
    public static FileDescriptor listen(SocketAddress address, int backlog) throws UnixException {
        SocketAddresses.checkResolved(address);
        checkBacklog(backlog);
        MainLoop main = MainLoop.current();
        return FileDescriptor.listener(main, main.calls().listen(address, backlog));
    }

    static void checkBacklog(int backlog) {
        if (backlog < 1) {
            throw new IllegalArgumentException("a backlog must be at least 1: " + backlog);
        }
    }

    /// A new socket of this domain and type, with the usual protocol. It is neither bound nor
    /// connected: see [FileDescriptor#bind], [FileDescriptor#listen], [FileDescriptor#connect].
    ///
    /// The portable engine has streams of every domain, and datagrams of the internet.
    ///
    /// @throws UnsupportedOperationException if the engine lacks such sockets
    public static FileDescriptor socket(StandardProtocolFamily domain, SocketType type) throws UnixException {
        return socket(domain, type, 0);
    }

    /// A new socket of this domain, type and protocol, see [LwtHosts#protocolByName]; 0 is the
    /// usual one.
    ///
    /// @throws UnsupportedOperationException if the engine lacks such sockets
    public static FileDescriptor socket(StandardProtocolFamily domain, SocketType type, int protocol)
            throws UnixException {
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(type, "type");
        MainLoop main = MainLoop.current();
        return new FileDescriptor(main, main.calls().socket(domain, type, protocol));
    }

    /// Two new sockets that are connected with each other.
    ///
    /// The portable engine has pairs of Unix-domain streams.
    ///
    /// @throws UnsupportedOperationException if the engine lacks such pairs
    public static SocketPair socketPair(StandardProtocolFamily domain, SocketType type, int protocol)
            throws UnixException {
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(type, "type");
        MainLoop main = MainLoop.current();
        Port[] ends = main.calls().socketPair(domain, type, protocol);
        return new SocketPair(new FileDescriptor(main, ends[0]), new FileDescriptor(main, ends[1]));
    }

    /// Standard input.
    public static FileDescriptor stdin() {
        return MainLoop.current().standard(0);
    }

    /// Standard output.
    public static FileDescriptor stdout() {
        return MainLoop.current().standard(1);
    }

    /// Standard error output.
    public static FileDescriptor stderr() {
        return MainLoop.current().standard(2);
    }
}
