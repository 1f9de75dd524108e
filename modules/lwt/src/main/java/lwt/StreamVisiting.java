package lwt;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lwt.StreamQueue.Node;
import org.jspecify.annotations.Nullable;

/* Visiting all elements, folding them, and searching among them. */
final class StreamVisiting {
    private StreamVisiting() {}

    /* ---- Folding ---- */

    /// What was combined so far; the functions for a value and for a promise share it.
    private abstract static class Folding<T, A extends @Nullable Object> extends StreamWalk<T, A> {
        A combined;

        Folding(LwtStream<T> stream, A initial) {
            super(stream);
            this.combined = initial;
        }

        @Override
        Promise<A> result() {
            return Lwt.of(combined);
        }
    }

    static <T, A extends @Nullable Object> Promise<A> fold(
            LwtStream<T> stream, ThrowingBiFunction<? super T, ? super A, ? extends A> f, A initial) {
        Objects.requireNonNull(f, "f");
        return new Folding<T, A>(stream, initial) {
            @Override
            @Nullable
            Promise<?> visit(T element) throws Throwable {
                combined = f.apply(element, combined);
                return null;
            }
        }.start();
    }

    static <T, A extends @Nullable Object> Promise<A> foldSerial(
            LwtStream<T> stream, ThrowingBiFunction<? super T, ? super A, ? extends Promise<A>> f, A initial) {
        Objects.requireNonNull(f, "f");
        return new Folding<T, A>(stream, initial) {
            @Override
            Promise<?> visit(T element) throws Throwable {
                return LwtStream.notNull(f.apply(element, combined));
            }

            @Override
            @SuppressWarnings({"unchecked", "NullAway"}) // the value of the promise that f returned, so an A
            void visited(@Nullable Object value) {
                combined = (A) value;
            }
        }.start();
    }

    /* ---- Visiting ---- */

    static <T> Promise<@Nullable Void> iter(LwtStream<T> stream, ThrowingConsumer<? super T> action) {
        Objects.requireNonNull(action, "action");
        return new Folding<T, @Nullable Void>(stream, null) {
            @Override
            @Nullable
            Promise<?> visit(T element) throws Throwable {
                action.accept(element);
                return null;
            }
        }.start();
    }

    static <T> Promise<@Nullable Void> iterSerial(
            LwtStream<T> stream, ThrowingFunction<? super T, ? extends Promise<?>> f) {
        Objects.requireNonNull(f, "f");
        return new Folding<T, @Nullable Void>(stream, null) {
            @Override
            Promise<?> visit(T element) throws Throwable {
                return LwtStream.notNull(f.apply(element));
            }
        }.start();
    }

    /// Starts `f` for what is there; then waits for each of these, first to last, and for the rest.
    static <T> Promise<@Nullable Void> iterParallel(
            LwtStream<T> stream, Node from, ThrowingFunction<? super T, ? extends Promise<?>> f) {
        StreamQueue<T> queue = stream.queue;
        List<Promise<?>> started = new ArrayList<>();
        Promise<@Nullable Void> rest = null;
        queue.hold(); // until what this call stands on is behind it
        for (Node node = from; rest == null; ) {
            if (node == queue.last) {
                Promise<?> fed = queue.feed();
                if (fed instanceof StreamQueue.Thrown) {
                    queue.letGo();
                    return Lwt.fail(fed.failure());
                }
                if (fed != null) {
                    Node here = node;
                    rest = fed.bind(ignored -> {
                        queue.letGo();
                        return iterParallel(stream, here, f);
                    });
                }
            } else {
                Object element = StreamQueue.elementOf(node);
                if (element == StreamQueue.END) {
                    queue.letGo();
                    rest = Lwt.unit();
                } else {
                    stream.consume(node);
                    T visited = stream.cast(element);
                    started.add(Sequencing.startAny(() -> f.apply(visited)));
                    node = StreamQueue.after(node);
                }
            }
        }
        for (Promise<?> one : started.reversed()) {
            Promise<@Nullable Void> following = rest;
            rest = one.bind(ignored -> following);
        }
        return rest;
    }

    /// Keeps at most `available` more promises of `f` pending than `running` has.
    static <T> Promise<@Nullable Void> iterBounded(
            LwtStream<T> stream,
            ThrowingFunction<? super T, ? extends Promise<?>> f,
            List<Promise<Object>> running,
            int available) {
        if (available == 0) {
            return Lwt.nchooseSplit(running)
                    .bind(split -> nextBounded(
                            stream, f, split.pending(), split.values().size()));
        }
        return nextBounded(stream, f, running, available);
    }

    private static <T> Promise<@Nullable Void> nextBounded(
            LwtStream<T> stream,
            ThrowingFunction<? super T, ? extends Promise<?>> f,
            List<Promise<Object>> running,
            int available) {
        return stream.get().bind(element -> {
            if (element.isEmpty()) {
                return Lwt.join(running);
            }
            List<Promise<Object>> more = new ArrayList<>(running.size() + 1);
            more.add(Sequencing.widened(Sequencing.startAny(() -> f.apply(element.get()))));
            more.addAll(running);
            return iterBounded(stream, f, more, available - 1);
        });
    }

    /* ---- Searching ---- */

    /// Ends with the first element for which something is found.
    private abstract static class Searching<T, R> extends StreamWalk<T, Optional<R>> {
        Optional<R> found = Optional.empty();

        Searching(LwtStream<T> stream) {
            super(stream);
        }

        @Override
        final boolean isDone() {
            return found.isPresent();
        }

        @Override
        final Promise<Optional<R>> result() {
            return Lwt.of(found);
        }
    }

    static <T, R> Promise<Optional<R>> findMap(
            LwtStream<T> stream, ThrowingFunction<? super T, ? extends Optional<R>> f) {
        Objects.requireNonNull(f, "f");
        return new Searching<T, R>(stream) {
            @Override
            @Nullable
            Promise<?> visit(T element) throws Throwable {
                found = f.apply(element);
                return null;
            }
        }.start();
    }

    static <T, R> Promise<Optional<R>> findMapSerial(
            LwtStream<T> stream, ThrowingFunction<? super T, ? extends Promise<Optional<R>>> f) {
        Objects.requireNonNull(f, "f");
        return new Searching<T, R>(stream) {
            @Override
            Promise<?> visit(T element) throws Throwable {
                return LwtStream.notNull(f.apply(element));
            }

            @Override
            @SuppressWarnings("unchecked") // the value of the promise that f returned
            void visited(@Nullable Object value) {
                found = (Optional<R>) LwtStream.notNull(value);
            }
        }.start();
    }
}
