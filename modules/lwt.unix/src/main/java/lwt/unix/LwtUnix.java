package lwt.unix;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
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
        SocketAddresses.check(address);
        if (address instanceof InetSocketAddress internet && internet.isUnresolved()) {
            throw new IllegalArgumentException(
                    "the name was not resolved, one can listen at addresses only: " + address);
        }
        if (backlog < 1) {
            throw new IllegalArgumentException("a backlog must be at least 1: " + backlog);
        }
        MainLoop main = MainLoop.current();
        return FileDescriptor.listener(main, main.calls().listen(address, backlog));
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
