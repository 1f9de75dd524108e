package lwt.unix;

/// The bounds of what callers say about buffers and positions.
final class BufferSizes {
    /// The size of new channels' buffers until [LwtIo#setDefaultBufferSize] says otherwise.
    static final int DEFAULT = 8192;

    /// That of files, unless the default is more: each read or write of a file is a worker's job,
    /// and costs the more the smaller it is.
    private static final int OF_FILES = 65_536;

    private static final int LEAST = 16;

    private BufferSizes() {}

    static int ofFiles() {
        return Math.max(OF_FILES, LwtIo.defaultBufferSize());
    }

    static int check(int bytes) {
        if (bytes < LEAST) {
            throw new IllegalArgumentException("a buffer must have at least " + LEAST + " bytes: " + bytes);
        }
        return bytes;
    }

    static void checkBlock(int size, int bufferSize) {
        if (size < 0 || size > bufferSize) {
            throw new IllegalArgumentException(
                    "the size of a block must be from 0 to that of the buffer, " + bufferSize + ": " + size);
        }
    }

    static void checkPosition(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("a position is negative: " + position);
        }
    }
}
