package lwt;

import org.jspecify.annotations.Nullable;

/// A promise that comes from nowhere: made resolved, or resolved through its resolver or a queue.
non-sealed class Plain<T extends @Nullable Object> extends Promise<T> {
    Plain(int state, @Nullable Object slot, @Nullable Loop loop) {
        super(state, slot, loop);
    }

    static <T extends @Nullable Object> Promise<T> failed(Throwable failure) {
        return new Plain<>(FAIL, failure, null);
    }

    /// A cancelable promise for a queue of the library.
    static <T extends @Nullable Object> Plain<T> queued(Loop loop) {
        Plain<T> promise = new Plain<>(QUEUED, null, loop);
        promise.keepStorage();
        return promise;
    }

    /*
     * In the original a cancel callback takes a canceled promise out of its queue. Here queues skip what is
     * resolved, so there is nothing to do, but one trace of that callback can be seen: like all of its kind it
     * installs the values that keys had when it was registered, and callbacks that install none then see those.
     * If there were values, a silent callback does the same; the common case, that there were none, is told by
     * the state alone.
     */
    final void keepStorage() {
        Storage storage = owner().storage;
        if (storage != null) {
            add(Watching.silent(storage));
            state = TASK;
        }
    }

    @Override
    final @Nullable Promise<?> fire(Loop on, Promise<?> source) {
        throw new AssertionError("nothing registers a plain promise as a callback");
    }
}
