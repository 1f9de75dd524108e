package lwt.ssl;

import static lwt.ssl.Turns.WAIT;

import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.unix.FileDescriptor;
import lwt.unix.UnixException;
import org.jspecify.annotations.Nullable;

/// A descriptor whose bytes are encrypted.
final class TlsSocket extends SslSocket {
    /*
     * Overview
     *
     * Readers and writers wait in two queues of attempts. Whatever happens (input came, output went, a worker is done,
     * somebody came to wait) calls proceed(), which goes on with the handshake and then serves the queues until their
     * first ones have to wait. It asks for input only while a reader, or the handshake, needs some: so nothing is read
     * ahead of the program but the rest of one system call.
     *
     * User code runs where a promise is resolved, at the end of a step that left everything in order. It may call us:
     * then proceed() only notes that it is to go round again.
     *
     * A failure of the input leaves the output alone, and the other way round: a peer that went away may have said
     * something before. `failure` of the socket itself (closed, aborted, no handshake) is for both, and so is the
     * engine's.
     */
    private enum Stage {
        NEW,
        HANDSHAKE,
        OPEN,
        CLOSED
    }

    private static final int MOST_UNREAD = 16 * 1024;

    private final Loop loop = Loop.current();
    private final FileDescriptor file;
    private final RecordInput input;
    private final RecordOutput output;
    private final TlsEngine tls;
    private final Turns readers = new Turns();
    private final Turns writers = new Turns();
    private final Resolver<SslSocket> handshake = Lwt.task();

    private Stage stage = Stage.NEW;
    private @Nullable Promise<Integer> filling;
    private @Nullable Throwable failure;
    private @Nullable Throwable inputFailure;
    private boolean sendEnded;
    private @Nullable Promise<@Nullable Void> closed;
    private boolean proceeding;
    private boolean again;

    TlsSocket(FileDescriptor file, SSLEngine engine) {
        this.file = Objects.requireNonNull(file, "file");
        this.input = new RecordInput(file);
        this.output = new RecordOutput(file, this::proceed);
        this.tls = new TlsEngine(engine, input, output, file, this::proceed);
        handshake.promise().onCancel(this::giveUpHandshake);
    }

    SSLEngine engine() {
        return tls.engine();
    }

    /* ---- Handshake ---- */

    /// Begins the handshake if nobody has. Canceling the promise gives it up, and the connection with it.
    Promise<SslSocket> handshake() {
        if (stage == Stage.NEW) {
            stage = Stage.HANDSHAKE;
            try {
                tls.begin();
            } catch (SSLException | RuntimeException e) {
                failHandshake(e);
            }
            proceed();
        }
        return handshake.promise();
    }

    private void negotiate() {
        boolean done;
        try {
            done = tls.negotiate();
        } catch (SSLException | RuntimeException e) {
            failHandshake(e);
            return;
        }
        if (done) {
            stage = Stage.OPEN;
            handshake.wakeup(this);
        } else if (tls.failure() != null) {
            failHandshake(tls.failure());
        } else if (inputFailure != null) {
            failHandshake(inputFailure);
        } else if (!tls.isBusy()) {
            fill();
        }
    }

    private void failHandshake(Throwable cause) {
        stage = Stage.CLOSED;
        failure = cause;
        if (cause instanceof Exception e && cause != inputFailure) {
            tls.fail(e);
        }
        if (handshake.promise().isSleeping()) {
            handshake.fail(cause);
        }
        failWaiting(cause);
    }

    private void giveUpHandshake() {
        if (stage == Stage.NEW || stage == Stage.HANDSHAKE) {
            stage = Stage.CLOSED;
            SSLException cause = new SSLHandshakeException(this + ": the handshake was canceled");
            failure = cause;
            output.giveUp(cause);
            Promise<Integer> current = filling;
            if (current != null) {
                current.cancel();
            }
            failWaiting(cause);
        }
    }

    private void failWaiting(Throwable cause) {
        readers.failAll(cause);
        writers.failAll(cause);
    }

    /* ---- Going on ---- */

    private void proceed() {
        if (proceeding) {
            again = true;
            return;
        }
        proceeding = true;
        try {
            do {
                again = false;
                if (stage == Stage.NEW && !(readers.isEmpty() && writers.isEmpty())) {
                    handshake();
                }
                if (stage == Stage.HANDSHAKE) {
                    negotiate();
                }
                while (readers.serveOne()) {}
                while (writers.serveOne()) {}
                if (stage == Stage.OPEN && !readers.isEmpty()) {
                    fill();
                }
            } while (again);
        } finally {
            proceeding = false;
        }
    }

    private void fill() {
        if (filling != null || tls.isBusy() || inputFailure != null || !tls.canReply()) {
            return;
        }
        Promise<Integer> reading = input.fill(tls.record());
        filling = reading;
        reading.onAny(this::filled, this::inputFailed);
    }

    private void filled(int count) {
        filling = null;
        if (count == 0) {
            inputFailure = stage == Stage.OPEN
                    ? new SslTruncatedException(file.toString())
                    : new SSLHandshakeException(file + ": the peer ended the connection during the handshake");
        }
        proceed();
    }

    private void inputFailed(Throwable cause) {
        filling = null;
        if (stage != Stage.CLOSED) {
            inputFailure = cause;
            proceed();
        }
    }

    /// Makes an attempt at once if it is its turn, else when it is.
    private Promise<Integer> submit(Turns turns, Turns.Attempt attempt) {
        requireLoop();
        if (turns.isEmpty()) {
            int result;
            try {
                result = attempt.make();
            } catch (VirtualMachineError e) {
                throw e;
            } catch (Throwable e) {
                proceed(); // the other queue may have to know
                return Lwt.fail(e);
            }
            if (result != WAIT) {
                return Lwt.of(result);
            }
        }
        Promise<Integer> promise = turns.add(attempt);
        proceed();
        return promise;
    }

    private void requireLoop() {
        if (!loop.isCurrent()) {
            throw new IllegalStateException(this + " belongs to the loop of " + loop.owner() + " and was used from "
                    + Thread.currentThread() + "; hand the work over with Loop.execute");
        }
    }

    /* ---- Reading ---- */

    @Override
    public Promise<Integer> read(byte[] bytes, int offset, int length) {
        return read(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public Promise<Integer> read(ByteBuffer buffer) {
        if (buffer.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        return submit(readers, () -> take(buffer));
    }

    private int take(ByteBuffer target) throws Throwable {
        if (stage != Stage.OPEN) {
            return notOpen();
        }
        if (!target.hasRemaining()) {
            return 0;
        }
        int count = tls.decrypt(target);
        return count > 0 ? count : nothingToRead();
    }

    private int nothingToRead() throws Throwable {
        if (tls.isAtEnd()) {
            return 0;
        }
        if (tls.failure() != null) {
            throw tls.failure();
        }
        if (inputFailure != null) {
            throw inputFailure;
        }
        return WAIT;
    }

    private int notOpen() throws Throwable {
        if (failure != null) {
            throw failure;
        }
        return WAIT;
    }

    @Override
    public Promise<@Nullable Void> waitRead() {
        return submit(readers, () -> {
                    if (stage != Stage.OPEN) {
                        return notOpen();
                    }
                    boolean ready = tls.peek() || tls.isAtEnd() || tls.failure() != null || inputFailure != null;
                    return ready ? 0 : WAIT;
                })
                .map(_ -> null);
    }

    /* ---- Writing ---- */

    @Override
    public Promise<Integer> write(byte[] bytes, int offset, int length) {
        return write(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public Promise<Integer> write(ByteBuffer buffer) {
        Objects.requireNonNull(buffer, "buffer");
        return submit(writers, () -> give(buffer));
    }

    private int give(ByteBuffer source) throws Throwable {
        if (!canSend()) {
            return WAIT;
        }
        if (sendEnded) {
            throw new SSLException(this + ": shutdownSend was called, nothing can be written any more");
        }
        if (!source.hasRemaining()) {
            return 0;
        }
        if (!output.isEmpty()) {
            return WAIT;
        }
        int count = tls.encrypt(source);
        if (count == 0) {
            checkOutput();
        }
        return count > 0 ? count : WAIT;
    }

    private boolean canSend() throws Throwable {
        if (stage != Stage.OPEN) {
            notOpen();
            return false;
        }
        checkOutput();
        return !tls.isBusy();
    }

    private void checkOutput() throws Throwable {
        Throwable cause = tls.failure() != null ? tls.failure() : output.failure();
        if (cause != null) {
            throw cause;
        }
    }

    @Override
    public Promise<@Nullable Void> waitWrite() {
        return submit(writers, () -> {
                    if (stage != Stage.OPEN) {
                        return notOpen();
                    }
                    boolean failed = tls.failure() != null || output.failure() != null;
                    return failed || (output.isEmpty() && !tls.isBusy()) ? 0 : WAIT;
                })
                .map(_ -> null);
    }

    @Override
    public Promise<@Nullable Void> flush() {
        return submit(writers, () -> canSend() ? 0 : WAIT).then(output::drained);
    }

    /* ---- What is agreed on ---- */

    @Override
    public FileDescriptor file() {
        return file;
    }

    @Override
    public boolean isSsl() {
        return true;
    }

    @Override
    public Optional<SSLSession> session() {
        return tls.isAgreed() ? Optional.of(tls.session()) : Optional.empty();
    }

    @Override
    public Optional<String> applicationProtocol() {
        return Optional.of(tls.applicationProtocol()).filter(name -> !name.isEmpty());
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        Certificate[] chain;
        try {
            chain = tls.session().getPeerCertificates();
        } catch (SSLPeerUnverifiedException _) {
            return List.of();
        }
        return Stream.of(chain)
                .filter(X509Certificate.class::isInstance)
                .map(X509Certificate.class::cast)
                .toList();
    }

    /* ---- The end ---- */

    @Override
    public Promise<@Nullable Void> shutdownSend() {
        return submit(writers, () -> {
                    if (!canSend()) {
                        return WAIT;
                    }
                    if (!sendEnded) {
                        sendEnded = true;
                        tls.end();
                    }
                    return 0;
                })
                .then(output::drained);
    }

    @Override
    public Promise<@Nullable Void> sslShutdown() {
        return shutdownSend().then(() -> drop(new byte[tls.session().getApplicationBufferSize()]));
    }

    private Promise<@Nullable Void> drop(byte[] buffer) {
        return read(buffer, 0, buffer.length).bind(count -> count == 0 ? Lwt.unit() : drop(buffer));
    }

    @Override
    public Promise<@Nullable Void> close() {
        requireLoop();
        Promise<@Nullable Void> started = closed;
        if (started == null) {
            started = closeOnce();
            closed = started;
        }
        return started;
    }

    private Promise<@Nullable Void> closeOnce() {
        boolean wasOpen = stage == Stage.OPEN && output.failure() == null;
        boolean bytesWait = wasOpen && !output.isEmpty();
        if (wasOpen && !sendEnded && !tls.isBusy() && tls.failure() == null) {
            sendEnded = true;
            tls.end();
        }
        stop(new SocketException(this + " is closed"));
        tls.release();
        if (!wasOpen) {
            return file.close();
        }
        Promise<@Nullable Void> sent = bytesWait ? output.drained() : Lwt.catching(output::drained, this::ignoreLost);
        return Lwt.finalizing(() -> sent.then(this::dropUnread), file::close);
    }

    /// A connection that is closed with unread bytes is reset, and loses what is still on its way to the peer. With
    /// TLS 1.3 there mostly are some: the session tickets, which a client that only writes never reads.
    private Promise<@Nullable Void> dropUnread() {
        try {
            if (filling != null || !file.isReadable()) {
                return Lwt.unit();
            }
        } catch (UnixException _) {
            return Lwt.unit();
        }
        byte[] unread = new byte[MOST_UNREAD];
        return Lwt.catching(
                () -> file.read(unread, 0, unread.length).then(Lwt::unit),
                failure -> failure instanceof UnixException ? Lwt.unit() : Lwt.fail(failure));
    }

    /// The peer does not learn that this was the end, as it has gone; but to be canceled is to be canceled.
    private Promise<@Nullable Void> ignoreLost(Throwable cause) {
        return cause == output.failure() ? Lwt.unit() : Lwt.fail(cause);
    }

    @Override
    public void abort(Throwable cause) {
        Objects.requireNonNull(cause, "cause");
        if (closed == null) {
            stop(cause);
            file.abort(cause);
        }
    }

    private void stop(Throwable cause) {
        stage = Stage.CLOSED;
        failure = cause;
        if (handshake.promise().isSleeping()) {
            handshake.fail(cause);
        }
        failWaiting(cause);
    }

    @Override
    public boolean isClosed() {
        return closed != null;
    }

    @Override
    public String toString() {
        return "TLS over " + file;
    }
}
