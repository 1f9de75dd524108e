package lwt;

import org.jspecify.annotations.Nullable;

/// A promise that is its own resolver.
final class Waiter<T extends @Nullable Object> extends Plain<T> implements Resolver<T> {

    /// A pending one, in state SLEEP or TASK.
    Waiter(int state) {
        super(state, null, Loop.current());
    }

    @Override
    public Promise<T> promise() {
        return this;
    }

    @Override
    public void setSource(@Nullable Promise<?> source) {
        throw new IllegalStateException("setSource: only for a resolver made by Lwt.waiter(source)");
    }
}
