package lwt;

import org.jspecify.annotations.Nullable;

/// A promise that comes from nowhere: made resolved, or resolved through its resolver.
final class Plain<T extends @Nullable Object> extends Promise<T> {
    Plain(int state, @Nullable Object slot, @Nullable Loop loop) {
        super(state, slot, loop);
    }

    static <T extends @Nullable Object> Promise<T> failed(Throwable failure) {
        return new Plain<>(FAIL, failure, null);
    }

    @Override
    @Nullable
    Promise<?> fire(Loop on, Promise<?> source) {
        throw new AssertionError("nothing registers a plain promise as a callback");
    }
}
