package lwt.ssl;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import lwt.Lwt;
import lwt.Promise;
import lwt.State;
import lwt.ThrowingSupplier;
import lwt.unix.Engine;
import lwt.unix.FileDescriptor;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;

/// Runs a test on a thread with a loop of its own, so that no test sees what another left behind.
final class OnLoop {
    private OnLoop() {}

    /// Runs `body` as the main promise of a new loop.
    static <T> T run(ThrowingSupplier<? extends Promise<T>> body) throws Exception {
        return run(Duration.ofSeconds(30), body);
    }

    static <T> T run(Duration limit, ThrowingSupplier<? extends Promise<T>> body) throws Exception {
        AtomicReference<T> result = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        LwtMain.setEngine(Engine.system());
                        result.set(LwtMain.run(body));
                    } catch (Throwable e) {
                        failure.set(e);
                    } finally {
                        LwtMain.engine().close();
                    }
                },
                "test-loop");
        thread.setDaemon(true);
        thread.start();
        if (!thread.join(limit)) {
            AssertionError stuck = new AssertionError("the loop did not end within " + limit);
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
        if (failure.get() != null) {
            throw OnLoop.<RuntimeException>as(failure.get());
        }
        return result.get();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // nothing is cast at run time
    private static <X extends Throwable> X as(Throwable failure) throws X {
        throw (X) failure;
    }

    /* ---- Promises ---- */

    /// The failure of a promise that must fail.
    static Promise<Throwable> failure(Promise<?> promise) {
        return Lwt.tryBind(
                () -> promise,
                value -> Lwt.fail(new AssertionError("resolved with " + value)),
                failure -> failure instanceof AssertionError ? Lwt.fail(failure) : Lwt.of(failure));
    }

    static boolean isDone(Promise<?> promise) {
        return !(promise.state() instanceof State.Sleep<?>);
    }

    /// Some turns of the loop, with a look at the descriptors each.
    static Promise<Void> turns(int count) {
        return count == 0 ? Lwt.unit() : LwtUnix.sleep(Duration.ofMillis(1)).then(() -> turns(count - 1));
    }

    /* ---- Bytes ---- */

    static Promise<Void> writeAll(SslSocket socket, byte[] bytes) {
        return writeAll(socket, bytes, 0, bytes.length);
    }

    static Promise<Void> writeAll(SslSocket socket, byte[] bytes, int offset, int length) {
        return length == 0
                ? Lwt.unit()
                : socket.write(bytes, offset, length).bind(n -> writeAll(socket, bytes, offset + n, length - n));
    }

    static Promise<Void> writeAll(FileDescriptor file, byte[] bytes) {
        return writeAll(LwtSsl.plain(file), bytes);
    }

    /// Reads until the array is full or the end comes; the number of bytes.
    static Promise<Integer> readFully(SslSocket socket, byte[] bytes) {
        return readFully(socket, bytes, 0);
    }

    private static Promise<Integer> readFully(SslSocket socket, byte[] bytes, int offset) {
        return offset == bytes.length
                ? Lwt.of(offset)
                : socket.read(bytes, offset, bytes.length - offset)
                        .bind(n -> n == 0 ? Lwt.of(offset) : readFully(socket, bytes, offset + n));
    }
}
