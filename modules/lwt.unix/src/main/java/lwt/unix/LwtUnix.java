package lwt.unix;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
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

    /// Has a worker thread call [Job#run]; resolves with [Job#result], or fails with what either
    /// throws. Canceling it drops the result.
    ///
    /// @see "Lwt manual (December 2010), “Writing stubs using Lwt”"
    public static <T extends @Nullable Object> Promise<T> runJob(Job<T> job) {
        return MainLoop.current().jobs().run(Objects.requireNonNull(job, "job"));
    }

    /* ---- Descriptors ---- */

    /// A new pipe.
    public static PipePair pipe() throws UnixException {
        MainLoop main = MainLoop.current();
        Port[] ends = main.calls().pipe();
        return new PipePair(new FileDescriptor(main, ends[0]), new FileDescriptor(main, ends[1]));
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
