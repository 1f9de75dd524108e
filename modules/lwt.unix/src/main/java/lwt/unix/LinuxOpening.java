package lwt.unix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Opens a file of Linux.
final class LinuxOpening extends Job<Port> {
    private final LinuxCalls calls;
    private final Path path;
    private final OpenFlags flags;
    private int number = -1;
    private FileKind kind = FileKind.REGULAR;

    LinuxOpening(LinuxCalls calls, Path path, OpenFlags flags) {
        this.calls = calls;
        this.path = path;
        this.flags = flags;
    }

    @Override
    protected void run() throws UnixException {
        FileCalls files = FileCalls.ofThread();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = FileCalls.name(path, arena);
            number = LinuxCalls.check(files.open(name, flags.bits(), flags.permissions()), "open", path.toString());
            kind = files.status(number, path.toString()).kind();
            if (flags.has(StandardOpenOption.DELETE_ON_CLOSE)) {
                LinuxCalls.check(files.unlink(name), "unlink", path.toString());
            }
        }
    }

    @Override
    protected Port result() throws UnixException {
        Port port = LinuxPort.of(calls, number, kind);
        number = -1;
        return port;
    }

    /// Closes it again if nobody wants it any more.
    @Override
    protected void free() {
        if (number >= 0) {
            FileCalls.ofThread().close(number);
        }
    }
}
