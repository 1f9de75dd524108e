package lwt.unix;

import lwt.Lwt;
import lwt.Promise;

/// A child process of the JDK.
final class PortableChild extends Child {
    private static final int SIGNALED = 128;
    private static final int MOST_SIGNALED = SIGNALED + 64;

    private final Process process;

    PortableChild(MainLoop main, Process process) {
        super(process.pid());
        this.process = process;
        main.loop.retain();
        var _ = process.onExit()
                .thenRun(() -> main.loop.execute(() -> {
                    main.loop.release();
                    end(status(process.exitValue()), ResourceUsage.UNKNOWN);
                }));
    }

    /// The JDK reports signal n as 128 + n, as shells do.
    private static ProcessStatus status(int code) {
        return code > SIGNALED && code <= MOST_SIGNALED
                ? new ProcessStatus.Signaled(new UnixSignal(code - SIGNALED))
                : new ProcessStatus.Exited(code);
    }

    @Override
    void kill(UnixSignal signal) {
        // The handle, not the process: that would close our ends of the pipes as well.
        if (signal.equals(UnixSignal.KILL)) {
            process.toHandle().destroyForcibly();
        } else if (signal.equals(UnixSignal.TERM)) {
            process.toHandle().destroy();
        } else {
            throw Unsupported.onPortableEngine("sending " + signal, "send SIGTERM or SIGKILL");
        }
    }

    @Override
    Promise<ChildStatus> change() {
        return Lwt.fail(Unsupported.onPortableEngine("waitForChange", "wait for the end with waitFor"));
    }
}
