package lwt.unix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingFunction;

/// Becoming a daemon: a process without a terminal, in a session of its own.
///
/// @see "Lwt_daemon (Lwt 2.2)"
public final class LwtDaemon {
    /*
     * Overview
     *
     * A virtual machine does not survive fork(2). So the program is started anew, with the same command line, in a
     * session of its own; both run `main` until they come to `daemonize`:
     *
     *     first   daemonize ── starts the same program, waits for a byte ───────────── got it: halt(0)
     *     second  main … daemonize ── umask, directory, streams ── writes the byte ── returns, and goes on
     *
     * The second knows that it is the one by a variable of its environment, which names the first one's number; so
     * its own children, which inherit the variable, do not believe that they are daemons. It is given the writing end
     * of a pipe as its descriptor 3. If it ends before it has written, the first reads the end of the pipe instead.
     *
     * Until the byte is written the second has the streams of the first: what goes wrong while it starts is seen.
     */
    private static final String MARK = "LWT_DAEMON";
    private static final int REPORT = 3;
    private static final byte RUNS = 1;

    private static boolean isDaemon;

    private LwtDaemon() {}

    /// Becomes a daemon as [DaemonOptions#DEFAULT] says; see [#daemonize(DaemonOptions)].
    public static void daemonize() throws UnixException {
        daemonize(DaemonOptions.DEFAULT);
    }

    /// Goes on as a daemon. The program is started anew with the same command line; the process
    /// that called this ends with status 0 when the new one has come here too, with its directory,
    /// umask and streams set. So call it first in `main`: what comes before is done by both. Exit
    /// hooks of the first process do not run.
    ///
    /// The new process leads a session of its own and has no controlling terminal. To Java the
    /// directory in which it was started stays the one for relative paths (`user.dir`): use
    /// absolute ones.
    ///
    /// Does nothing if the process is a daemon already: if its parent is process 1, which starts
    /// services, or if this was called before.
    ///
    /// @throws UnixException in the new process, if directory or streams cannot be had; it then
    ///     must not go on
    /// @throws IllegalStateException in the first process, if the new one ended before it came here
    /// @throws UnsupportedOperationException if this is not Linux, or native access is denied
    public static synchronized void daemonize(DaemonOptions options) throws UnixException {
        long parent = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(1L);
        String mark = System.getenv(MARK);
        if (isDaemon || (parent == 1 && mark == null)) {
            return;
        }
        requireLinux();
        if (String.valueOf(parent).equals(mark)) {
            become(options);
            isDaemon = true;
        } else {
            startAnew();
        }
    }

    private static void requireLinux() {
        if (!Structs.fitThisMachine()) {
            throw Unsupported.onThisSystem("daemonize", "have a service manager start the program");
        }
        try {
            NativeCalls.check();
        } catch (IllegalCallerException e) {
            throw new UnsupportedOperationException(
                    "daemonize needs native access: start java with --enable-native-access=lwt.unix", e);
        }
    }

    /* ---- The first process ---- */

    private static void startAnew() throws UnixException {
        LinuxCalls calls = (LinuxCalls) new EpollEngine().calls();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(8, 4);
            LinuxCalls.check(calls.libc.pipe2(ends, Structs.O_CLOEXEC), "pipe", "");
            int reader = ends.getAtIndex(JAVA_INT, 0);
            int writer = ends.getAtIndex(JAVA_INT, 1);
            try {
                int pid;
                try {
                    pid = new LinuxSpawn(MainLoop.current(), calls, sameCommand()).startDetached(writer);
                } finally {
                    calls.libc.close(writer);
                }
                MemorySegment report = arena.allocate(1);
                if (calls.libc.waitingRead(reader, report, 1) == 1) {
                    System.out.flush();
                    System.err.flush();
                    Runtime.getRuntime().halt(0);
                }
                throw new IllegalStateException("the daemon ended before it came to LwtDaemon.daemonize: " + end(pid));
            } finally {
                calls.libc.close(reader);
            }
        }
    }

    private static ProcessStatus end(int pid) throws UnixException {
        ProcessCalls processes = new ProcessCalls();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(ProcessStructs.SIGINFO_SIZE, 8);
            int flags = ProcessStructs.WEXITED | ProcessStructs.WNOWAIT;
            LinuxCalls.check(processes.waitid(ProcessStructs.P_PID, pid, info, flags), "waitid", String.valueOf(pid));
            MemorySegment status = arena.allocate(JAVA_INT);
            MemorySegment usage = arena.allocate(ProcessStructs.RUSAGE_SIZE, 8);
            LinuxCalls.check(processes.wait4(pid, status, ProcessStructs.WNOHANG, usage), "wait4", String.valueOf(pid));
            return ProcessStatus.ofWait(status.get(JAVA_INT, 0));
        }
    }

    /// What started this process, as the system remembers it.
    private static Command sameCommand() {
        try {
            String line = Files.readString(Path.of("/proc/self/cmdline"), UTF_8);
            String program = Files.readSymbolicLink(Path.of("/proc/self/exe")).toString();
            List<String> words = List.of(line.substring(0, line.length() - 1).split("\0", -1));
            return Command.of(words)
                    .withProgram(program)
                    .withVariable(MARK, String.valueOf(ProcessHandle.current().pid()));
        } catch (IOException e) {
            throw new UncheckedIOException("the command line of this process cannot be read", e);
        }
    }

    /* ---- The daemon ---- */

    private static void become(DaemonOptions options) throws UnixException {
        Libc libc = new Libc();
        ProcessCalls processes = new ProcessCalls();
        try (Arena arena = Arena.ofConfined()) {
            options.umask().ifPresent(processes::umask);
            String directory = options.directory().toString();
            LinuxCalls.check(processes.chdir(arena.allocateFrom(directory)), "chdir", directory);
            System.out.flush();
            System.err.flush();
            redirect(libc, processes, 0, options.stdin(), arena);
            output(libc, processes, 1, options.stdout(), arena);
            output(libc, processes, 2, options.stderr(), arena);
            MemorySegment report = arena.allocateFrom(JAVA_BYTE, RUNS);
            LinuxCalls.check(libc.waitingWrite(REPORT, report, 1), "write", "the pipe to the first process");
            libc.close(REPORT);
        }
    }

    private static void output(Libc libc, ProcessCalls processes, int number, DaemonOutput output, Arena arena)
            throws UnixException {
        switch (output) {
            case DaemonOutput.Redirected redirected -> redirect(libc, processes, number, redirected.redirection, arena);
            case DaemonOutput.Lines lines -> {
                MemorySegment ends = arena.allocate(8, 4);
                LinuxCalls.check(libc.pipe2(ends, Structs.O_CLOEXEC), "pipe", "");
                replace(libc, number, ends.getAtIndex(JAVA_INT, 1));
                OutputReader reader = new OutputReader(ends.getAtIndex(JAVA_INT, 0), Loop.current(), lines.receiver);
                Thread.ofPlatform().daemon().name("lwt-daemon-output-" + number).start(reader);
            }
        }
    }

    private static void redirect(Libc libc, ProcessCalls processes, int number, Redirection redirection, Arena arena)
            throws UnixException {
        if (redirection == Redirection.KEEP) {
            return;
        }
        Redirection.File file = redirection instanceof Redirection.File given
                ? given
                : new Redirection.File(Path.of("/dev/null"), true); // and CLOSE, see DaemonOptions
        replace(libc, number, processes.open(file, number == 0, arena));
    }

    /// Has `fd` be this number instead.
    private static void replace(Libc libc, int number, int fd) throws UnixException {
        if (fd != number) {
            int result = libc.dup3(fd, number, 0);
            libc.close(fd);
            LinuxCalls.check(result, "dup3", "descriptor " + number);
        }
    }

    /// Hands what is printed to the loop, line by line.
    private record OutputReader(int fd, Loop loop, ThrowingFunction<? super String, ? extends Promise<?>> receiver)
            implements Runnable {
        private static final int PIECE = 8192;

        @Override
        public void run() {
            Libc libc = new Libc();
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment piece = arena.allocate(PIECE);
                int count = libc.waitingRead(fd, piece, PIECE);
                while (count > 0) {
                    for (int i = 0; i < count; i++) {
                        take(piece.get(JAVA_BYTE, i), line);
                    }
                    count = libc.waitingRead(fd, piece, PIECE);
                }
            }
        }

        private void take(byte next, ByteArrayOutputStream line) {
            if (next != '\n') {
                line.write(next);
                return;
            }
            String text = line.toString(UTF_8);
            line.reset();
            loop.execute(() -> Lwt.async(() -> receiver.apply(text)));
        }
    }
}
