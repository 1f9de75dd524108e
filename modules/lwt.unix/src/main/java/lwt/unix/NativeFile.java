package lwt.unix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;

/// A file of Linux.
record NativeFile(int number) implements FileBody {
    @Override
    public int read(MemorySegment buffer, int length) throws UnixException {
        return check(calls().read(number, buffer, length), "read");
    }

    @Override
    public int write(MemorySegment buffer, int length) throws UnixException {
        return check(calls().write(number, buffer, length), "write");
    }

    @Override
    public int readAt(MemorySegment buffer, int length, long position) throws UnixException {
        return check(calls().pread(number, buffer, length, position), "pread");
    }

    @Override
    public int writeAt(MemorySegment buffer, int length, long position) throws UnixException {
        return check(calls().pwrite(number, buffer, length, position), "pwrite");
    }

    @Override
    public long seek(long offset, SeekFrom from) throws UnixException {
        int whence = switch (from) {
            case START -> FileStructs.SEEK_SET;
            case CURRENT -> FileStructs.SEEK_CUR;
            case END -> FileStructs.SEEK_END;
        };
        long position = calls().lseek(number, offset, whence);
        if (position < 0) {
            throw UnixException.of((int) -position, "lseek", toString());
        }
        return position;
    }

    @Override
    public void truncate(long length) throws UnixException {
        check(calls().ftruncate(number, length), "ftruncate");
    }

    @Override
    public FileStatus status() throws UnixException {
        return calls().status(number, toString());
    }

    /// By the JDK, so that the memory is mapped memory for Java, too, which can be forced to the disk. For the JDK the
    /// descriptor is a file of the directory that Linux keeps of a process's descriptors.
    @Override
    public MemorySegment map(FileChannel.MapMode mode, long position, long size, Arena arena) throws UnixException {
        int access = check(calls().fcntl(number, FileStructs.F_GETFL, 0), "mmap") & FileStructs.O_ACCMODE;
        boolean writes = mode != FileChannel.MapMode.READ_ONLY;
        if (access == FileStructs.O_WRONLY || (writes && access != FileStructs.O_RDWR)) {
            throw UnixException.of(Errno.EACCES, "mmap", toString());
        }
        if (status().kind() != FileKind.REGULAR) {
            throw UnixException.of(Errno.ENODEV, "mmap", toString());
        }
        Set<StandardOpenOption> options = writes
                ? EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
                : EnumSet.of(StandardOpenOption.READ);
        try (FileChannel channel = FileChannel.open(Path.of("/proc/self/fd/" + number), options)) {
            return ChannelFile.map(channel, mode, position, size, arena, toString());
        } catch (UnixException e) {
            throw e;
        } catch (IOException e) {
            throw Failures.translate(e, "mmap", toString());
        }
    }

    @Override
    public void sync(boolean dataOnly) throws UnixException {
        if (dataOnly) {
            check(calls().fdatasync(number), "fdatasync");
        } else {
            check(calls().fsync(number), "fsync");
        }
    }

    @Override
    public void chmod(int permissions) throws UnixException {
        check(calls().fchmod(number, permissions), "fchmod");
    }

    @Override
    public void chown(int user, int group) throws UnixException {
        check(calls().fchown(number, user, group), "fchown");
    }

    @Override
    public boolean isTerminal() throws UnixException {
        int result = calls().isatty(number);
        if (result == -Errno.EBADF.code) {
            check(result, "isatty");
        }
        return result == 1;
    }

    @Override
    public boolean lock(LockCommand command, long length) throws UnixException {
        int type = switch (command) {
            case UNLOCK -> FileStructs.F_UNLCK;
            case LOCK, TRY_LOCK, TEST -> FileStructs.F_WRLCK;
            case READ_LOCK, TRY_READ_LOCK -> FileStructs.F_RDLCK;
        };
        boolean asksOnly = command == LockCommand.TEST;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment lock = arena.allocate(FileStructs.FLOCK_SIZE, 8);
            lock.set(JAVA_SHORT, FileStructs.FLOCK_TYPE, (short) type);
            lock.set(JAVA_SHORT, FileStructs.FLOCK_WHENCE, (short) FileStructs.SEEK_CUR);
            lock.set(JAVA_LONG, FileStructs.FLOCK_LEN, length);
            int call = asksOnly ? FileStructs.F_GETLK : FileStructs.F_SETLK;
            int result = calls().fcntl(number, call, lock.address());
            if (result == -Errno.EAGAIN.code || result == -Errno.EACCES.code) {
                return false;
            }
            check(result, "lockf");
            return !asksOnly || lock.get(JAVA_SHORT, FileStructs.FLOCK_TYPE) == FileStructs.F_UNLCK;
        }
    }

    @Override
    public void close() throws UnixException {
        int result = calls().close(number);
        if (result != -Errno.EINTR.code) { // it is closed all the same
            check(result, "close");
        }
    }

    private static FileCalls calls() {
        return FileCalls.ofThread();
    }

    private int check(int result, String function) throws UnixException {
        return LinuxCalls.check(result, function, toString());
    }

    @Override
    public String toString() {
        return "descriptor " + number;
    }
}
