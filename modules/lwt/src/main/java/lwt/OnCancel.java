package lwt;

import org.jspecify.annotations.Nullable;

/// A cancel callback: fires only on [CanceledException], before the callbacks of other kinds.
final class OnCancel extends Callback {
    private final ThrowingRunnable action;
    private final @Nullable Storage storage;

    OnCancel(ThrowingRunnable action, @Nullable Storage storage) {
        this.action = action;
        this.storage = storage;
    }

    @Override
    @Nullable
    Promise<?> fire(Loop loop, Promise<?> source) {
        if (source.isCanceled()) {
            loop.storage = storage;
            Watching.run(loop, action);
        }
        return null;
    }
}
