package lwt.unix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;

/// The sleeps of one loop, soonest first; sleeps with equal deadlines end in the order in which
/// they were started.
final class TimerQueue {
    /*
     * Overview
     *
     * A heap with four children per node. Its keys lie in an array of their own, so that a comparison touches no
     * object, and four children share a cache line. The key is the pair (deadline, number): numbers grow with each
     * sleep, so no two keys are equal and the order of firing does not depend on the heap's shape.
     *
     * Nobody tells the queue that a sleep was canceled: that would cost every sleep a callback. Instead dead entries
     * go when they reach the top, and when the arrays are full: then they are swept out, and the arrays grow only if
     * at least three quarters of the entries are alive. A sweep thus frees a quarter of the arrays or is followed by
     * growth, which pays for it: the cost per sleep is constant, and a loop of `withTimeout` keeps the smallest heap.
     *
     * Per sleep: 8 + 8 + 4 bytes here, a quarter more on average for room to grow.
     */
    private static final int SMALLEST = 16;
    private static final int CHILDREN = 4;

    private long[] deadlines = new long[SMALLEST];
    private long[] numbers = new long[SMALLEST];
    private @Nullable Resolver<@Nullable Void>[] sleepers = newSleepers(SMALLEST);
    private int size;
    private long nextNumber;

    /// Adds a sleep that ends at `deadline`, a time of the caller's clock.
    void add(long deadline, Resolver<@Nullable Void> sleeper) {
        if (size == sleepers.length) {
            makeRoom();
        }
        siftUp(size++, deadline, nextNumber++, sleeper);
    }

    /// Whether somebody sleeps; first forgets canceled sleeps at the top.
    boolean isEmpty() {
        while (size > 0 && !top().promise().isSleeping()) {
            removeTop();
        }
        return size == 0;
    }

    /// The deadline of the soonest sleep. Only when the queue is not empty.
    long soonest() {
        return deadlines[0];
    }

    /// Ends the sleeps whose deadline is not after `now`, in order. Sleeps started by what this
    /// sets off wait for the next call, however short they are.
    void fire(long now) {
        long end = nextNumber;
        // A new sleep cannot hide an old one that is due: it ends later, or it has the larger number.
        while (size > 0 && deadlines[0] <= now && numbers[0] < end) {
            Resolver<@Nullable Void> sleeper = top();
            removeTop();
            sleeper.wakeup(null);
        }
    }

    /// Ends them as [#fire(long)] does, but those with equal deadlines in an order drawn from
    /// `order`, unless that is null.
    void fire(long now, @Nullable RandomGenerator order) {
        if (order == null) {
            fire(now);
            return;
        }
        long end = nextNumber;
        List<Resolver<@Nullable Void>> together = new ArrayList<>();
        while (size > 0 && deadlines[0] <= now && numbers[0] < end) {
            together.clear();
            for (long deadline = deadlines[0]; size > 0 && deadlines[0] == deadline && numbers[0] < end; removeTop()) {
                together.add(top());
            }
            Collections.shuffle(together, order);
            for (Resolver<@Nullable Void> sleeper : together) {
                sleeper.wakeup(null);
            }
        }
    }

    /// Entries in the heap, canceled ones that were not yet met included.
    int size() {
        return size;
    }

    int capacity() {
        return sleepers.length;
    }

    private Resolver<@Nullable Void> top() {
        return Objects.requireNonNull(sleepers[0], "a heap that is not empty has a top");
    }

    private void removeTop() {
        int last = --size;
        Resolver<@Nullable Void> moved = sleepers[last];
        sleepers[last] = null;
        if (last > 0) {
            siftDown(0, deadlines[last], numbers[last], moved);
        }
    }

    private void siftUp(int hole, long deadline, long number, @Nullable Resolver<@Nullable Void> sleeper) {
        int at = hole;
        while (at > 0) {
            int parent = (at - 1) / CHILDREN;
            if (!isBefore(deadline, number, parent)) {
                break;
            }
            move(parent, at);
            at = parent;
        }
        put(at, deadline, number, sleeper);
    }

    private void siftDown(int hole, long deadline, long number, @Nullable Resolver<@Nullable Void> sleeper) {
        int at = hole;
        while (true) {
            int first = at * CHILDREN + 1;
            if (first >= size) {
                break;
            }
            int least = first;
            int end = Math.min(first + CHILDREN, size);
            for (int child = first + 1; child < end; child++) {
                if (isBefore(deadlines[child], numbers[child], least)) {
                    least = child;
                }
            }
            if (isBefore(deadline, number, least)) {
                break;
            }
            move(least, at);
            at = least;
        }
        put(at, deadline, number, sleeper);
    }

    private boolean isBefore(long deadline, long number, int other) {
        long otherDeadline = deadlines[other];
        return deadline < otherDeadline || (deadline == otherDeadline && number < numbers[other]);
    }

    private void move(int from, int to) {
        put(to, deadlines[from], numbers[from], sleepers[from]);
    }

    private void put(int at, long deadline, long number, @Nullable Resolver<@Nullable Void> sleeper) {
        deadlines[at] = deadline;
        numbers[at] = number;
        sleepers[at] = sleeper;
    }

    private void makeRoom() {
        sweep();
        int capacity = sleepers.length;
        if (size > capacity - capacity / 4) {
            resize(Math.addExact(capacity, capacity / 2));
        } else if (size < capacity / 8) {
            resize(Math.max(SMALLEST, capacity / 4));
        }
    }

    private void sweep() {
        int alive = 0;
        for (int i = 0; i < size; i++) {
            Resolver<@Nullable Void> sleeper = sleepers[i];
            if (sleeper != null && sleeper.promise().isSleeping()) {
                move(i, alive++);
            }
        }
        Arrays.fill(sleepers, alive, size, null);
        size = alive;
        for (int i = (alive - 2) / CHILDREN; i >= 0; i--) {
            siftDown(i, deadlines[i], numbers[i], sleepers[i]);
        }
    }

    private void resize(int capacity) {
        deadlines = Arrays.copyOf(deadlines, capacity);
        numbers = Arrays.copyOf(numbers, capacity);
        sleepers = Arrays.copyOf(sleepers, capacity);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type can only be made raw
    private static @Nullable Resolver<@Nullable Void>[] newSleepers(int length) {
        return new Resolver[length];
    }
}
