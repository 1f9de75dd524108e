package lwt.unix;

import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;

/// A process that this loop started: its number, and its end.
abstract class Child {
    private final long pid;
    private final Resolver<ChildStatus> end = Lwt.waiter();
    private Runnable leave = () -> {};

    Child(long pid) {
        this.pid = pid;
    }

    long pid() {
        return pid;
    }

    /// What became of it. Cannot be canceled: shield it from those who might.
    Promise<ChildStatus> ended() {
        return end.promise();
    }

    boolean isRunning() {
        return end.promise().isSleeping();
    }

    /// Has `leave` called at its end, before anybody else is told. Set before the loop turns.
    final void beforeEnd(Runnable action) {
        leave = action;
    }

    final void end(ProcessStatus status, ResourceUsage usage) {
        leave.run();
        end.wakeup(new ChildStatus(pid, status, usage));
    }

    /// Nobody will know what became of it.
    final void lost(UnixException reason) {
        leave.run();
        end.fail(reason);
    }

    /// Sends it a signal. The caller has made sure that it runs, or has not been waited for: so the
    /// number is still its own.
    abstract void kill(UnixSignal signal) throws UnixException;

    /// Resolves when it has ended, or when a signal has stopped it.
    abstract Promise<ChildStatus> change();
}
