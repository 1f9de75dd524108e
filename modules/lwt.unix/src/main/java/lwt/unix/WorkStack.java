package lwt.unix;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Works that any thread may add, and that are taken all at once. A work is in one at a time, linked by [Work#link].
final class WorkStack {
    private final AtomicReference<@Nullable Work> newest = new AtomicReference<>();

    /// Adds a work. Returns whether there was none: then the caller sees to it that somebody takes them.
    boolean add(Work work) {
        Work last;
        do {
            last = newest.get();
            work.link = last;
        } while (!newest.compareAndSet(last, work));
        return last == null;
    }

    /// Takes all. Returns the oldest, linked to those after it, or null if there are none.
    @Nullable
    Work takeAll() {
        Work work = newest.getAndSet(null);
        Work list = null;
        while (work != null) {
            Work older = work.link;
            work.link = list;
            list = work;
            work = older;
        }
        return list;
    }

    boolean isEmpty() {
        return newest.get() == null;
    }
}
