package lwt.unix;

import java.io.Console;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;

/// What the portable engine offers of a file's calls for a socket, a pipe or a standard stream.
record NoFile(String name, boolean standard) implements FileBody {
    @Override
    public int read(MemorySegment buffer, int length) throws UnixException {
        throw UnixException.of(Errno.ESPIPE, "read", name);
    }

    @Override
    public int write(MemorySegment buffer, int length) throws UnixException {
        throw UnixException.of(Errno.ESPIPE, "write", name);
    }

    @Override
    public int readAt(MemorySegment buffer, int length, long position) throws UnixException {
        throw UnixException.of(Errno.ESPIPE, "pread", name);
    }

    @Override
    public int writeAt(MemorySegment buffer, int length, long position) throws UnixException {
        throw UnixException.of(Errno.ESPIPE, "pwrite", name);
    }

    @Override
    public long seek(long offset, SeekFrom from) throws UnixException {
        throw UnixException.of(Errno.ESPIPE, "lseek", name);
    }

    @Override
    public void truncate(long length) throws UnixException {
        throw UnixException.of(Errno.EINVAL, "ftruncate", name);
    }

    @Override
    public FileStatus status() {
        throw Unsupported.onPortableEngine("fstat of a socket or pipe", "there is nothing that could be asked");
    }

    @Override
    public void sync(boolean dataOnly) throws UnixException {
        throw UnixException.of(Errno.EINVAL, "fsync", name);
    }

    @Override
    public void chmod(int permissions) {
        throw Unsupported.onPortableEngine("fchmod of a socket or pipe", "there is nothing that could be changed");
    }

    @Override
    public void chown(int user, int group) {
        throw Unsupported.onPortableEngine("fchown of a socket or pipe", "there is nothing that could be changed");
    }

    /// The JDK tells only of standard input and output, and only of both together.
    @Override
    public boolean isTerminal() {
        Console console = standard ? System.console() : null;
        return console != null && console.isTerminal();
    }

    @Override
    public boolean lock(LockCommand command, long length) throws UnixException {
        throw UnixException.of(Errno.EINVAL, "lockf", name);
    }

    @Override
    public MemorySegment map(FileChannel.MapMode mode, long position, long size, Arena arena) throws UnixException {
        throw UnixException.of(Errno.ENODEV, "mmap", name);
    }

    @Override
    public void close() {
        throw new AssertionError("only files are closed by jobs");
    }
}
