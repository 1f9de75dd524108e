package lwt.unix;

import java.io.IOException;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// A descriptor as channels see it.
record DescriptorEnds(FileDescriptor file) implements ByteSource, ByteSink {
    @Override
    public Promise<Integer> read(byte[] bytes, int offset, int length) {
        return file.read(bytes, offset, length);
    }

    @Override
    public Promise<Integer> write(byte[] bytes, int offset, int length) {
        return file.write(bytes, offset, length);
    }

    @Override
    public void shutdownSend() throws IOException {
        file.shutdownSend();
    }

    @Override
    public Promise<@Nullable Void> seek(long position) {
        return file.seek(position).then(Lwt::unit);
    }

    @Override
    public Promise<Long> length() {
        return file.status().bind(status -> status.kind() == FileKind.REGULAR ? Lwt.of(status.size()) : end());
    }

    /// Where the end is, for what tells it only to those who go there, such as a disk.
    private Promise<Long> end() {
        return file.position()
                .bind(here ->
                        file.seek(0, SeekFrom.END).bind(end -> file.seek(here).map(_ -> end)));
    }

    @Override
    public Promise<@Nullable Void> close() {
        return file.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
