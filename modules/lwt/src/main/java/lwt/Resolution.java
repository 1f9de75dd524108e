package lwt;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * The heart: what happens when a promise is resolved.
 *
 * run() is entered by everything that resolves a promise from outside: a resolver, cancel, pause. It runs the
 * callbacks of that promise, newest first. A callback may resolve further promises, and those have callbacks:
 * they run before the next callback of the first promise, depth first, as if each had called run() itself. They
 * do not call it. A chain of a million binds would be a million frames on the stack; instead a callback returns
 * the promise it resolved (Callback.fire), and deliver() goes on with that one. What a nested run() would keep
 * in its stack frame, deliver() keeps in the batches: an interrupted batch remembers what is left of it and is
 * the parent of the one that interrupted it. A batch whose last callback resolved something need not be
 * remembered: nothing is left of it. So a chain needs no memory at all.
 *
 * Storage. Each run, nested or not, restores the values of keys that it found. Where a finished frame is
 * dropped for the one that follows, its `outer` value is inherited: restoring the inner value first and then
 * the outer one leaves the outer one, and no code runs between.
 *
 * wakeupLater. Inside a run, the callbacks of a promise resolved "later" go to the end of loop.deferred; the
 * outermost run drains that queue before it ends. The drain belongs to the outermost run: nothing is restored
 * between its entries.
 *
 * Nesting of bind. Java has no tail calls, and bind on a resolved promise calls its function at once; a loop of
 * binds would recurse for ever. So bind counts how deep it is (loop.nesting). Beyond MAX_NESTING it puts its
 * record into loop.postponed and returns it, pending; the bind at depth DRAINING, which must be on the stack then,
 * fires all postponed ones before it returns. Whoever called that one sees the final state, as in OCaml; only
 * code inside the loop, a hundred calls deep, could see the difference.
 *
 * A strand (fiber) that stops in the middle of a run takes depth, nesting and storage with it (Loop.leave), so
 * the loop and other strands begin at their own depth.
 */
final class Resolution {
    /// Deep enough for every loop that is not meant to be endless, shallow enough for a small stack with frames
    /// of user code between.
    static final int MAX_NESTING = 256;

    /// The depth of the bind that fires what was postponed. Not the outermost: nearly every bind is that, and to look
    /// for postponed records there would cost each of them one more load.
    static final int DRAINING = MAX_NESTING / 2;

    private Resolution() {}

    /// Resolves `p`, which is pending, and runs its callbacks.
    static void resolve(Loop loop, Promise<?> p, int result, @Nullable Object content) {
        Object callbacks = p.resolve(result, content);
        if (callbacks != null) {
            run(loop, p, callbacks);
        }
    }

    /// Resolves `p`, which is pending; its callbacks run when the outermost run under way ends, or now if there
    /// is none.
    static void resolveLater(Loop loop, Promise<?> p, int result, @Nullable Object content) {
        Object callbacks = p.resolve(result, content);
        if (callbacks != null) {
            if (loop.depth > 0) {
                loop.deferred.add(p, callbacks);
                loop.hasDeferred = true;
            } else {
                run(loop, p, callbacks);
            }
        }
    }

    static void run(Loop loop, Promise<?> source, Object callbacks) {
        Storage saved = loop.storage;
        int depth = loop.depth;
        loop.depth = depth + 1;
        try {
            deliver(loop, source, callbacks);
            if (depth == 0 && loop.hasDeferred) {
                drainDeferred(loop);
            }
        } finally {
            loop.depth = depth;
            loop.storage = saved;
        }
    }

    private static void drainDeferred(Loop loop) {
        for (Promise<?> p = loop.deferred.poll(loop); p != null; p = loop.deferred.poll(loop)) {
            deliver(loop, p, loop.takeDetached());
        }
        loop.hasDeferred = false;
    }

    /// Runs what a suspended strand left in the queues, as a run of the loop's own.
    static void runLeftOver(Loop loop) {
        if (!loop.postponed.isEmpty()) {
            runPostponed(loop);
        }
        Promise<?> first = loop.deferred.poll(loop);
        if (first != null) {
            run(loop, first, loop.takeDetached());
        }
    }

    /// Runs `callbacks` of `source`, and those of all promises resolved by them, depth first.
    private static void deliver(Loop loop, Promise<?> source, Object callbacks) {
        Batch batch = null; // the innermost batch that is not finished
        boolean scoped = false; // whether the present run is nested, so that it restores `outer` at its end
        Storage outer = null;
        while (true) {
            Promise<?> next;
            if (callbacks instanceof Batch begun) {
                begun.source = source;
                begun.parent = batch;
                begun.scoped = scoped;
                begun.outer = outer;
                batch = begun;
                if (source.state == Promise.FAIL) {
                    begun.fireEarly(loop, source);
                }
                next = null;
            } else {
                next = ((Callback) callbacks).fire(loop, source);
                if (next != null && !scoped) {
                    scoped = true;
                    outer = loop.storage;
                } else if (next == null && scoped) {
                    loop.storage = outer;
                }
            }
            while (next == null) {
                if (batch == null) {
                    return;
                }
                next = batch.fireNext(loop);
                if (next == null) {
                    if (batch.scoped) {
                        loop.storage = batch.outer;
                    }
                    batch = batch.parent;
                } else {
                    boolean last = batch.isFinished();
                    outer = last && batch.scoped ? batch.outer : loop.storage;
                    scoped = true;
                    if (last) {
                        batch = batch.parent;
                    }
                }
            }
            source = next;
            callbacks = loop.takeDetached();
        }
    }

    /* ---- Loops of binds on resolved promises ---- */

    /// Puts off what `record` does with `source`, which is resolved: the stack is deep enough.
    static void postpone(Loop loop, Callback record, Promise<?> source) {
        loop.postponed.add(record);
        loop.postponed.add(source);
        loop.hasPostponed = true;
    }

    /// Fires the postponed records; called where the nesting is back at [#DRAINING] or zero.
    static void runPostponed(Loop loop) {
        Storage saved = loop.storage;
        int nesting = loop.nesting;
        loop.nesting = DRAINING + 1; // so that a bind in a callback does not come here again
        try {
            for (Object record = loop.postponed.poll(); record != null; record = loop.postponed.poll()) {
                Promise<?> source = (Promise<?>) Objects.requireNonNull(loop.postponed.poll());
                Promise<?> next = ((Callback) record).fire(loop, source);
                if (next != null) {
                    run(loop, next, loop.takeDetached());
                }
            }
            loop.hasPostponed = false;
        } finally {
            loop.nesting = nesting;
            loop.storage = saved;
        }
    }
}
