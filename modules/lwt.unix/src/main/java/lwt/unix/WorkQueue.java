package lwt.unix;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Works that nobody has begun: loops add to it, workers take from it, oldest first.
final class WorkQueue {
    /*
     * Overview
     *
     * What two processors write to in turn costs each of them a trip through the memory of the other. So there are two
     * lists: `added`, which loops write to; and `next`, which workers write to, oldest first. Only when
     * `next` is empty does a worker take all that was added, in one stroke: one trip for all of them, however many.
     *
     * Taking is a compareAndSet of `next` from a work to the one behind it. It does not mistake a list for another one
     * that begins with the same work, since no work is added twice. Only turn() makes `next` other than null from null,
     * under the lock, so it overwrites nothing.
     *
     * Works are linked by Work.link, which belongs to the queue until the work is taken. A taker that read the link of
     * a work that another one has taken meanwhile reads nonsense, and its compareAndSet fails.
     */
    private final WorkStack added = new WorkStack();
    private final AtomicReference<@Nullable Work> next = new AtomicReference<>();

    /// Adds a work. Returns whether nothing that was added before is left that no worker has turned round; if so, the
    /// caller sees to it that a worker comes.
    boolean add(Work work) {
        return added.add(work);
    }

    /// The oldest work, or null if there is none.
    @Nullable
    Work take() {
        while (true) {
            Work work = next.get();
            if (work == null) {
                if (added.isEmpty()) {
                    return null;
                }
                turn();
            } else if (next.compareAndSet(work, work.link)) {
                work.link = null;
                return work;
            }
        }
    }

    private synchronized void turn() {
        if (next.get() == null) {
            next.set(added.takeAll());
        }
    }

    boolean isEmpty() {
        return next.get() == null && added.isEmpty();
    }
}
