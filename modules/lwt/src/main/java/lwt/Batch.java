package lwt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * The callbacks of one promise, when it has more than one; later, the run of them.
 *
 * While the promise is pending this is a growing array, oldest first, with cancel callbacks among the others.
 * Callbacks of choose and pick that lost their race stay in it, dead. They are swept when the array is full,
 * before it grows; as a sweep happens only after as many additions as there is room, its cost per addition is
 * constant, and a promise that sees a million races keeps only a few.
 *
 * When the promise is resolved the batch is detached from it and belongs to the resolution, which uses it as
 * its own stack frame: the items not yet run, what to restore at the end, and the batch that this one
 * interrupted.
 */
final class Batch {
    private @Nullable Callback[] items = new Callback[4];
    private int size;
    private boolean early; // there are callbacks that come before the others

    // as a frame of the resolution
    @Nullable
    Promise<?> source;

    @Nullable
    Batch parent;

    boolean scoped;

    @Nullable
    Storage outer;

    Batch(Callback oldest) {
        add(oldest);
    }

    void add(Callback callback) {
        if (size == items.length) {
            makeRoom();
        }
        items[size++] = callback;
        if (callback instanceof OnCancel || callback instanceof Backtrace.Hop) {
            early = true;
        }
    }

    private void makeRoom() {
        int live = 0;
        for (int i = 0; i < size; i++) {
            Callback callback = items[i];
            if (callback != null && !callback.isDead()) {
                items[live++] = callback;
            }
        }
        size = live;
        if (live > items.length / 2) {
            items = Arrays.copyOf(items, items.length * 2);
        } else if (live <= items.length / 8 && items.length > 32) {
            items = Arrays.copyOf(items, items.length / 2);
        } else {
            Arrays.fill(items, live, items.length, null);
        }
    }

    /// The callbacks of two promises that became one: those of `older` run last.
    static Object concat(Object older, Object newer) {
        Batch all = older instanceof Batch batch ? batch : new Batch((Callback) older);
        if (newer instanceof Batch batch) {
            for (int i = 0; i < batch.size; i++) {
                Callback callback = batch.items[i];
                if (callback != null && !callback.isDead()) {
                    all.addUnlessSame(callback);
                }
            }
        } else {
            all.addUnlessSame((Callback) newer);
        }
        return all;
    }

    /// A loop passes the same place in every round; its hop is kept once.
    private void addUnlessSame(Callback callback) {
        if (!(callback instanceof Backtrace.Hop hop && hasSame(hop))) {
            add(callback);
        }
    }

    /// Whether a hop like this one is among the callbacks.
    boolean hasSame(Backtrace.Hop hop) {
        for (int i = 0; early && i < size; i++) {
            if (hop.isSameAs(items[i])) {
                return true;
            }
        }
        return false;
    }

    /// Runs what comes before all others when the promise has failed: the hops of a backtrace, oldest first,
    /// then the cancel callbacks, newest first.
    void fireEarly(Loop loop, Promise<?> failed) {
        if (!early) {
            return;
        }
        for (int i = 0; i < size; i++) {
            if (items[i] instanceof Backtrace.Hop hop) {
                items[i] = null;
                hop.fire(loop, failed);
            }
        }
        for (int i = size - 1; i >= 0; i--) {
            if (items[i] instanceof OnCancel callback) {
                items[i] = null;
                callback.fire(loop, failed);
            }
        }
    }

    /// Runs callbacks, newest first, until one has resolved a promise that has callbacks; returns that promise,
    /// or null at the end.
    @Nullable
    Promise<?> fireNext(Loop loop) {
        Promise<?> resolved = source;
        if (resolved == null) {
            throw new IllegalStateException("a batch that was not begun");
        }
        while (size > 0) {
            Callback callback = items[--size];
            if (callback != null) {
                Promise<?> next = callback.fire(loop, resolved);
                if (next != null) {
                    return next;
                }
            }
        }
        return null;
    }

    boolean isFinished() {
        return size == 0;
    }
}
