package lwt.unix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of the portable engine.
final class ChannelFile implements FileBody {
    private final FileChannel channel;
    private final Path path;
    private final boolean regular;
    private final ChannelLocks locks = new ChannelLocks();

    /// On a worker: it asks the system.
    ChannelFile(FileChannel channel, Path path) {
        this.channel = channel;
        this.path = path;
        regular = Files.isRegularFile(path);
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
    public int readAt(MemorySegment buffer, int length, long position) throws UnixException {
        checkPosition(position, "pread");
        ByteBuffer into = buffer.asByteBuffer().limit(length);
        return (int) Math.max(0, call("pread", () -> channel.read(into, position)));
    }

    @Override
    public int writeAt(MemorySegment buffer, int length, long position) throws UnixException {
        checkPosition(position, "pwrite");
        ByteBuffer from = buffer.asByteBuffer().limit(length);
        return (int) call("pwrite", () -> channel.write(from, position));
    }

    private void checkPosition(long position, String function) throws UnixException {
        if (position < 0) {
            throw UnixException.of(Errno.EINVAL, function, toString());
        }
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
        call("ftruncate", () -> {
            truncate(channel, length, "ftruncate", toString());
            return length;
        });
    }

    static void truncate(FileChannel channel, long length, String function, String argument) throws IOException {
        if (length < 0) {
            throw UnixException.of(Errno.EINVAL, function, argument);
        }
        long position = channel.position();
        if (length > channel.size()) {
            channel.write(ByteBuffer.allocate(1), length - 1);
        } else {
            channel.truncate(length);
        }
        channel.position(position); // truncating moves it
    }

    @Override
    public FileStatus status() throws UnixException {
        return FileStatus.of(path, "fstat");
    }

    @Override
    public void sync(boolean dataOnly) throws UnixException {
        call("fsync", () -> {
            channel.force(!dataOnly);
            return 0;
        });
    }

    @Override
    public void chmod(int permissions) throws UnixException {
        setAttribute("fchmod", "unix:mode", permissions);
    }

    @Override
    public void chown(int user, int group) throws UnixException {
        if (user != -1) {
            setAttribute("fchown", "unix:uid", user);
        }
        if (group != -1) {
            setAttribute("fchown", "unix:gid", group);
        }
    }

    /// Of the file that has the name now.
    private void setAttribute(String function, String attribute, int value) throws UnixException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            throw Unsupported.onPortableEngine(function, "set what the file system has instead, by java.nio.file");
        }
        call(function, () -> {
            Files.setAttribute(path, attribute, value);
            return 0;
        });
    }

    @Override
    public boolean isTerminal() {
        return false;
    }

    @Override
    public boolean lock(LockCommand command, long length) throws UnixException {
        return call("lockf", () -> locks.apply(channel, command, length) ? 1 : 0) == 1;
    }

    /// A named pipe's calls are; the JDK sees to it that no number is used any more.
    @Override
    public boolean isEndedByClosing() {
        return !regular;
    }

    @Override
    public MemorySegment map(FileChannel.MapMode mode, long position, long size, Arena arena) throws UnixException {
        return map(channel, mode, position, size, arena, toString());
    }

    static MemorySegment map(
            FileChannel channel, FileChannel.MapMode mode, long position, long size, Arena arena, String argument)
            throws UnixException {
        try {
            return channel.map(mode, position, size, arena);
        } catch (NonReadableChannelException | NonWritableChannelException _) {
            throw UnixException.of(Errno.EACCES, "mmap", argument);
        } catch (IOException e) {
            throw Failures.translate(e, "mmap", argument);
        }
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
