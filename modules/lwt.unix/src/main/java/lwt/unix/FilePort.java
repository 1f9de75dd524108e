package lwt.unix;

import java.nio.ByteBuffer;

/// A file of the portable engine, as a port. It is always ready; its bytes move through
/// [FileQueue].
final class FilePort extends StandardPort {
    private final SelectorEngine engine;
    private final ChannelFile body;

    FilePort(SelectorEngine engine, ChannelFile body) {
        this.engine = engine;
        this.body = body;
        engine.addWithoutKey(this);
    }

    @Override
    boolean usesJobs() {
        return true;
    }

    @Override
    FileBody body() {
        return body;
    }

    @Override
    int read(byte[] bytes, int offset, int length) {
        throw throughJobs();
    }

    @Override
    int read(ByteBuffer buffer) {
        throw throughJobs();
    }

    @Override
    int write(byte[] bytes, int offset, int length) {
        throw throughJobs();
    }

    @Override
    int write(ByteBuffer buffer) {
        throw throughJobs();
    }

    private static AssertionError throughJobs() {
        return new AssertionError("the bytes of a file are read and written by jobs");
    }

    @Override
    boolean isReady(int direction) {
        return true;
    }

    @Override
    boolean isBlocking() {
        return true;
    }

    @Override
    void setBlocking(boolean blocking, boolean setsFlags) {
        // Its calls are jobs in any case.
    }

    @Override
    void watch(int direction) {
        wanted |= direction;
        tellReady(direction);
    }

    @Override
    void forget() {
        super.forget();
        engine.removeWithoutKey(this);
    }

    @Override
    public String toString() {
        return body.toString();
    }
}
