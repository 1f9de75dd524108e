package lwt.unix;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;

/// A file of the portable engine.
final class ChannelFile implements FileBody {
    private final FileChannel channel;
    private final Path path;

    ChannelFile(FileChannel channel, Path path) {
        this.channel = channel;
        this.path = path;
    }

    /// What a channel is asked for.
    private interface Call {
        long make() throws IOException;
    }

    @Override
    public int read(MemorySegment buffer, int length) throws UnixException {
        return (int) Math.max(
                0, call("read", () -> channel.read(buffer.asByteBuffer().limit(length))));
    }

    @Override
    public int write(MemorySegment buffer, int length) throws UnixException {
        return (int) call("write", () -> channel.write(buffer.asByteBuffer().limit(length)));
    }

    @Override
    public long seek(long offset, SeekFrom from) throws UnixException {
        return call("lseek", () -> {
            long position = offset
                    + switch (from) {
                        case START -> 0;
                        case CURRENT -> channel.position();
                        case END -> channel.size();
                    };
            if (position < 0) {
                throw UnixException.of(Errno.EINVAL, "lseek", toString());
            }
            channel.position(position);
            return position;
        });
    }

    /// Longer than it is makes no channel a file; a byte in its last place does.
    @Override
    public void truncate(long length) throws UnixException {
        if (length < 0) {
            throw UnixException.of(Errno.EINVAL, "ftruncate", toString());
        }
        call("ftruncate", () -> {
            long position = channel.position();
            if (length > channel.size()) {
                channel.write(ByteBuffer.allocate(1), length - 1);
            } else {
                channel.truncate(length);
            }
            channel.position(position); // truncating moves it
            return length;
        });
    }

    @Override
    public FileStatus status() throws UnixException {
        return FileStatus.of(path, "fstat");
    }

    @Override
    public void close() throws UnixException {
        call("close", () -> {
            channel.close();
            return 0;
        });
    }

    private long call(String function, Call call) throws UnixException {
        try {
            return call.make();
        } catch (UnixException e) {
            throw e;
        } catch (IOException e) {
            throw Failures.translate(e, function, toString());
        } catch (NonReadableChannelException | NonWritableChannelException _) {
            // As Linux says it: EINVAL to truncate, EBADF to read and write.
            throw UnixException.of(function.equals("ftruncate") ? Errno.EINVAL : Errno.EBADF, function, toString());
        }
    }

    @Override
    public String toString() {
        return "file " + path;
    }
}
