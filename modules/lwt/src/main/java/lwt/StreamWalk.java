package lwt;

import lwt.StreamQueue.Later;
import lwt.StreamQueue.Node;
import org.jspecify.annotations.Nullable;

/*
 * An operation that reads one element after the other: fold, iter, find, toList and the like.
 *
 * It runs as a plain loop while elements are there, and makes a promise only where it must wait. What it does
 * with an element is said by visit(), which decides how to go on. It has its own pointer into the chain of
 * nodes and takes the stream's pointer along when it consumes; see StreamQueue for what that means when several
 * read.
 */
abstract class StreamWalk<T, R extends @Nullable Object> {
    final LwtStream<T> stream;
    private final StreamQueue<T> queue;
    private Node node;
    private @Nullable Promise<?> failed;
    private boolean isVisiting; // what is waited for was returned by visit()
    private boolean isNew; // the element that is visited was handed over directly, so it is in no node

    StreamWalk(LwtStream<T> stream) {
        this.stream = stream;
        this.queue = stream.queue;
        this.node = stream.node;
    }

    /// Deals with an element. Returns null to go on, or a promise to wait for; if that is resolved, [#isDone]
    /// and [#result] say how it ends.
    abstract @Nullable Promise<?> visit(T element) throws Throwable;

    /// Deals with the value of the promise that [#visit] returned.
    void visited(@Nullable Object value) throws Throwable {}

    /// Whether the walk has its result before the end of the stream; asked after each element.
    boolean isDone() {
        return false;
    }

    /// What the walk gives, at the end of the stream or when it is done.
    abstract Promise<R> result() throws Throwable;

    /// Whether an element is consumed before it is visited; else visit consumes it, or not, with [#consume].
    boolean consumesFirst() {
        return true;
    }

    /// Consumes the element that is being visited.
    final void consume() {
        stream.consume(node);
    }

    final Promise<R> start() {
        queue.hold();
        return run();
    }

    private Promise<R> run() {
        try {
            Promise<?> waited = isDone() ? null : advance();
            if (waited != null) {
                return resumed(waited);
            }
            Promise<?> failure = failed;
            Promise<R> result = failure == null ? result() : Plain.failed(failure.failure());
            queue.letGo();
            return result == null ? Plain.failed(Derived.noPromise()) : result;
        } catch (Throwable thrown) {
            queue.letGo();
            return Plain.failed(Sequencing.captured(thrown));
        }
    }

    private Promise<R> resumed(Promise<?> waited) {
        return waited.bind(value -> {
            if (isVisiting) {
                isVisiting = false;
                try {
                    visited(value);
                } catch (Throwable thrown) {
                    queue.letGo();
                    throw thrown;
                }
                next();
            }
            return run();
        });
    }

    /// Visits elements until the walk ends (null) or has to wait.
    private @Nullable Promise<?> advance() throws Throwable {
        do {
            Object element = current();
            if (element instanceof Later later) {
                Promise<?> p = later.element().underlying();
                if (p.state == Promise.FAIL) {
                    failed = p;
                    return null;
                }
                return p;
            }
            if (element == StreamQueue.END) {
                return null;
            }
            Promise<?> answer = visit(stream.cast(element));
            if (answer != null) {
                answer = answer.underlying();
                if (answer.state == Promise.FAIL) {
                    failed = answer;
                    return null;
                }
                if (answer.isPending()) {
                    isVisiting = true;
                    return answer;
                }
                visited(answer.slot);
            }
            next();
        } while (!isDone());
        return null;
    }

    /// The element at this walk's pointer, consumed if that comes first; a Later if there is none.
    private Object current() {
        while (node == queue.last) {
            if (consumesFirst() && node == stream.node) {
                Object made = queue.takeNew(1);
                if (made != null) {
                    isNew = made != StreamQueue.END;
                    return made;
                }
            }
            if (node == queue.last) {
                Promise<?> fed = queue.feed();
                if (fed != null) {
                    return new Later(Sequencing.widened(fed));
                }
            }
        }
        Object element = StreamQueue.elementOf(node);
        if (element != StreamQueue.END && consumesFirst()) {
            consume();
        }
        return element;
    }

    private void next() {
        if (isNew) {
            isNew = false;
        } else {
            node = StreamQueue.after(node);
        }
    }
}
