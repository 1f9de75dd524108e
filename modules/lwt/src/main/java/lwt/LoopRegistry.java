package lwt;

import java.lang.ref.WeakReference;
import java.util.concurrent.CopyOnWriteArrayList;

/*
 * Finds the loop of a thread when it is not the first loop of the process.
 *
 * A thread's own loop is in a thread-local variable. The thread of a strand has none there, as a million fibers
 * must not pay for it: strands are virtual threads mostly, so for those the living loops are asked whose code
 * runs on this thread; a process has as many loops as threads that run one, which are few.
 */
final class LoopRegistry {
    private static final ThreadLocal<Loop> OWN = new ThreadLocal<>();
    private static final CopyOnWriteArrayList<WeakReference<Loop>> LIVING = new CopyOnWriteArrayList<>();

    private LoopRegistry() {}

    static Loop find() {
        for (WeakReference<Loop> reference : LIVING) {
            Loop loop = reference.get();
            if (loop != null && loop.isCurrent()) {
                return loop;
            }
        }
        Loop own = OWN.get();
        return own == null ? make() : own;
    }

    /// Lets the calling thread find `next` instead of `present`. The reference in OWN keeps it alive.
    static synchronized void replace(Loop present, Loop next) {
        OWN.set(next);
        LIVING.removeIf(reference -> reference.refersTo(present));
        LIVING.add(new WeakReference<>(next));
        Loop.replaceFirst(present, next);
    }

    private static synchronized Loop make() {
        Loop loop = new Loop(Thread.currentThread(), null);
        OWN.set(loop);
        LIVING.removeIf(reference -> {
            Loop known = reference.get();
            return known == null || !known.owner().isAlive();
        });
        LIVING.add(new WeakReference<>(loop));
        if (!Loop.hasFirst()) {
            Loop.setFirst(loop);
        }
        return loop;
    }
}
