package lwt.ssl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import lwt.Lwt;
import lwt.Promise;
import lwt.unix.FileDescriptor;
import org.jspecify.annotations.Nullable;

/// A descriptor that is used as it is.
final class PlainSocket extends SslSocket {
    private final FileDescriptor file;

    PlainSocket(FileDescriptor file) {
        this.file = Objects.requireNonNull(file, "file");
    }

    @Override
    public Promise<Integer> read(byte[] bytes, int offset, int length) {
        return file.read(bytes, offset, length);
    }

    @Override
    public Promise<Integer> read(ByteBuffer buffer) {
        return file.read(buffer);
    }

    @Override
    public Promise<Integer> write(byte[] bytes, int offset, int length) {
        return file.write(bytes, offset, length);
    }

    @Override
    public Promise<Integer> write(ByteBuffer buffer) {
        return file.write(buffer);
    }

    @Override
    public Promise<@Nullable Void> flush() {
        return Lwt.unit();
    }

    @Override
    public Promise<@Nullable Void> waitRead() {
        return file.waitRead();
    }

    @Override
    public Promise<@Nullable Void> waitWrite() {
        return file.waitWrite();
    }

    @Override
    public FileDescriptor file() {
        return file;
    }

    @Override
    public boolean isSsl() {
        return false;
    }

    @Override
    public Optional<SSLSession> session() {
        return Optional.empty();
    }

    @Override
    public Optional<String> applicationProtocol() {
        return Optional.empty();
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        return List.of();
    }

    @Override
    public Promise<@Nullable Void> shutdownSend() {
        try {
            file.shutdownSend();
            return Lwt.unit();
        } catch (IOException e) {
            return Lwt.fail(e);
        }
    }

    @Override
    public Promise<@Nullable Void> sslShutdown() {
        return Lwt.unit();
    }

    @Override
    public Promise<@Nullable Void> close() {
        return file.close();
    }

    @Override
    public void abort(Throwable cause) {
        file.abort(cause);
    }

    @Override
    public boolean isClosed() {
        return file.isClosed();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
