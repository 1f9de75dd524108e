package lwt.unix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/// One start of a process on Linux.
final class LinuxSpawn {
    /*
     * Overview
     *
     * posix_spawn(3) instead of fork(2): a fork of a virtual machine has none of its other threads, and hangs when it
     * next needs one of them. What the child does between fork and exec is a list of file actions:
     *
     *     for each of 0, 1, 2: open, close or dup2     in this order, each seeing what the former did
     *     close everything from 3 on                   the JDK does not mark all of its own close-on-exec
     *     chdir
     *
     * Its failures, those of exec included, come back as the result of posix_spawn: no child ends with code 127 in
     * silence. The child begins with no signal blocked (the JVM blocks some in its threads) and with SIGPIPE as is
     * usual.
     *
     * Only the ends of pipes that stay here do not block; the mode is the pipe end's, so each side has its own. A
     * descriptor that was ours and did not block is opened anew for the child, through /proc/self/fd, or loses that
     * mode if it moves to the child.
     */
    static {
        // Where our parent has it ignored, the kernel would reap our children.
        new ProcessCalls().resetSignal(ProcessStructs.SIGCHLD);
    }

    private static final int FIRST_FREE = 3;

    private final MainLoop main;
    private final LinuxCalls calls;
    private final Command command;
    private final ProcessCalls processes = new ProcessCalls();

    private final List<Integer> childs = new ArrayList<>(); // to be closed when the child has them
    private final int[] ours = {-1, -1, -1}; // the other ends of pipes
    private final List<FileDescriptor> moved = new ArrayList<>();
    private int flags = ProcessStructs.POSIX_SPAWN_SETSIGMASK | ProcessStructs.POSIX_SPAWN_SETSIGDEF;
    private int extra = -1; // what the child gets as descriptor 3

    LinuxSpawn(MainLoop main, LinuxCalls calls, Command command) {
        this.main = main;
        this.calls = calls;
        this.command = command;
    }

    /// Starts it in a session of its own, with `descriptor` as its number 3, and leaves its end to
    /// others. Returns its number.
    int startDetached(int descriptor) throws UnixException {
        flags |= ProcessStructs.POSIX_SPAWN_SETSID;
        extra = descriptor;
        return spawn();
    }

    Spawned start() throws UnixException {
        try {
            int pid = spawn();
            Child child = new LinuxChild(main, calls, processes, pid);
            return new Spawned(child, output(0), input(1), input(2));
        } catch (UnixException | RuntimeException e) {
            for (int fd : ours) {
                closeIfOpen(fd);
            }
            throw e;
        } finally {
            childs.forEach(this::closeIfOpen);
            moved.forEach(descriptor -> descriptor.close().ignoreResult());
        }
    }

    private void closeIfOpen(int fd) {
        if (fd >= 0) {
            calls.libc.close(fd);
        }
    }

    private @Nullable InputChannel input(int number) {
        FileDescriptor file = file(number);
        return file == null ? null : AbandonedChannels.watch(InputChannel.of(file), file);
    }

    private @Nullable OutputChannel output(int number) {
        FileDescriptor file = file(number);
        return file == null ? null : AbandonedChannels.watch(OutputChannel.of(file), file);
    }

    private @Nullable FileDescriptor file(int number) {
        return ours[number] < 0 ? null : new FileDescriptor(main, new LinuxPort(calls, ours[number], false));
    }

    /* ---- The call ---- */

    private int spawn() throws UnixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(ProcessStructs.POSIX_SPAWN_FILE_ACTIONS_SIZE, 16);
            MemorySegment attributes = arena.allocate(ProcessStructs.POSIX_SPAWNATTR_SIZE, 16);
            check(processes.actionsInit(actions));
            try {
                check(processes.attributesInit(attributes));
                try {
                    setAttributes(attributes, arena);
                    addActions(actions, arena);
                    return spawn(actions, attributes, arena);
                } finally {
                    processes.attributesDestroy(attributes);
                }
            } finally {
                processes.actionsDestroy(actions);
            }
        }
    }

    private int spawn(MemorySegment actions, MemorySegment attributes, Arena arena) throws UnixException {
        MemorySegment pid = arena.allocate(JAVA_INT);
        MemorySegment environment = command.environment()
                .map(variables -> strings(assignments(variables), arena))
                .orElseGet(ProcessCalls::environment);
        int error = processes.spawnp(
                pid,
                arena.allocateFrom(command.program()),
                actions,
                attributes,
                strings(command.words(), arena),
                environment);
        if (error != 0) {
            throw failure(error);
        }
        return pid.get(JAVA_INT, 0);
    }

    /// The system does not say whether the directory or the program was the reason.
    private UnixException failure(int error) {
        Path directory = command.directory().orElse(null);
        return directory != null && !(Files.isDirectory(directory) && Files.isExecutable(directory))
                ? UnixException.of(error, "chdir", directory.toString())
                : UnixException.of(error, "exec", command.program());
    }

    private static List<String> assignments(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }

    private static MemorySegment strings(List<String> strings, Arena arena) {
        MemorySegment array = arena.allocate(ADDRESS, strings.size() + 1L); // the last stays null
        for (int i = 0; i < strings.size(); i++) {
            array.setAtIndex(ADDRESS, i, arena.allocateFrom(strings.get(i)));
        }
        return array;
    }

    private void setAttributes(MemorySegment attributes, Arena arena) throws UnixException {
        MemorySegment signals = arena.allocate(ProcessStructs.SIGSET_SIZE, 8);
        check(processes.attributesSetMask(attributes, signals));
        signals.set(JAVA_LONG, 0, 1L << (ProcessStructs.SIGPIPE - 1));
        check(processes.attributesSetDefault(attributes, signals));
        check(processes.attributesSetFlags(attributes, (short) flags));
    }

    /* ---- The child's descriptors ---- */

    private void addActions(MemorySegment actions, Arena arena) throws UnixException {
        // All that are to be closed here in any case are known before anything can fail.
        for (int number = 0; number < 3; number++) {
            if (command.stream(number) instanceof Redirection.Descriptor given && given.moves) {
                moved.add(given.descriptor);
            }
        }
        for (int number = 0; number < 3; number++) {
            addStream(actions, number, arena);
        }
        int least = FIRST_FREE;
        if (extra >= 0) {
            check(processes.addDup2(actions, extra, least++));
        }
        addCloses(actions, least);
        Path directory = command.directory().orElse(null);
        if (directory != null) {
            check(processes.addChdir(actions, arena.allocateFrom(directory.toString())));
        }
    }

    /// Everything from `least` on, but what is to be inherited.
    private void addCloses(MemorySegment actions, int least) throws UnixException {
        NavigableSet<Integer> kept = Inheritance.from(least);
        boolean canCloseFrom = ProcessCalls.canCloseFrom();
        if (!canCloseFrom || !kept.isEmpty()) {
            for (int fd : openDescriptors()) {
                if (fd >= least && !kept.contains(fd)) {
                    check(processes.addClose(actions, fd));
                }
            }
        }
        if (canCloseFrom) {
            check(processes.addCloseFrom(actions, kept.isEmpty() ? least : kept.last() + 1));
        }
    }

    private void addStream(MemorySegment actions, int number, Arena arena) throws UnixException {
        Redirection redirection = command.stream(number);
        if (redirection == Redirection.CLOSE) {
            check(processes.addClose(actions, number));
        } else if (redirection == Redirection.DEV_NULL) {
            check(processes.addOpen(actions, number, arena.allocateFrom("/dev/null"), Structs.O_RDWR, 0));
        } else if (redirection == Redirection.PIPE) {
            check(processes.addDup2(actions, pipe(number, arena), number));
        } else if (redirection instanceof Redirection.File file) {
            check(processes.addDup2(actions, open(file, number == 0, arena), number));
        } else if (redirection instanceof Redirection.Descriptor given) {
            addDescriptor(actions, number, given.descriptor, given.moves, arena);
        }
    }

    /// Makes a pipe, and returns the end for the child.
    private int pipe(int number, Arena arena) throws UnixException {
        MemorySegment ends = arena.allocate(8, 4);
        LinuxCalls.check(calls.libc.pipe2(ends, Structs.O_CLOEXEC), "pipe", "");
        int reader = ends.getAtIndex(JAVA_INT, 0);
        int writer = ends.getAtIndex(JAVA_INT, 1);
        int forChild = aboveStandard(number == 0 ? reader : writer);
        ours[number] = number == 0 ? writer : reader;
        childs.add(forChild);
        setMode(ours[number], Structs.O_NONBLOCK);
        return forChild;
    }

    private int open(Redirection.File file, boolean input, Arena arena) throws UnixException {
        int number = aboveStandard(processes.open(file, input, arena));
        childs.add(number);
        return number;
    }

    /// A descriptor below 3, if this process was started without all of its standard streams, would
    /// be overwritten by the others.
    private int aboveStandard(int fd) throws UnixException {
        if (fd >= FIRST_FREE) {
            return fd;
        }
        int copy = processes.fcntl(fd, ProcessStructs.F_DUPFD_CLOEXEC, FIRST_FREE);
        calls.libc.close(fd);
        return LinuxCalls.check(copy, "fcntl", "descriptor " + fd);
    }

    private void addDescriptor(MemorySegment actions, int number, FileDescriptor descriptor, boolean moves, Arena arena)
            throws UnixException {
        descriptor.checkOpen("dup2");
        LinuxPort port = (LinuxPort) descriptor.port(); // as all of this engine's
        int mode = LinuxCalls.check(processes.fcntl(port.number, ProcessStructs.F_GETFL, 0), "fcntl", port.toString());
        boolean blocks = (mode & Structs.O_NONBLOCK) == 0;
        if (!blocks && moves) {
            setMode(port.number, mode & ~Structs.O_NONBLOCK);
        }
        if (blocks || moves || isSocket(port.number)) {
            check(processes.addDup2(actions, port.number, number));
        } else {
            String path = "/proc/self/fd/" + port.number;
            check(processes.addOpen(actions, number, arena.allocateFrom(path), mode & ProcessStructs.O_ACCMODE, 0));
        }
    }

    private void setMode(int fd, int mode) throws UnixException {
        LinuxCalls.check(processes.fcntl(fd, ProcessStructs.F_SETFL, mode), "fcntl", "descriptor " + fd);
    }

    private static boolean isSocket(int fd) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd))
                    .toString()
                    .startsWith("socket:");
        } catch (IOException _) {
            return true; // no /proc: it cannot be opened anew either
        }
    }

    private static List<Integer> openDescriptors() {
        List<Integer> numbers = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            entries.forEach(
                    entry -> numbers.add(Integer.parseInt(entry.getFileName().toString())));
        } catch (IOException e) {
            throw new UncheckedIOException("the descriptors that a child must not inherit cannot be listed", e);
        }
        return numbers;
    }

    private void check(int error) throws UnixException {
        if (error != 0) {
            throw UnixException.of(error, "posix_spawn", command.program());
        }
    }
}
