package lwt.unix;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;

/// Runs a test on a thread with a loop of its own, so that no test sees what another left behind.
final class OnLoop {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private OnLoop() {}

    /// A new engine of this name; the empty name is the default.
    static Engine make(String engine) {
        return engine.isEmpty() ? Engine.system() : SystemEngine.choose(engine);
    }

    /// Runs `body` as the main promise of a new loop on this engine.
    static <T> T run(String engine, ThrowingSupplier<? extends Promise<T>> body) throws Exception {
        return call(engine, () -> LwtMain.run(body));
    }

    /// Calls `body` on a thread with a new loop on this engine; the body runs the loop itself.
    static <T> T call(String engine, ThrowingSupplier<T> body) throws Exception {
        assumeTrue(!engine.equals("epoll") || Structs.fitThisMachine(), "epoll is Linux's");
        AtomicReference<T> result = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        LwtMain.setEngine(make(engine));
                        result.set(body.get());
                    } catch (Throwable e) {
                        failure.set(e);
                    } finally {
                        LwtMain.engine().close();
                    }
                },
                "test-loop");
        thread.setDaemon(true);
        thread.start();
        if (!thread.join(LIMIT)) {
            AssertionError stuck = new AssertionError("the loop did not end within " + LIMIT);
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

    /// The open descriptors of this process.
    static long descriptors() throws Exception {
        try (Stream<Path> list = Files.list(Path.of("/proc/self/fd"))) {
            return list.count();
        }
    }

    /// How many descriptors of this file the process has: a number that no other test and no collector changes.
    static long descriptorsOf(Path file) throws Exception {
        Path target = file.toRealPath();
        try (Stream<Path> list = Files.list(Path.of("/proc/self/fd"))) {
            return list.filter(entry -> isLinkTo(entry, target)).count();
        }
    }

    private static boolean isLinkTo(Path entry, Path target) {
        try {
            return Files.readSymbolicLink(entry).equals(target);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /* ---- Small programs ---- */

    static Promise<Void> writeAll(FileDescriptor file, byte[] bytes) {
        return writeAll(file, bytes, 0, bytes.length);
    }

    static Promise<Void> writeAll(FileDescriptor file, byte[] bytes, int offset, int length) {
        return length == 0
                ? Lwt.unit()
                : file.write(bytes, offset, length).bind(n -> writeAll(file, bytes, offset + n, length - n));
    }

    /// Reads until `bytes` is full or the end comes; the number of bytes read.
    static Promise<Integer> readFully(FileDescriptor file, byte[] bytes) {
        return readFully(file, bytes, 0);
    }

    private static Promise<Integer> readFully(FileDescriptor file, byte[] bytes, int offset) {
        return offset == bytes.length
                ? Lwt.of(offset)
                : file.read(bytes, offset, bytes.length - offset)
                        .bind(n -> n == 0 ? Lwt.of(offset) : readFully(file, bytes, offset + n));
    }

    /// Sends back what comes, until the end; then closes.
    static Promise<Void> echo(FileDescriptor file, byte[] buffer) {
        return file.read(buffer, 0, buffer.length)
                .bind(n -> n == 0 ? file.close() : writeAll(file, buffer, 0, n).bind(_ -> echo(file, buffer)));
    }

    /// Accepts for ever, an echo for each.
    static Promise<Void> serveEcho(FileDescriptor listener) {
        return listener.accept().bind(client -> {
            Lwt.dontWait(() -> echo(client, new byte[4096]), _ -> client.close());
            return serveEcho(listener);
        });
    }
}
