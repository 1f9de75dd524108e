package lwt.unix;

import java.lang.foreign.MemorySegment;

/// The calls on a file that may wait for a disk; workers make them, one at a time.
interface FileBody {
    /// Reads into `buffer`, off Java's heap, from the file's position on. Returns the number of
    /// bytes, 0 at the end.
    int read(MemorySegment buffer, int length) throws UnixException;

    /// Writes from `buffer`, off Java's heap.
    int write(MemorySegment buffer, int length) throws UnixException;

    /// Moves the file's position and returns where it is. Does not wait, unless the start is the
    /// end of the file.
    long seek(long offset, SeekFrom from) throws UnixException;

    void truncate(long length) throws UnixException;

    FileStatus status() throws UnixException;

    void close() throws UnixException;
}
