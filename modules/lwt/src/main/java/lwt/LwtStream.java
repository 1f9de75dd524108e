package lwt;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import lwt.StreamQueue.Node;
import org.jspecify.annotations.Nullable;

/// Elements that come one after the other, each when it is asked for.
///
/// A stream is consumed: an element that was read is gone. A [#copy] has a place of its own and sees the same
/// elements. Its source is asked only when somebody reads, for one element at a time.
///
/// {@snippet class=Snippets region=stream}
///
/// Several may read one stream at the same time; those that wait at the same time get the same element. A
/// source that fails lets the readers fail that wait for it; the stream does not end, and the next reader asks
/// again; what a function of a stage throws fails the reading for which it was called. Canceling a reader leaves
/// the source alone, and what it brings goes to the next reader. Elements are not null.
///
/// Names that end in `Serial` take functions that return promises, and wait for each before they read the next
/// element.
///
/// @see "Lwt manual (December 2010), “Data streams”"
public final class LwtStream<T> {

    /// Says that a stream was closed and takes no more elements.
    public static final class ClosedException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        ClosedException() {
            super("the stream was closed; nothing can be pushed into it any more");
        }
    }

    /// Says that an element already waits for room in a bounded stream.
    public static final class FullException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        FullException() {
            super("the stream is full, and an element waits for room already; wait for its push before the next one");
        }
    }

    /// A stream, and what pushes elements into it.
    public record Pushed<T>(LwtStream<T> stream, Push<T> push) {}

    /// A stream, and what pushes elements into it while there is room.
    public record Bounded<T>(LwtStream<T> stream, BoundedPush<T> push) {}

    final StreamQueue<T> queue;
    Node node; // the first node that this stream has not consumed

    private LwtStream(StreamQueue<T> queue, Node node) {
        this.queue = queue;
        this.node = node;
    }

    private static <T> LwtStream<T> over(StreamQueue<T> queue) {
        return new LwtStream<>(queue, queue.last);
    }

    /* ---- Making streams ---- */

    /// A stream that gets each element from `next`, and ends when that gives an empty one.
    public static <T> LwtStream<T> from(ThrowingSupplier<? extends Promise<Optional<T>>> next) {
        return over(new StreamSources.From<>(Objects.requireNonNull(next, "next")).madeBy("lwt:from", next));
    }

    /// A stream that gets each element from `next`, which never waits, and ends when that gives an empty one.
    public static <T> LwtStream<T> fromDirect(ThrowingSupplier<Optional<T>> next) {
        return over(
                new StreamSources.FromDirect<>(Objects.requireNonNull(next, "next")).madeBy("lwt:fromDirect", next));
    }

    /// A stream of the elements that an iterator gives; it is asked when an element is read.
    public static <T> LwtStream<T> ofIterator(Iterator<? extends T> elements) {
        Objects.requireNonNull(elements, "elements");
        return fromDirect(() -> elements.hasNext() ? Optional.of(elements.next()) : Optional.empty());
    }

    /// A stream of the elements of a lazy sequence.
    public static <T> LwtStream<T> ofSeq(Seq<T> elements) {
        Objects.requireNonNull(elements, "elements");
        return from(new ThrowingSupplier<>() {
            private Seq<T> rest = elements;

            @Override
            public Promise<Optional<T>> get() {
                return rest.next()
                        .map(step -> step.map(found -> {
                            rest = found.rest();
                            return found.element();
                        }));
            }
        });
    }

    /// A stream of these elements. It counts as closed from the beginning.
    public static <T> LwtStream<T> of(List<? extends T> elements) {
        StreamSources.Fixed<T> queue = new StreamSources.Fixed<>();
        LwtStream<T> stream = over(queue);
        for (T element : elements) {
            queue.enqueue(notNull(element));
        }
        queue.enqueue(StreamQueue.END);
        return stream;
    }

    /// A stream of these elements. It counts as closed from the beginning.
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <T> LwtStream<T> of(T... elements) {
        return of(List.of(elements));
    }

    /// A stream of the characters of a text.
    public static LwtStream<Character> ofString(String text) {
        return of(text.chars().mapToObj(c -> (char) c).toList());
    }

    /// A stream of the one value that a promise gives; of none, if it fails.
    public static <T> LwtStream<T> ofPromise(Promise<T> element) {
        Pushed<T> made = push();
        element.bind(value -> {
                    made.push().push(value);
                    made.push().close();
                    return Lwt.unit();
                })
                .ignoreResult(failure -> made.push().close());
        return made.stream();
    }

    /// A stream into which the program pushes elements; it holds as many as nobody has read.
    public static <T> Pushed<T> push() {
        StreamSources.Pushed<T> queue = new StreamSources.Pushed<>();
        return new Pushed<>(over(queue), new Push<>(queue));
    }

    /// A stream into which the program pushes elements, and which holds at most `size`: pushing more waits.
    ///
    /// @throws IllegalArgumentException if `size` is negative
    public static <T> Bounded<T> bounded(int size) {
        checkSize("bounded", size);
        StreamSources.Bounded<T> queue = new StreamSources.Bounded<>(size);
        return new Bounded<>(over(queue), new BoundedPush<>(queue));
    }

    /// A stream at the same place, whose reading leaves this one alone, and the reverse. The elements are asked
    /// for once.
    ///
    /// @throws IllegalArgumentException if the stream is bounded
    public LwtStream<T> copy() {
        notBounded("copy");
        queue.share();
        return new LwtStream<>(queue, node);
    }

    /* ---- The end ---- */

    /// Whether the source has come to its end; there may be elements left to read.
    public boolean isClosed() {
        return queue.isClosed();
    }

    /// Is resolved when the source comes to its end.
    public Promise<@Nullable Void> closed() {
        return queue.closed;
    }

    /// Calls `action` when the source comes to its end. What it throws goes to [Lwt#asyncExceptionHook].
    public void onTermination(ThrowingRunnable action) {
        Objects.requireNonNull(action, "action");
        Lwt.async(() -> closed().bind(ignored -> {
            action.run();
            return Lwt.unit();
        }));
    }

    /// A stream of the same elements that owns a resource: `release` runs once, when the end is read, when a
    /// reading fails, or when `scope` is turned off; whichever is first. Its end is read only when `release`
    /// has ended.
    ///
    /// {@snippet class=Snippets region=owning}
    ///
    /// @throws Switch.OffException if the scope is off already
    public LwtStream<T> owning(Switch scope, ThrowingSupplier<? extends Promise<?>> release) {
        Objects.requireNonNull(release, "release");
        Switch once = new Switch();
        once.addHook(release);
        scope.addHook(once::turnOff);
        return from(() -> Lwt.tryBind(
                this::get,
                element ->
                        element.isPresent() ? Lwt.of(element) : once.turnOff().map(ignored -> element),
                failure -> once.turnOff().bind(ignored -> Lwt.fail(failure))));
    }

    /* ---- Reading one element ---- */

    /// The next element. Fails with [EmptyException] at the end.
    public Promise<T> next() {
        Object taken = take();
        return taken instanceof StreamQueue.Later later
                ? later.element()
                        .bind(element -> element == StreamQueue.END ? Lwt.fail(ended()) : Lwt.of(cast(element)))
                : taken == StreamQueue.END ? Lwt.fail(ended()) : Lwt.of(cast(taken));
    }

    private static EmptyException ended() {
        return new EmptyException("next: the stream has ended");
    }

    /// The next element, empty at the end.
    public Promise<Optional<T>> get() {
        Object taken = take();
        return taken instanceof StreamQueue.Later later
                ? later.element().bind(element -> Lwt.of(optional(element)))
                : Lwt.of(optional(taken));
    }

    /// The next element, which stays where it is; empty at the end.
    public Promise<Optional<T>> peek() {
        return StreamReading.peek(this, node);
    }

    /// Reads the next element and drops it. Does nothing at the end.
    public Promise<@Nullable Void> junk() {
        return StreamReading.junk(this, node);
    }

    /// Whether there is no further element; waits until that is known.
    public Promise<Boolean> isEmpty() {
        return StreamReading.isEmpty(this);
    }

    /// The newest of the elements that are there, waiting for one if there is none; older ones are dropped.
    ///
    /// Fails with [EmptyException] at the end.
    public Promise<T> lastNew() {
        return StreamReading.lastNew(this);
    }

    /* ---- Reading several ---- */

    /// All elements up to the end.
    public Promise<List<T>> toList() {
        return StreamReading.toList(this);
    }

    /// The next `count` elements, which stay where they are; fewer at the end.
    public Promise<List<T>> npeek(int count) {
        return StreamReading.npeek(this, count);
    }

    /// The next `count` elements; fewer at the end.
    ///
    /// @apiNote As in Lwt, of two that wait at the same time the first may get fewer.
    public Promise<List<T>> nget(int count) {
        return StreamReading.nget(this, count);
    }

    /// Reads `count` elements and drops them; fewer at the end.
    public Promise<@Nullable Void> njunk(int count) {
        return StreamReading.njunk(this, count);
    }

    /// The next elements as long as they fulfil `test`.
    public Promise<List<T>> getWhile(ThrowingFunction<? super T, Boolean> test) {
        return Backtrace.marked("lwt:getWhile", test, StreamReading.getWhile(this, test));
    }

    /// The next elements as long as they fulfil `test`.
    public Promise<List<T>> getWhileSerial(ThrowingFunction<? super T, ? extends Promise<Boolean>> test) {
        return Backtrace.marked("lwt:getWhileSerial", test, StreamReading.getWhileSerial(this, test));
    }

    /// Drops the next elements as long as they fulfil `test`.
    public Promise<@Nullable Void> junkWhile(ThrowingFunction<? super T, Boolean> test) {
        return getWhile(test).bind(ignored -> Lwt.unit());
    }

    /// Drops the next elements as long as they fulfil `test`.
    public Promise<@Nullable Void> junkWhileSerial(ThrowingFunction<? super T, ? extends Promise<Boolean>> test) {
        return getWhileSerial(test).bind(ignored -> Lwt.unit());
    }

    /// The elements that are there without waiting. What the source fails with is thrown.
    public List<T> getAvailable() {
        return StreamReading.available(this, Integer.MAX_VALUE);
    }

    /// At most `count` of the elements that are there without waiting. What the source fails with is thrown.
    public List<T> getAvailableUpTo(int count) {
        return StreamReading.available(this, count);
    }

    /// Drops the elements that are there without waiting; fails with what the source fails with.
    public Promise<@Nullable Void> junkOld() {
        return StreamReading.junkOld(this);
    }

    /// Drops the elements that are there without waiting. What the source fails with is thrown.
    public void junkAvailable() {
        StreamReading.available(this, Integer.MAX_VALUE);
    }

    /* ---- Transforming ---- */

    /// The results of `f`. If it throws, that reading fails and the element is lost.
    public <R> LwtStream<R> map(ThrowingFunction<? super T, ? extends R> f) {
        return over(StreamStages.<T, R>map(this, Objects.requireNonNull(f, "f")).madeBy("lwt:map", f));
    }

    /// The results of `f`, one after the other.
    public <R> LwtStream<R> mapSerial(ThrowingFunction<? super T, ? extends Promise<R>> f) {
        return over(StreamStages.mapSerial(this, Objects.requireNonNull(f, "f")).madeBy("lwt:mapSerial", f));
    }

    /// The elements that fulfil `test`.
    public LwtStream<T> filter(ThrowingFunction<? super T, Boolean> test) {
        return over(
                StreamStages.filter(this, Objects.requireNonNull(test, "test")).madeBy("lwt:filter", test));
    }

    /// The elements that fulfil `test`, asked one after the other.
    public LwtStream<T> filterSerial(ThrowingFunction<? super T, ? extends Promise<Boolean>> test) {
        return over(StreamStages.filterSerial(this, Objects.requireNonNull(test, "test"))
                .madeBy("lwt:filterSerial", test));
    }

    /// The results of `f` that are not empty.
    public <R> LwtStream<R> filterMap(ThrowingFunction<? super T, Optional<R>> f) {
        return over(StreamStages.filterMap(this, Objects.requireNonNull(f, "f")).madeBy("lwt:filterMap", f));
    }

    /// The results of `f` that are not empty, one after the other.
    public <R> LwtStream<R> filterMapSerial(ThrowingFunction<? super T, ? extends Promise<Optional<R>>> f) {
        return over(StreamStages.filterMapSerial(this, Objects.requireNonNull(f, "f"))
                .madeBy("lwt:filterMapSerial", f));
    }

    /// The elements of the lists that `f` returns.
    public <R> LwtStream<R> mapList(ThrowingFunction<? super T, ? extends List<? extends R>> f) {
        Objects.requireNonNull(f, "f");
        return over(StreamStages.<T, R>mapList(this, element -> Lwt.of(notNull(f.apply(element))))
                .madeBy("lwt:mapList", f));
    }

    /// The elements of the lists that `f` gives, one list after the other.
    public <R> LwtStream<R> mapListSerial(
            ThrowingFunction<? super T, ? extends Promise<? extends List<? extends R>>> f) {
        return over(StreamStages.mapList(this, Objects.requireNonNull(f, "f")).madeBy("lwt:mapListSerial", f));
    }

    /// This stream's readings as results: a failure becomes an element, and reading goes on behind it.
    public LwtStream<Result<T, Throwable>> wrapFailures() {
        return over(StreamStages.results(this));
    }

    /* ---- Combining ---- */

    /// Pairs of the elements of two streams, until one ends; an element of the other may be lost then.
    public <U> LwtStream<Both<T, U>> combine(LwtStream<U> other) {
        return over(StreamStages.combine(this, Objects.requireNonNull(other, "other")));
    }

    /// The elements of this stream, then those of `other`.
    public LwtStream<T> append(LwtStream<T> other) {
        return over(StreamStages.append(this, Objects.requireNonNull(other, "other")));
    }

    /// The elements of each stream of a stream, one after the other.
    public static <T> LwtStream<T> concat(LwtStream<LwtStream<T>> streams) {
        Objects.requireNonNull(streams, "streams");
        return over(StreamStages.concat(streams::take));
    }

    /// The elements of each list of a stream.
    public static <T> LwtStream<T> flatten(LwtStream<? extends List<? extends T>> lists) {
        return lists.mapList(list -> list);
    }

    /// The elements of several streams, as they come. Each is asked for its first element now.
    public static <T> LwtStream<T> choose(List<LwtStream<T>> streams) {
        return over(StreamStages.choose(List.copyOf(streams)));
    }

    /* ---- Using all elements ---- */

    /// Combines all elements with `initial`: `f` gets an element and what was combined before.
    public <A extends @Nullable Object> Promise<A> fold(
            ThrowingBiFunction<? super T, ? super A, ? extends A> f, A initial) {
        return Backtrace.marked("lwt:fold", f, StreamVisiting.fold(this, f, initial));
    }

    /// Combines all elements with `initial`: `f` gets an element and what was combined before.
    public <A extends @Nullable Object> Promise<A> foldSerial(
            ThrowingBiFunction<? super T, ? super A, ? extends Promise<A>> f, A initial) {
        return Backtrace.marked("lwt:foldSerial", f, StreamVisiting.foldSerial(this, f, initial));
    }

    /// Calls `action` with each element.
    public Promise<@Nullable Void> iter(ThrowingConsumer<? super T> action) {
        return Backtrace.marked("lwt:iter", action, StreamVisiting.iter(this, action));
    }

    /// Calls `f` with each element, one after the other.
    public Promise<@Nullable Void> iterSerial(ThrowingFunction<? super T, ? extends Promise<?>> f) {
        return Backtrace.marked("lwt:iterSerial", f, StreamVisiting.iterSerial(this, f));
    }

    /// Calls `f` with each element as soon as it is there, whether or not the promises before are resolved.
    ///
    /// Fails with the first failure in the order of the elements, without waiting for those behind.
    public Promise<@Nullable Void> iterParallel(ThrowingFunction<? super T, ? extends Promise<?>> f) {
        Objects.requireNonNull(f, "f");
        return Backtrace.marked("lwt:iterParallel", f, StreamVisiting.iterParallel(this, node, f));
    }

    /// Calls `f` with each element, keeping at most `limit` of its promises pending at the same time.
    ///
    /// @throws IllegalArgumentException if `limit` is not positive
    public Promise<@Nullable Void> iterBounded(int limit, ThrowingFunction<? super T, ? extends Promise<?>> f) {
        if (limit <= 0) {
            throw new IllegalArgumentException("iterBounded: the limit must be positive, and is " + limit);
        }
        Objects.requireNonNull(f, "f");
        return Backtrace.marked("lwt:iterBounded", f, StreamVisiting.iterBounded(this, f, List.of(), limit));
    }

    /// The first element that fulfils `test`; those before it are dropped.
    public Promise<Optional<T>> find(ThrowingFunction<? super T, Boolean> test) {
        Objects.requireNonNull(test, "test");
        return this.<T>findMap(element -> test.apply(element) ? Optional.of(element) : Optional.empty());
    }

    /// The first element that fulfils `test`; those before it are dropped.
    public Promise<Optional<T>> findSerial(ThrowingFunction<? super T, ? extends Promise<Boolean>> test) {
        Objects.requireNonNull(test, "test");
        return this.<T>findMapSerial(
                element -> test.apply(element).map(yes -> yes ? Optional.of(element) : Optional.empty()));
    }

    /// The first result of `f` that is not empty; the elements before are dropped.
    public <R> Promise<Optional<R>> findMap(ThrowingFunction<? super T, ? extends Optional<R>> f) {
        return Backtrace.marked("lwt:findMap", f, StreamVisiting.findMap(this, f));
    }

    /// The first result of `f` that is not empty; the elements before are dropped.
    public <R> Promise<Optional<R>> findMapSerial(ThrowingFunction<? super T, ? extends Promise<Optional<R>>> f) {
        return Backtrace.marked("lwt:findMapSerial", f, StreamVisiting.findMapSerial(this, f));
    }

    /// Runs `parser` on this stream; if it fails, the stream is back where it was.
    ///
    /// @throws IllegalArgumentException if the stream is bounded
    public <R extends @Nullable Object> Promise<R> parse(
            ThrowingFunction<? super LwtStream<T>, ? extends Promise<R>> parser) {
        Objects.requireNonNull(parser, "parser");
        notBounded("parse");
        Node begin = node;
        queue.share(); // elements that were read must stay in the queue
        return Lwt.catching(() -> parser.apply(this), failure -> {
            node = begin;
            return Lwt.fail(failure);
        });
    }

    /* ---- Text and bytes ---- */

    /// All characters up to the end, as one text.
    public static Promise<String> join(LwtStream<Character> characters) {
        return characters
                .fold((character, text) -> text.append(character), new StringBuilder())
                .bind(text -> Lwt.of(text.toString()));
    }

    /// Lines that show the bytes of a stream, sixteen each, with their position, as hexadecimal numbers and as
    /// ASCII.
    public static LwtStream<String> hexdump(LwtStream<Byte> bytes) {
        return from(new Hexdump(bytes));
    }

    /* ---- For the other classes of streams ---- */

    /// Takes the next element: returns it, or END, or a Later.
    Object take() {
        return takeAt(node);
    }

    private Object takeAt(Node from) {
        while (from == queue.last) {
            if (from == node) {
                Object made = queue.takeNew(0);
                if (made != null) {
                    return made;
                }
            }
            if (from == queue.last) {
                Promise<?> fed = queue.feed();
                if (fed != null) {
                    return new StreamQueue.Later(fed.bind(ignored -> StreamQueue.promiseOf(takeAt(from))));
                }
            }
        }
        Object element = StreamQueue.elementOf(from);
        if (element != StreamQueue.END) {
            consume(from);
        }
        return element;
    }

    /// Goes on behind a node, unless that was consumed already.
    void consume(Node consumed) {
        if (consumed == node) {
            node = StreamQueue.after(consumed);
            queue.consumed();
        }
    }

    @SuppressWarnings("unchecked") // only elements of this type are put into the queue
    T cast(Object element) {
        return (T) element;
    }

    Optional<T> optional(Object element) {
        return element == StreamQueue.END ? Optional.empty() : Optional.of(cast(element));
    }

    static <V> V notNull(@Nullable V value) {
        return Objects.requireNonNull(value, "a function of a stream returned null; a stream has no null elements");
    }

    static void checkSize(String what, int size) {
        if (size < 0) {
            throw new IllegalArgumentException(what + ": the size is negative: " + size);
        }
    }

    private void notBounded(String what) {
        if (queue instanceof StreamSources.Bounded) {
            throw new IllegalArgumentException(what + ": not possible for a bounded stream");
        }
    }
}
