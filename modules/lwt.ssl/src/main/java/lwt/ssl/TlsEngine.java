package lwt.ssl;

import static javax.net.ssl.SSLEngineResult.HandshakeStatus.NEED_TASK;
import static javax.net.ssl.SSLEngineResult.HandshakeStatus.NEED_WRAP;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import lwt.Loop;
import lwt.unix.AsyncMethod;
import lwt.unix.FileDescriptor;
import lwt.unix.Job;
import lwt.unix.LwtUnix;
import org.jspecify.annotations.Nullable;

/// An [SSLEngine] between decrypted and encrypted bytes: it never waits, and says what it waits for.
final class TlsEngine {
    /*
     * Overview
     *
     * The loop's thread calls wrap and unwrap; the engine's delegated tasks (what is slow in a handshake) are run by a
     * worker. While it does (`busy`) the engine's lock is taken, so nothing here may touch the engine: not even to
     * ask for its status.
     *
     * negotiate() is the handshake, which follows the engine's status. After it the status is of little use: it wants
     * to wrap for ever when the peer alone has ended, and to unwrap for ever when we have. There decrypt() and
     * encrypt() look at what each call results in.
     *
     * What the engine wants to send of itself (replies to key updates, alerts) is appended to the output. A record
     * is decrypted only if such a reply has room, so a peer that makes us reply and does not read is not served.
     *
     * A renegotiation, which TLS 1.2 still has, is refused: a peer could change under its user, and the engine would
     * want to read before it writes.
     */
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final RecordInput input;
    private final RecordOutput output;
    private final Runnable progressed;
    private final BufferPool pool = BufferPool.of(Loop.current());
    private final String connection;

    private SSLSession session;
    private boolean allowsHalfClose;
    private int record;
    private @Nullable ByteBuffer plain; // decrypted bytes that fit in no reader's room
    private boolean isAgreed;
    private String applicationProtocol = "";
    private boolean busy;
    private boolean ended;
    private @Nullable Throwable failure;

    /// Calls `progressed` when a worker has done the engine's tasks.
    TlsEngine(SSLEngine engine, RecordInput input, RecordOutput output, FileDescriptor file, Runnable progressed) {
        this.engine = engine;
        this.input = input;
        this.output = output;
        this.progressed = progressed;
        this.connection = file.toString();
        this.session = engine.getSession();
        this.record = session.getPacketBufferSize();
    }

    SSLEngine engine() {
        return engine;
    }

    /// What is agreed on; that of no cipher before the handshake.
    SSLSession session() {
        return session;
    }

    /// Whether the handshake is done.
    boolean isAgreed() {
        return isAgreed;
    }

    /// What was chosen by ALPN: empty if nothing was.
    String applicationProtocol() {
        return applicationProtocol;
    }

    /// Room for a record of the usual size.
    int record() {
        return record;
    }

    /// Whether a worker runs the engine's tasks.
    boolean isBusy() {
        return busy;
    }

    /// Whether the peer has said that no more comes, and all that came was read.
    boolean isAtEnd() {
        return ended && plain == null;
    }

    /// What broke it, for both ways.
    @Nullable
    Throwable failure() {
        return failure;
    }

    /* ---- Handshake ---- */

    void begin() throws SSLException {
        engine.beginHandshake();
    }

    /// Goes on as far as that is possible now. If it is not done, then a worker has to do something, or
    /// output has to go, or input has to come.
    boolean negotiate() throws SSLException {
        while (!busy) {
            boolean moved = switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> canReply() && replyInHandshake();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    output.flush();
                    yield !input.isEmpty() && unwrapInHandshake();
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    output.flush();
                    agreed();
                    yield false;
                }
            };
            if (!moved) {
                return isAgreed;
            }
        }
        return false;
    }

    private void agreed() throws SSLException {
        if (ended || engine.isOutboundDone()) {
            throw new SSLHandshakeException(connection + ": the peer ended TLS during the handshake");
        }
        isAgreed = true;
        session = engine.getSession();
        allowsHalfClose = session.getProtocol().equals("TLSv1.3");
        record = session.getPacketBufferSize();
        String chosen = engine.getApplicationProtocol();
        applicationProtocol = chosen != null ? chosen : "";
    }

    private boolean replyInHandshake() throws SSLException {
        SSLEngineResult result = wrap(NOTHING);
        if (result.getStatus() == Status.CLOSED) {
            output.flush();
            throw new SSLHandshakeException(connection + ": the peer ended TLS during the handshake");
        }
        return true;
    }

    private boolean unwrapInHandshake() throws SSLException {
        boolean moved = unwrapAside();
        if (plain != null) {
            throw new SSLHandshakeException(connection + ": the peer sent data before the end of the handshake");
        }
        return moved;
    }

    /// Has a worker do what takes long.
    private boolean runTasks() {
        busy = true;
        output.flush();
        LwtUnix.runJob(new Tasks(engine), AsyncMethod.DETACH)
                .onAny(
                        _ -> {
                            busy = false;
                            progressed.run();
                        },
                        this::loseEngine);
        return true;
    }

    private static final class Tasks extends Job<Boolean> {
        private final SSLEngine engine;

        Tasks(SSLEngine engine) {
            this.engine = engine;
        }

        @Override
        protected void run() {
            Runnable task;
            while ((task = engine.getDelegatedTask()) != null) {
                task.run();
            }
        }

        @Override
        protected Boolean result() {
            return true;
        }
    }

    /// The jobs were called off, or the engine is broken. It stays busy: who knows what the worker does.
    private void loseEngine(Throwable cause) {
        failure = cause;
        progressed.run();
    }

    /* ---- Decrypting ---- */

    /// Decrypts what there is into the target's room: as many records as fit. Results in the number of
    /// bytes, 0 if there are none now.
    int decrypt(ByteBuffer target) {
        int start = target.position();
        if (takePlain(target)) {
            return target.position() - start;
        }
        try {
            while (target.hasRemaining() && canDecrypt()) {
                SSLEngineResult result = engine.unwrap(input.bytes(), target);
                if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                    if (target.position() > start || !unwrapAside()) {
                        break;
                    }
                    if (takePlain(target)) {
                        break;
                    }
                } else if (result.getStatus() == Status.BUFFER_UNDERFLOW || !follow(result)) {
                    break;
                }
            }
        } catch (SSLException | RuntimeException e) {
            fail(e);
        }
        input.taken();
        output.flush();
        return target.position() - start;
    }

    /// Whether there is something to read now; decrypts until there is.
    boolean peek() {
        try {
            while (plain == null && canDecrypt() && unwrapAside()) {}
        } catch (SSLException | RuntimeException e) {
            fail(e);
        }
        input.taken();
        output.flush();
        return plain != null;
    }

    private boolean canDecrypt() {
        return !input.isEmpty() && !ended && failure == null && !busy && canReply();
    }

    /// Whether a record can be sent, for which the one there is for us may ask.
    boolean canReply() {
        if (!output.hasRoom(record)) {
            output.flush();
        }
        return output.hasRoom(record);
    }

    private boolean takePlain(ByteBuffer target) {
        ByteBuffer source = plain;
        if (source == null) {
            return false;
        }
        int count = Math.min(source.remaining(), target.remaining());
        target.put(target.position(), source, source.position(), count);
        target.position(target.position() + count);
        source.position(source.position() + count);
        if (!source.hasRemaining()) {
            plain = null;
            pool.give(source);
        }
        return true;
    }

    /// Decrypts one record into a buffer of our own. Says whether something changed.
    private boolean unwrapAside() throws SSLException {
        ByteBuffer aside = pool.take(engine.getSession().getApplicationBufferSize());
        boolean moved = false;
        try {
            SSLEngineResult result = engine.unwrap(input.bytes(), aside);
            if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                throw new SSLException("the TLS engine needs more room than it says: " + result);
            }
            moved = result.getStatus() != Status.BUFFER_UNDERFLOW && follow(result);
        } finally {
            input.taken();
            if (aside.flip().hasRemaining()) {
                plain = aside;
            } else {
                pool.give(aside);
            }
        }
        return moved;
    }

    /// Does what the engine wants after it has decrypted a record. Says whether something changed.
    private boolean follow(SSLEngineResult result) throws SSLException {
        if (result.getStatus() == Status.CLOSED) {
            ended = true;
            if (!allowsHalfClose) {
                reply();
            }
            return true;
        }
        boolean moved = result.bytesConsumed() > 0 || result.bytesProduced() > 0;
        if (!isAgreed) {
            return moved; // negotiate() looks at the status
        }
        return switch (result.getHandshakeStatus()) {
            case NEED_TASK -> {
                refuseAnotherHandshake();
                yield runTasks();
            }
            case NEED_WRAP -> {
                refuseAnotherHandshake();
                yield reply() || moved;
            }
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED, NOT_HANDSHAKING -> moved;
        };
    }

    private void refuseAnotherHandshake() throws SSLException {
        if (!allowsHalfClose) { // TLS 1.3 has no renegotiation: there it is a key update or the like
            throw new SSLException(connection + ": the peer asks for a renegotiation, which is refused");
        }
    }

    /* ---- Encrypting ---- */

    /// Encrypts what there is, as far as there is room, and writes it. Results in the number of bytes
    /// taken.
    int encrypt(ByteBuffer source) {
        int start = source.position();
        try {
            // One record's room is left for replies.
            while (source.hasRemaining() && !busy && output.hasRoom(2 * record)) {
                SSLEngineResult result = wrap(source);
                if (result.getStatus() == Status.CLOSED) {
                    throw new SSLException(connection + ": the peer has ended TLS, which ends both ways up to TLS 1.2");
                }
                if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
                    if (result.getHandshakeStatus() != NEED_TASK) {
                        throw new SSLException(connection + ": the TLS engine takes no bytes: " + result);
                    }
                    runTasks();
                }
            }
        } catch (SSLException | RuntimeException e) {
            if (source.position() == start) {
                fail(e);
            }
        }
        output.flush();
        return source.position() - start;
    }

    private SSLEngineResult wrap(ByteBuffer source) throws SSLException {
        SSLEngineResult result = engine.wrap(source, output.room(record));
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            throw new SSLException("the TLS engine needs more room than it says: " + result);
        }
        return result;
    }

    /// Sends what the engine wants to send of itself. Says whether it did.
    private boolean reply() throws SSLException {
        boolean any = false;
        while (canReply()) {
            SSLEngineResult result = wrap(NOTHING);
            any |= result.bytesProduced() > 0;
            if (result.bytesProduced() == 0 || result.getHandshakeStatus() != NEED_WRAP) {
                break;
            }
        }
        return any;
    }

    /* ---- The end ---- */

    /// Sends `close_notify`.
    void end() {
        try {
            engine.closeOutbound();
            reply();
        } catch (SSLException | RuntimeException e) {
            fail(e);
        }
        output.flush();
    }

    /// Breaks off; tells the peer why, if the engine has something to say.
    void fail(Exception cause) {
        if (failure != null) {
            return;
        }
        failure = cause;
        if (busy) {
            return;
        }
        try {
            engine.closeOutbound();
            reply();
        } catch (SSLException | RuntimeException _) {
            // It has said all it can.
        }
        output.flush();
    }

    /// Gives back what was decrypted and not read.
    void release() {
        ByteBuffer rest = plain;
        if (rest != null) {
            plain = null;
            pool.give(rest);
        }
    }
}
