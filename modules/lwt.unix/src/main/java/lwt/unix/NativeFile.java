package lwt.unix;

import java.lang.foreign.MemorySegment;

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
