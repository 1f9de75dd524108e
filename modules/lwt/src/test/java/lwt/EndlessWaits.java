package lwt;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Mailboxes, mutexes, conditions, pools and streams that serve millions of operations, with canceled waiters in
/// between;
/// WaitsMemoryTest runs each in a JVM with a heap of 24 MB.
final class EndlessWaits {
    private static final int OPERATIONS = 10_000_000;

    private static final Map<String, Runnable> PROGRAMS = new TreeMap<>(Map.of(
            "mailbox", EndlessWaits::mailbox,
            "mutex", EndlessWaits::mutex,
            "mutex that stays locked", EndlessWaits::lockedMutex,
            "condition", EndlessWaits::condition,
            "pool", EndlessWaits::pool,
            "push stream", EndlessWaits::pushStream,
            "stream of a function", EndlessWaits::pulledStream,
            "bounded stream", EndlessWaits::boundedStream,
            "abandoned streams", EndlessWaits::abandonedStreams,
            "choose over a slow stream", EndlessWaits::slowStream));

    private EndlessWaits() {}

    static Iterable<String> names() {
        return PROGRAMS.keySet();
    }

    public static void main(String[] arguments) {
        PROGRAMS.get(arguments[0]).run();
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("an operation had the wrong result");
        }
    }

    private static void mailbox() {
        Mvar<Integer> mailbox = new Mvar<>();
        for (int i = 0; i < OPERATIONS; i++) {
            mailbox.take().cancel();
            Promise<Integer> reader = mailbox.take();
            mailbox.put(i);
            check(!reader.isSleeping());
            mailbox.put(i);
            mailbox.put(i).cancel();
            check(mailbox.takeAvailable().isPresent());
        }
    }

    private static void mutex() {
        Mutex mutex = new Mutex();
        for (int i = 0; i < OPERATIONS; i++) {
            mutex.lock();
            mutex.lock().cancel();
            Promise<Void> next = mutex.lock();
            mutex.unlock();
            check(!next.isSleeping());
            mutex.unlock();
        }
    }

    private static void lockedMutex() {
        Mutex mutex = new Mutex();
        mutex.lock();
        Promise<Void> patient = mutex.lock();
        for (int i = 0; i < OPERATIONS; i++) {
            mutex.lock().cancel();
        }
        mutex.unlock();
        check(!patient.isSleeping());
    }

    private static void condition() {
        Condition<Integer> condition = new Condition<>();
        for (int i = 0; i < OPERATIONS; i++) {
            condition.await().cancel();
            Promise<Integer> waiter = condition.await();
            condition.signal(i);
            check(!waiter.isSleeping());
            if (i % 2 == 0) {
                condition.broadcast(i);
            }
        }
    }

    private static void pool() {
        Pool<Object> pool = new Pool<>(1, () -> Lwt.of(new Object()));
        for (int i = 0; i < OPERATIONS / 2; i++) {
            Resolver<Integer> work = Lwt.waiter();
            Promise<Integer> using = pool.use(_ -> work.promise());
            pool.use(Lwt::of).cancel();
            Promise<Object> next = pool.use(Lwt::of);
            work.wakeup(1);
            check(!using.isSleeping() && !next.isSleeping());
        }
    }

    private static void pushStream() {
        LwtStream.Pushed<Integer> made = LwtStream.push();
        LwtStream<Integer> stream = made.stream().map(n -> n + 1);
        for (int i = 0; i < OPERATIONS; i++) {
            stream.next().cancel();
            Promise<Integer> reader = stream.next();
            made.push().push(i & 127);
            check(!reader.isSleeping());
        }
    }

    private static void pulledStream() {
        int[] left = {OPERATIONS};
        LwtStream<Integer> stream =
                LwtStream.from(() -> Lwt.of(left[0]-- > 0 ? Optional.of(left[0] & 127) : Optional.empty()));
        check(!stream.filter(n -> n % 2 == 0).fold((n, sum) -> sum + n, 0).isSleeping());
    }

    private static void boundedStream() {
        LwtStream.Bounded<Integer> made = LwtStream.bounded(1);
        for (int i = 0; i < OPERATIONS; i++) {
            made.push().push(1);
            made.push().push(2).cancel();
            check(!made.stream().next().isSleeping());
        }
    }

    private static void abandonedStreams() {
        LwtStream.Pushed<byte[]> kept = LwtStream.push(); // a source that lives on and has no reader any more
        Push<byte[]> push = kept.push();
        kept = null;
        for (int i = 0; i < OPERATIONS / 10; i++) {
            push.push(new byte[100]);
            LwtStream<byte[]> abandoned = LwtStream.fromDirect(() -> Optional.of(new byte[100]));
            abandoned.map(bytes -> bytes).next();
        }
    }

    private static void slowStream() {
        LwtStream.Pushed<Integer> slow = LwtStream.push();
        LwtStream.Pushed<Integer> fast = LwtStream.push();
        LwtStream<Integer> both = LwtStream.choose(java.util.List.of(slow.stream(), fast.stream()));
        for (int i = 0; i < OPERATIONS / 5; i++) {
            fast.push().push(1);
            check(!both.next().isSleeping());
        }
    }
}
