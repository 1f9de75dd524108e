package lwt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lwt.StreamQueue.Node;
import org.jspecify.annotations.Nullable;

/*
 * Reading: the operations of LwtStream that give elements, one chapter for those that read one, one for those
 * that read many, one for those that never wait.
 */
final class StreamReading {
    private StreamReading() {}

    /* ---- One element ---- */

    static <T> Promise<Optional<T>> peek(LwtStream<T> stream, Node node) {
        while (node == stream.queue.last) {
            Promise<?> fed = stream.queue.feed();
            if (fed != null) {
                return fed.bind(ignored -> peek(stream, node));
            }
        }
        return Lwt.of(stream.optional(StreamQueue.elementOf(node)));
    }

    static <T> Promise<@Nullable Void> junk(LwtStream<T> stream, Node node) {
        if (node == stream.queue.last) {
            Promise<?> fed = stream.queue.feed();
            if (fed != null) {
                return fed.bind(ignored -> junk(stream, node));
            }
        }
        if (node.element != null && node.element != StreamQueue.END) {
            stream.consume(node);
        }
        return Lwt.unit();
    }

    static Promise<Boolean> isEmpty(LwtStream<?> stream) {
        while (stream.node == stream.queue.last) {
            Promise<?> fed = stream.queue.feed();
            if (fed != null) {
                return fed.bind(ignored -> isEmpty(stream));
            }
        }
        return Lwt.of(StreamQueue.elementOf(stream.node) == StreamQueue.END);
    }

    static <T> Promise<T> lastNew(LwtStream<T> stream) {
        Node node = stream.node;
        Promise<T> newest = stream.next();
        if (newest.underlying().state != Promise.RETURN) {
            return newest;
        }
        Object last = newest.underlying().value();
        node = node == stream.queue.last ? node : StreamQueue.after(node);
        while (true) {
            if (node == stream.queue.last) {
                Promise<?> fed = stream.queue.feed();
                if (fed != null) {
                    return fed.isSleeping()
                            ? Lwt.of(stream.cast(last))
                            : Lwt.fail(fed.underlying().failure());
                }
            } else {
                Object element = StreamQueue.elementOf(node);
                if (element == StreamQueue.END) {
                    return Lwt.of(stream.cast(last));
                }
                last = element;
                stream.consume(node);
                node = StreamQueue.after(node);
            }
        }
    }

    /* ---- Many elements ---- */

    /// Collects elements into a list.
    abstract static class Collecting<T> extends StreamWalk<T, List<T>> {
        final List<T> elements = new ArrayList<>();
        boolean done;

        Collecting(LwtStream<T> stream) {
            super(stream);
        }

        @Override
        boolean isDone() {
            return done;
        }

        @Override
        Promise<List<T>> result() {
            return Lwt.of(Collections.unmodifiableList(elements));
        }
    }

    static <T> Promise<List<T>> toList(LwtStream<T> stream) {
        return new Collecting<T>(stream) {
            @Override
            @Nullable
            Promise<?> visit(T element) {
                elements.add(element);
                return null;
            }
        }.start();
    }

    static <T> Promise<List<T>> npeek(LwtStream<T> stream, int count) {
        return new Collecting<T>(stream) {
            @Override
            boolean consumesFirst() {
                return false;
            }

            @Override
            boolean isDone() {
                return elements.size() >= count;
            }

            @Override
            @Nullable
            Promise<?> visit(T element) {
                elements.add(element);
                return null;
            }
        }.start();
    }

    /// Like the original it looks at the stream's own pointer, not at this walk's: of two that wait, the older
    /// may get a short list.
    static <T> Promise<List<T>> nget(LwtStream<T> stream, int count) {
        return new Collecting<T>(stream) {
            @Override
            boolean consumesFirst() {
                return false;
            }

            @Override
            boolean isDone() {
                return done || elements.size() >= count;
            }

            @Override
            @Nullable
            Promise<?> visit(T element) {
                Object present = stream.node.element;
                if (present == null || present == StreamQueue.END) {
                    done = true;
                } else {
                    consume();
                    elements.add(stream.cast(present));
                }
                return null;
            }
        }.start();
    }

    static <T> Promise<List<T>> getWhile(LwtStream<T> stream, ThrowingFunction<? super T, Boolean> test) {
        Objects.requireNonNull(test, "test");
        return new Collecting<T>(stream) {
            @Override
            boolean consumesFirst() {
                return false;
            }

            @Override
            @Nullable
            Promise<?> visit(T element) throws Throwable {
                if (test.apply(element)) {
                    consume();
                    elements.add(element);
                } else {
                    done = true;
                }
                return null;
            }
        }.start();
    }

    static <T> Promise<List<T>> getWhileSerial(
            LwtStream<T> stream, ThrowingFunction<? super T, ? extends Promise<Boolean>> test) {
        Objects.requireNonNull(test, "test");
        return new Collecting<T>(stream) {
            private @Nullable T tested;

            @Override
            boolean consumesFirst() {
                return false;
            }

            @Override
            Promise<?> visit(T element) throws Throwable {
                tested = element;
                return LwtStream.notNull(test.apply(element));
            }

            @Override
            void visited(@Nullable Object yes) {
                if (Boolean.TRUE.equals(yes)) {
                    consume();
                    elements.add(Objects.requireNonNull(tested));
                } else {
                    done = true;
                }
            }
        }.start();
    }

    static <T> Promise<@Nullable Void> njunk(LwtStream<T> stream, int count) {
        return new StreamWalk<T, @Nullable Void>(stream) {
            private int left = count;

            @Override
            boolean isDone() {
                return left <= 0;
            }

            @Override
            @Nullable
            Promise<?> visit(T element) {
                left--;
                return null;
            }

            @Override
            Promise<@Nullable Void> result() {
                return Lwt.unit();
            }
        }.start();
    }

    /* ---- What is there already ---- */

    /// Elements that are there without waiting; what the source fails with is thrown.
    static <T> List<T> available(LwtStream<T> stream, int count) {
        List<T> elements = new ArrayList<>();
        Node node = stream.node;
        while (elements.size() < count) {
            if (node == stream.queue.last) {
                Promise<?> fed = stream.queue.feed();
                if (fed != null && fed.isSleeping()) {
                    break;
                }
                if (fed != null) {
                    throw Watching.<RuntimeException>thrownAsIs(fed.underlying().failure());
                }
            } else {
                Object element = StreamQueue.elementOf(node);
                if (element == StreamQueue.END) {
                    break;
                }
                stream.consume(node);
                elements.add(stream.cast(element));
                node = StreamQueue.after(node);
            }
        }
        return elements;
    }

    static <T> Promise<@Nullable Void> junkOld(LwtStream<T> stream) {
        try {
            available(stream, Integer.MAX_VALUE);
            return Lwt.unit();
        } catch (Throwable failure) {
            return Lwt.fail(Sequencing.captured(failure));
        }
    }
}
