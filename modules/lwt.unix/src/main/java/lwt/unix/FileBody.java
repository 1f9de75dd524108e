package lwt.unix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;

/// The calls on a file that may wait for a disk; workers make them, one at a time.
interface FileBody {
    /// Reads into `buffer`, off Java's heap, from the file's position on. Returns the number of
    /// bytes, 0 at the end.
    int read(MemorySegment buffer, int length) throws UnixException;

    /// Writes from `buffer`, off Java's heap.
    int write(MemorySegment buffer, int length) throws UnixException;

    /// Reads from this place on; the file's position stays.
    int readAt(MemorySegment buffer, int length, long position) throws UnixException;

    /// Writes from this place on; the file's position stays.
    int writeAt(MemorySegment buffer, int length, long position) throws UnixException;

    /// Moves the file's position and returns where it is. Does not wait, unless the start is the
    /// end of the file.
    long seek(long offset, SeekFrom from) throws UnixException;

    void truncate(long length) throws UnixException;

    FileStatus status() throws UnixException;

    /// Waits until what was written is on the disk; with `dataOnly`, not until its times are, too.
    void sync(boolean dataOnly) throws UnixException;

    void chmod(int permissions) throws UnixException;

    void chown(int user, int group) throws UnixException;

    boolean isTerminal() throws UnixException;

    /// Does without waiting what the command says to `length` bytes from the file's position on.
    /// Returns false if somebody else's lock is in the way.
    boolean lock(LockCommand command, long length) throws UnixException;

    /// Maps the file from `position` on into memory that belongs to the arena.
    MemorySegment map(FileChannel.MapMode mode, long position, long size, Arena arena) throws UnixException;

    /// Whether a call may wait for ever, and closing ends it without harm.
    default boolean isEndedByClosing() {
        return false;
    }

    void close() throws UnixException;
}
