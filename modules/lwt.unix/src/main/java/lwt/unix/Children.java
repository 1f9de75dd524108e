package lwt.unix;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;

/// The running child processes of one loop, and who waits for any of them.
///
/// The loop itself waits for each: what it started is reaped as soon as the loop turns, whether
/// anybody asks or not. Others may wait as well and get the same answer, while it runs.
final class Children {
    private final Map<Long, Child> running = new HashMap<>();
    private final Deque<Resolver<ChildStatus>> anyWaiters = new ArrayDeque<>();

    static Children ofCurrentLoop() {
        return Loop.current().attachment(Children.class, _ -> new Children());
    }

    Spawned start(Command command) throws UnixException {
        MainLoop main = MainLoop.current();
        Spawned spawned = main.calls().spawn(main, command);
        Child child = spawned.child();
        running.put(child.pid(), child);
        child.beforeEnd(() -> running.remove(child.pid()));
        child.ended().onAny(this::tellAny, _ -> failHopeless());
        return spawned;
    }

    private void tellAny(ChildStatus status) {
        Resolver<ChildStatus> first = nextWaiter();
        if (first != null) {
            first.wakeup(status);
        }
        failHopeless();
    }

    /// Who waits for any child, and there is none.
    private void failHopeless() {
        while (running.isEmpty()) {
            Resolver<ChildStatus> hopeless = nextWaiter();
            if (hopeless == null) {
                return;
            }
            hopeless.fail(UnixException.of(Errno.ECHILD, "wait", ""));
        }
    }

    private @Nullable Resolver<ChildStatus> nextWaiter() {
        Resolver<ChildStatus> waiter = anyWaiters.poll();
        while (waiter != null && !waiter.promise().isSleeping()) {
            waiter = anyWaiters.poll(); // canceled
        }
        return waiter;
    }

    /// The first child to end.
    Promise<ChildStatus> any() {
        if (running.isEmpty()) {
            return Lwt.fail(UnixException.of(Errno.ECHILD, "wait", ""));
        }
        Resolver<ChildStatus> waiter = Lwt.task();
        anyWaiters.removeIf(other -> !other.promise().isSleeping());
        anyWaiters.add(waiter);
        return waiter.promise();
    }

    /// The running child of this number, or null.
    @Nullable
    Child find(long pid) {
        return running.get(pid);
    }

    /// How many run.
    int count() {
        return running.size();
    }
}
