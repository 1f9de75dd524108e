package lwt;

import org.jspecify.annotations.Nullable;

/// A promise that is its own resolver, and passes a cancel on.
final class Linked<T extends @Nullable Object> extends Derived<T> implements Resolver<T> {
    Linked(Loop loop, @Nullable Promise<?> source) {
        super(loop, source);
    }

    @Override
    public Promise<T> promise() {
        return this;
    }

    @Override
    public void setSource(@Nullable Promise<?> source) {
        if (source != null) {
            owner().checkOwns(source);
        }
        Promise<T> p = underlying();
        if (p.isPending()) {
            ((Derived<T>) p).source = source; // what a Derived became a proxy of is a Derived
        }
    }

    @Override
    String kind() {
        return "a fiber or another linked promise";
    }

    @Override
    @Nullable
    Promise<?> fire(Loop on, Promise<?> from) {
        throw new AssertionError("a linked promise is resolved by its resolver only");
    }
}
