package lwt.unix;

import java.lang.foreign.MemorySegment;

/// What the portable engine offers of a file's calls for a socket, a pipe or a standard stream.
record NoFile(String name) implements FileBody {
    @Override
    public int read(MemorySegment buffer, int length) throws UnixException {
        throw UnixException.of(Errno.ESPIPE, "read", name);
    }

    @Override
    public int write(MemorySegment buffer, int length) throws UnixException {
        throw UnixException.of(Errno.ESPIPE, "write", name);
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
    public void close() {
        throw new AssertionError("only files are closed by jobs");
    }
}
