package lwt.unix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An open directory of Linux. It is read as the C library reads it, some entries at a time, but
/// without the library's `DIR`, so that the end of the directory cannot be confused with an error.
final class NativeDirectory implements DirectoryBody {
    private static final int CLOSED = -1;
    private static final int BATCH_BYTES = 32_768;

    private final Path path;
    private int number;

    private NativeDirectory(Path path, int number) {
        this.path = path;
        this.number = number;
    }

    static NativeDirectory open(Path path) throws UnixException {
        try (Arena arena = Arena.ofConfined()) {
            int flags = FileStructs.O_RDONLY | NameStructs.O_DIRECTORY | FileStructs.O_CLOEXEC;
            int number = FileCalls.ofThread().open(FileCalls.name(path, arena), flags, 0);
            return new NativeDirectory(path, LinuxCalls.check(number, "opendir", path.toString()));
        }
    }

    @Override
    public synchronized List<Path> next() throws UnixException {
        checkOpen("readdir");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entries = arena.allocate(BATCH_BYTES, 8);
            int length = LinuxCalls.check(NameCalls.ofThread().getdents64(number, entries), "readdir", path.toString());
            List<Path> names = new ArrayList<>();
            for (int at = 0; at < length; ) {
                MemorySegment entry = entries.asSlice(at);
                names.add(FileCalls.path(name(entry.asSlice(NameStructs.DIRENT_NAME))));
                at += Short.toUnsignedInt(entry.get(JAVA_SHORT_UNALIGNED, NameStructs.DIRENT_RECLEN));
            }
            return names;
        }
    }

    /// The bytes before the first zero.
    static byte[] name(MemorySegment string) {
        return string.asSlice(0, length(string)).toArray(JAVA_BYTE);
    }

    private static long length(MemorySegment string) {
        long length = 0;
        while (string.get(JAVA_BYTE, length) != 0) {
            length++;
        }
        return length;
    }

    @Override
    public synchronized void rewind() throws UnixException {
        checkOpen("rewinddir");
        long position = FileCalls.ofThread().lseek(number, 0, FileStructs.SEEK_SET);
        LinuxCalls.check((int) position, "rewinddir", path.toString());
    }

    @Override
    public synchronized void close() throws UnixException {
        if (number != CLOSED) {
            int closing = number;
            number = CLOSED;
            LinuxCalls.check(FileCalls.ofThread().close(closing), "closedir", path.toString());
        }
    }

    private void checkOpen(String function) throws UnixException {
        if (number == CLOSED) {
            throw UnixException.of(Errno.EBADF, function, path.toString());
        }
    }
}
