package lwt.unix;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;

/// The output of a child process on the portable engine: read by a thread, one piece at a time and
/// only when somebody asked for it. A piece that nobody waits for any more is kept.
final class ChildSource implements ByteSource {
    private static final int PIECE = 65_536;

    private final Loop loop = Loop.current();
    private final InputStream stream;
    private byte[] piece = {};
    private int position;
    private boolean reading;
    private boolean ended;
    private @Nullable UnixException failure;
    private @Nullable Resolver<@Nullable Void> awaited;

    ChildSource(InputStream stream) {
        this.stream = stream;
    }

    @Override
    public Promise<Integer> read(byte[] bytes, int offset, int length) {
        if (position < piece.length) {
            int count = Math.min(length, piece.length - position);
            System.arraycopy(piece, position, bytes, offset, count);
            position += count;
            return Lwt.of(count);
        }
        UnixException failed = failure;
        if (failed != null) {
            failure = null;
            return Lwt.fail(failed);
        }
        if (ended) {
            return Lwt.of(0);
        }
        if (!reading) {
            reading = true;
            loop.retain();
            ChildThreads.run(this::readPiece);
        }
        Resolver<@Nullable Void> more = Lwt.task();
        awaited = more;
        return more.promise().bind(_ -> read(bytes, offset, length));
    }

    /// On a thread of its own.
    private void readPiece() {
        byte[] bytes = new byte[PIECE];
        try {
            int count = stream.read(bytes);
            byte[] got = count < 0 ? null : Arrays.copyOf(bytes, count);
            loop.execute(() -> came(got, null));
        } catch (IOException e) {
            loop.execute(() -> came(null, Failures.translate(e, "read", toString())));
        }
    }

    private void came(byte @Nullable [] got, @Nullable UnixException why) {
        loop.release();
        reading = false;
        ended = got == null && why == null;
        failure = why;
        piece = got == null ? new byte[0] : got;
        position = 0;
        Resolver<@Nullable Void> waiting = awaited;
        awaited = null;
        if (waiting != null && waiting.promise().isSleeping()) {
            waiting.wakeup(null);
        }
    }

    @Override
    public Promise<@Nullable Void> close() {
        try {
            stream.close();
            return Lwt.unit();
        } catch (IOException e) {
            return Lwt.fail(Failures.translate(e, "close", toString()));
        }
    }

    @Override
    public String toString() {
        return "pipe from a child";
    }
}
