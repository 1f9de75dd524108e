package lwt.unix;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// A child process on Linux: watched through a pidfd, a descriptor that gets readable at its end.
///
/// There is no handler for `SIGCHLD`: the JDK resets that signal whenever it likes. Where there is
/// no pidfd (none left, or an older kernel), a thread of the JDK waits in its place. In both cases
/// it is this class that reaps the child, on the loop's thread; so between two steps of the loop
/// the child's number cannot become another process's.
final class LinuxChild extends Child {
    private final MainLoop main;
    private final LinuxCalls calls;
    private final ProcessCalls processes;

    LinuxChild(MainLoop main, LinuxCalls calls, ProcessCalls processes, int pid) {
        super(pid);
        this.main = main;
        this.calls = calls;
        this.processes = processes;
        if (!watch()) {
            Runnable reap = () -> main.loop.execute(this::reap);
            ProcessHandle handle = ProcessHandle.of(pid).orElse(null);
            if (handle == null) {
                reap.run();
            } else {
                var _ = handle.onExit().thenRun(reap);
            }
        }
    }

    private int number() {
        return (int) pid();
    }

    private boolean watch() {
        int pidfd = processes.pidfdOpen(number());
        if (pidfd < 0) {
            return false;
        }
        FileDescriptor file = new FileDescriptor(main, new LinuxPort(calls, pidfd, false));
        try {
            Engine.Watch[] watch = new Engine.Watch[1];
            watch[0] = file.watch(Direction.READ, () -> {
                watch[0].cancel();
                file.close().ignoreResult();
                reap();
            });
            return true;
        } catch (UncheckedIOException _) {
            file.close().ignoreResult();
            return false;
        }
    }

    private void reap() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(JAVA_INT);
            MemorySegment usage = arena.allocate(ProcessStructs.RUSAGE_SIZE, 8);
            int result = processes.wait4(number(), status, ProcessStructs.WNOHANG, usage);
            if (result == number()) {
                end(
                        ProcessStatus.ofWait(status.get(JAVA_INT, 0)),
                        new ResourceUsage(
                                time(usage, ProcessStructs.RUSAGE_UTIME), time(usage, ProcessStructs.RUSAGE_STIME)));
            } else {
                // Only if other code of this process has waited for it, which it must not.
                int code = result < 0 ? -result : Errno.ECHILD.code;
                lost(UnixException.of(code, "wait4", String.valueOf(pid())));
            }
        }
    }

    private static Duration time(MemorySegment usage, long offset) {
        return Duration.ofSeconds(
                usage.get(JAVA_LONG, offset + ProcessStructs.TIMEVAL_SEC),
                usage.get(JAVA_LONG, offset + ProcessStructs.TIMEVAL_USEC) * 1_000);
    }

    @Override
    void kill(UnixSignal signal) throws UnixException {
        LinuxCalls.check(processes.kill(number(), signal.number()), "kill", pid() + ", " + signal);
    }

    @Override
    Promise<ChildStatus> change() {
        int pidfd = processes.pidfdOpen(number());
        return pidfd < 0
                ? Lwt.fail(UnixException.of(-pidfd, "pidfd_open", String.valueOf(pid())))
                : main.jobs().run(new Change(pidfd)).bind(stop -> {
                    if (stop == null) {
                        return ended().shielded();
                    }
                    ProcessStatus status = new ProcessStatus.Stopped(stop);
                    return Lwt.of(new ChildStatus(pid(), status, ResourceUsage.UNKNOWN));
                });
    }

    /// Waits in a worker until the child stops or ends. Its end is left to [#reap], its stop is
    /// taken, so that it is told once.
    private final class Change extends Job<@Nullable UnixSignal> {
        private final int pidfd;
        private @Nullable UnixSignal stop;

        Change(int pidfd) {
            this.pidfd = pidfd;
        }

        @Override
        protected void run() throws UnixException {
            ProcessCalls own = new ProcessCalls();
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment info = arena.allocate(ProcessStructs.SIGINFO_SIZE, 8);
                int result = own.waitid(
                        ProcessStructs.P_PIDFD,
                        pidfd,
                        info,
                        ProcessStructs.WSTOPPED | ProcessStructs.WEXITED | ProcessStructs.WNOWAIT);
                if (result == -Errno.ECHILD.code) {
                    return; // the loop was faster
                }
                LinuxCalls.check(result, "waitid", String.valueOf(pid()));
                if (info.get(JAVA_INT, ProcessStructs.SIGINFO_CODE) == ProcessStructs.CLD_STOPPED) {
                    stop = new UnixSignal(info.get(JAVA_INT, ProcessStructs.SIGINFO_STATUS));
                    own.waitid(ProcessStructs.P_PIDFD, pidfd, info, ProcessStructs.WSTOPPED | ProcessStructs.WNOHANG);
                }
            }
        }

        @Override
        protected @Nullable UnixSignal result() {
            return stop;
        }

        @Override
        protected void free() {
            calls.libc.close(pidfd);
        }
    }
}
