package lwt;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/* Where the elements of a stream come from: a function, a list, or whoever pushes them. */
final class StreamSources {
    private StreamSources() {}

    static Object orEnd(Optional<?> element) {
        return element.isPresent() ? element.get() : StreamQueue.END;
    }

    /// A function that makes the next element when it is asked.
    static final class From<T> extends StreamQueue<T> {
        private final ThrowingSupplier<? extends Promise<Optional<T>>> function;

        From(ThrowingSupplier<? extends Promise<Optional<T>>> function) {
            super(false);
            this.function = function;
        }

        @Override
        Object produce() throws Throwable {
            Promise<Optional<T>> p = function.get();
            if (p == null) {
                throw Derived.noPromise();
            }
            p = p.underlying();
            return p.state == Promise.RETURN ? orEnd(p.value()) : new Later(p.map(StreamSources::orEnd));
        }
    }

    /// A function that always has the next element at once.
    static final class FromDirect<T> extends StreamQueue<T> {
        private final ThrowingSupplier<Optional<T>> function;

        FromDirect(ThrowingSupplier<Optional<T>> function) {
            super(false);
            this.function = function;
        }

        @Override
        Object produce() {
            try {
                return orEnd(function.get());
            } catch (Throwable thrown) {
                return new Later(new Thrown(Sequencing.captured(thrown)));
            }
        }
    }

    /// Elements that are all there when the stream is made.
    static final class Fixed<T> extends StreamQueue<T> {
        Fixed() {
            super(true);
        }

        @Override
        Object produce() {
            throw new AssertionError("the end is in the queue, and nothing is read behind it");
        }
    }

    /// Elements that come from outside. Readers wait for a signal that a push gives.
    abstract static class Signalled<T> extends StreamQueue<T> {
        private @Nullable Plain<@Nullable Void> signal; // not null: somebody waits for it

        @Nullable
        Object reference; // what the program wants to live as long as this

        Signalled() {
            super(false);
        }

        @Override
        final Promise<@Nullable Void> feed() {
            Plain<@Nullable Void> awaited = signal;
            if (awaited == null) {
                awaited = new Plain<>(Promise.SLEEP, null, Loop.current());
                signal = awaited;
            }
            return awaited.shielded();
        }

        /// Tells those who wait that the queue has grown; they run after the code that pushed.
        final void signal() {
            Plain<@Nullable Void> awaited = signal;
            if (awaited != null) {
                signal = null;
                WaitQueue.wakeupLater(awaited, null);
            }
        }

        @Override
        final boolean mayBypass() {
            return false;
        }

        @Override
        final Object produce() {
            throw new AssertionError("elements are pushed");
        }
    }

    static final class Pushed<T> extends Signalled<T> {
        void push(Object element) {
            if (isClosed()) {
                throw new LwtStream.ClosedException();
            }
            enqueue(element);
            signal();
            if (element == END) {
                close();
            }
        }
    }

    /// At most `size` elements, and one more that waits to get in.
    static final class Bounded<T> extends Signalled<T> {
        private int size;
        private int count;
        private @Nullable T pending;
        private Resolver<@Nullable Void> pusher = Lwt.task();
        private boolean ended;

        Bounded(int size) {
            this.size = size;
        }

        int size() {
            return size;
        }

        int count() {
            return count;
        }

        boolean isBlocked() {
            return pending != null;
        }

        boolean hasEnded() {
            return ended;
        }

        Promise<@Nullable Void> push(T element) {
            if (ended) {
                return Lwt.fail(new LwtStream.ClosedException());
            }
            if (pending != null) {
                return Lwt.fail(new LwtStream.FullException());
            }
            if (count < size) {
                enqueue(element);
                count++;
                signal();
                return Lwt.unit();
            }
            pending = element;
            Resolver<@Nullable Void> admitted = pusher;
            return Lwt.catching(admitted::promise, failure -> {
                if (failure instanceof CanceledException) {
                    pending = null;
                    pusher = Lwt.task();
                }
                return Lwt.fail(failure);
            });
        }

        void resize(int newSize) {
            size = newSize;
            if (count < size && pending != null) {
                count++;
                admit();
            }
        }

        /// Lets the element in that waits; its push is resolved later. Readers are not told, as in the
        /// original.
        private void admit() {
            enqueue(Objects.requireNonNull(pending, "an element waits"));
            pending = null;
            Resolver<@Nullable Void> admitted = pusher;
            pusher = Lwt.task();
            admitted.wakeupLater(null);
        }

        @Override
        void consumed() {
            if (pending == null) {
                count--;
            } else {
                admit();
            }
        }

        void end() {
            if (ended) {
                return;
            }
            ended = true;
            enqueue(END);
            if (pending != null) {
                pending = null;
                pusher.failLater(new LwtStream.ClosedException());
            }
            signal();
            close();
        }
    }
}
