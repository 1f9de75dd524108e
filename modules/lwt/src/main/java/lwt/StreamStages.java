package lwt;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * Streams made from streams. Each stage is a source that asks the stage before it for one element at a time; an
 * exception of its function fails that reading, and the element is lost.
 */
final class StreamStages {
    private StreamStages() {}

    /// A stage that makes its elements from those of one stream.
    private abstract static class Stage<T, R> extends StreamQueue<R> {
        private final LwtStream<T> upstream;

        Stage(LwtStream<T> upstream) {
            super(false);
            this.upstream = upstream;
        }

        /// What becomes of an element: an element, null to read the next one, or a Later.
        abstract @Nullable Object transform(T element) throws Throwable;

        @Override
        Object produce() throws Throwable {
            Object made;
            do {
                Object taken = upstream.take();
                if (taken instanceof Later later) {
                    return new Later(later.element().bind(this::continued));
                }
                made = taken == END ? END : transform(upstream.cast(taken));
            } while (made == null);
            return made;
        }

        private Promise<Object> continued(Object taken) throws Throwable {
            Object made = taken == END ? END : transform(upstream.cast(taken));
            return promiseOf(made == null ? produce() : made);
        }

        /// The outcome of a promise: an element at once if it is resolved with one.
        static <V> @Nullable Object outcome(Promise<V> p, ThrowingFunction<? super V, @Nullable Object> toElement)
                throws Throwable {
            Promise<V> root = p.underlying();
            if (root.state == Promise.RETURN) {
                return toElement.apply(root.value());
            }
            return root.state == Promise.FAIL
                    ? new Later(Sequencing.widened(root))
                    : new Later(Sequencing.widened(root.map(toElement)));
        }
    }

    static <T, R> StreamQueue<R> map(LwtStream<T> upstream, ThrowingFunction<? super T, ? extends R> f) {
        return new Stage<T, R>(upstream) {
            @Override
            Object transform(T element) throws Throwable {
                return LwtStream.notNull(f.apply(element));
            }
        };
    }

    static <T, R> StreamQueue<R> mapSerial(LwtStream<T> upstream, ThrowingFunction<? super T, ? extends Promise<R>> f) {
        return new Stage<T, R>(upstream) {
            @Override
            @Nullable
            Object transform(T element) throws Throwable {
                return outcome(LwtStream.notNull(f.apply(element)), LwtStream::notNull);
            }
        };
    }

    static <T> StreamQueue<T> filter(LwtStream<T> upstream, ThrowingFunction<? super T, Boolean> test) {
        return new Stage<T, T>(upstream) {
            @Override
            @Nullable
            Object transform(T element) throws Throwable {
                return test.apply(element) ? element : null;
            }
        };
    }

    static <T> StreamQueue<T> filterSerial(
            LwtStream<T> upstream, ThrowingFunction<? super T, ? extends Promise<Boolean>> test) {
        return new Selecting<T, T>(upstream) {
            @Override
            Promise<Optional<T>> select(T element) throws Throwable {
                return test.apply(element).map(yes -> yes ? Optional.of(element) : Optional.empty());
            }
        };
    }

    static <T, R> StreamQueue<R> filterMap(LwtStream<T> upstream, ThrowingFunction<? super T, Optional<R>> f) {
        return new Stage<T, R>(upstream) {
            @Override
            @Nullable
            Object transform(T element) throws Throwable {
                return f.apply(element).orElse(null);
            }
        };
    }

    static <T, R> StreamQueue<R> filterMapSerial(
            LwtStream<T> upstream, ThrowingFunction<? super T, ? extends Promise<Optional<R>>> f) {
        return new Selecting<T, R>(upstream) {
            @Override
            Promise<Optional<R>> select(T element) throws Throwable {
                return f.apply(element);
            }
        };
    }

    /// A stage whose function says, later, whether there is an element.
    private abstract static class Selecting<T, R> extends Stage<T, R> {
        Selecting(LwtStream<T> upstream) {
            super(upstream);
        }

        abstract Promise<Optional<R>> select(T element) throws Throwable;

        @Override
        @Nullable
        Object transform(T element) throws Throwable {
            Promise<Optional<R>> answer = LwtStream.notNull(select(element)).underlying();
            if (answer.state == Promise.RETURN) {
                return answer.value().orElse(null);
            }
            return new Later(
                    answer.bind(selected -> selected.isPresent() ? Lwt.of(selected.get()) : promiseOf(produce())));
        }
    }

    /* ---- One element to several ---- */

    static <T, R> StreamQueue<R> mapList(
            LwtStream<T> upstream, ThrowingFunction<? super T, ? extends Promise<? extends List<? extends R>>> f) {
        return new Stage<T, R>(upstream) {
            private Iterator<? extends R> rest = List.<R>of().iterator();

            @Override
            Object produce() throws Throwable {
                return rest.hasNext() ? LwtStream.notNull(rest.next()) : super.produce();
            }

            @Override
            @Nullable
            Object transform(T element) throws Throwable {
                Promise<? extends List<? extends R>> made =
                        LwtStream.notNull(f.apply(element)).underlying();
                if (made.state == Promise.RETURN) {
                    rest = made.value().iterator();
                    return rest.hasNext() ? LwtStream.notNull(rest.next()) : null;
                }
                return new Later(made.bind(list -> {
                    rest = list.iterator();
                    return promiseOf(produce());
                }));
            }
        };
    }

    /* ---- Several streams to one ---- */

    static <A, B> StreamQueue<Both<A, B>> combine(LwtStream<A> first, LwtStream<B> second) {
        return new StreamQueue<Both<A, B>>(false) {
            @Override
            Object produce() {
                Object a = first.take();
                if (a instanceof Later later && later.element() instanceof Thrown) {
                    return a;
                }
                Object b = second.take();
                if (b instanceof Later later && later.element() instanceof Thrown) {
                    return b;
                }
                if (a instanceof Later || b instanceof Later) {
                    Promise<Object> pa = promiseOf(a);
                    Promise<Object> pb = promiseOf(b);
                    return new Later(pa.bind(x -> pb.bind(y -> Lwt.of(pair(x, y)))));
                }
                return pair(a, b);
            }

            private Object pair(Object a, Object b) {
                return a == END || b == END ? END : new Both<>(first.cast(a), second.cast(b));
            }
        };
    }

    /// One stream after the other, as `next` gives them; `next` gives END, a stream, or a Later.
    static <T> StreamQueue<T> concat(ThrowingSupplier<Object> next) {
        return new StreamQueue<T>(false) {
            private @Nullable LwtStream<?> current;

            @Override
            Object produce() throws Throwable {
                while (true) {
                    if (current != null) {
                        Object taken = current.take();
                        if (taken instanceof Later later) {
                            return new Later(
                                    later.element().bind(element -> element == END ? nextStream() : Lwt.of(element)));
                        }
                        if (taken != END) {
                            return taken;
                        }
                    }
                    Object following = next.get();
                    if (following instanceof Later later) {
                        return new Later(later.element().bind(this::begin));
                    }
                    if (following == END) {
                        return END;
                    }
                    current = (LwtStream<?>) following;
                }
            }

            private Promise<Object> nextStream() throws Throwable {
                return promiseOf(next.get()).bind(this::begin);
            }

            private Promise<Object> begin(Object stream) throws Throwable {
                if (stream == END) {
                    return Lwt.of(END);
                }
                current = (LwtStream<?>) stream;
                return promiseOf(produce());
            }
        };
    }

    static <T> StreamQueue<T> append(LwtStream<T> first, LwtStream<T> second) {
        Iterator<LwtStream<T>> streams = List.of(first, second).iterator();
        return concat(() -> streams.hasNext() ? streams.next() : StreamQueue.END);
    }

    /// The elements of several streams as they come. Each is asked for one element at a time, the first at
    /// once.
    static <T> StreamQueue<T> choose(List<LwtStream<T>> streams) {
        return new StreamQueue<T>(false) {
            private final List<Promise<Asked<T>>> answers = new ArrayList<>();
            private final List<Asked<T>> asked = new ArrayList<>(); // the same in the same order

            {
                for (LwtStream<T> stream : streams) {
                    Asked<T> question = new Asked<>(stream, promiseOf(stream.take()));
                    if (question.element() instanceof Thrown thrown) {
                        throw Watching.<RuntimeException>thrownAsIs(thrown.failure());
                    }
                    insert(asked.size(), question);
                }
            }

            private void insert(int position, Asked<T> question) {
                asked.add(position, question);
                answers.add(position, question.element().map(element -> question));
            }

            @Override
            Object produce() {
                return asked.isEmpty() ? END : new Later(Lwt.choose(answers).bind(this::answered));
            }

            private Promise<Object> answered(Asked<T> question) {
                Object element = question.element().underlying().value();
                if (element == END) {
                    remove(question);
                    return promiseOf(produce());
                }
                Asked<T> following = new Asked<>(
                        question.stream(), promiseOf(question.stream().take()));
                if (following.element() instanceof Thrown) {
                    return following.element();
                }
                remove(question);
                insert(0, following);
                return Lwt.of(element);
            }

            // If a stream was given several times, the first question to it is dropped, as in the original.
            private void remove(Asked<T> question) {
                int position = 0;
                while (asked.get(position).stream() != question.stream()) {
                    position++;
                }
                asked.remove(position);
                answers.remove(position);
            }
        };
    }

    private record Asked<T>(LwtStream<T> stream, Promise<Object> element) {}

    /* ---- Failures as elements ---- */

    static <T> StreamQueue<Result<T, Throwable>> results(LwtStream<T> upstream) {
        return new StreamQueue<Result<T, Throwable>>(false) {
            @Override
            Object produce() {
                Object taken = upstream.take();
                return taken instanceof Later later
                        ? new Later(Lwt.tryBind(
                                later::element, element -> Lwt.of(ok(element)), e -> Lwt.of(new Result.Error<>(e))))
                        : ok(taken);
            }

            private Object ok(Object taken) {
                return taken == END ? END : new Result.Ok<>(upstream.cast(taken));
            }
        };
    }
}
