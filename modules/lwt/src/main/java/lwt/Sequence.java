package lwt;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A list that is linked both ways, changed in place, and whose nodes can be removed at any time, also while it
/// is being visited.
///
/// A visit skips nodes that have been removed meanwhile. From a removed node it goes on with what was its
/// neighbour when it was removed.
///
/// @see "Lwt manual (December 2010), “Other modules of the core library”"
public final class Sequence<T> implements Iterable<T> {
    private final Link ends = new Link(); // before the first node and behind the last one

    /// A new sequence, empty.
    public Sequence() {}

    /// One place in the ring of links. A removed link keeps its pointers, for a visit that stands on it.
    static class Link {
        Link next = this;
        Link previous = this;

        final void insertBehind(Link link) {
            previous = link;
            next = link.next;
            link.next.previous = this;
            link.next = this;
        }
    }

    /// The place of one element.
    public static final class Node<T> extends Link {
        private T content;
        private boolean active = true;

        private Node(T content) {
            this.content = content;
        }

        /// The element.
        public T get() {
            return content;
        }

        /// Replaces the element.
        public void set(T element) {
            content = Objects.requireNonNull(element, "element");
        }

        /// Takes the node out of its sequence. Does nothing if it is out already.
        public void remove() {
            if (active) {
                active = false;
                previous.next = next;
                next.previous = previous;
            }
        }

        private boolean isActive() {
            return active;
        }
    }

    /// Whether there is no element.
    public boolean isEmpty() {
        return ends.next == ends;
    }

    /// The number of elements; counts them.
    public int length() {
        int length = 0;
        for (Link link = ends.next; link != ends; link = link.next) {
            length++;
        }
        return length;
    }

    /// Removes all elements.
    public void clear() {
        for (Node<T> node = first(); node != null; node = first()) {
            node.remove();
        }
    }

    /// Adds an element in front.
    public Node<T> addLeft(T element) {
        Node<T> node = new Node<>(Objects.requireNonNull(element, "element"));
        node.insertBehind(ends);
        return node;
    }

    /// Adds an element behind.
    public Node<T> addRight(T element) {
        Node<T> node = new Node<>(Objects.requireNonNull(element, "element"));
        node.insertBehind(ends.previous);
        return node;
    }

    private @Nullable Node<T> first() {
        return ends.next == ends ? null : node(ends.next);
    }

    private @Nullable Node<T> last() {
        return ends.previous == ends ? null : node(ends.previous);
    }

    @SuppressWarnings("unchecked") // every link of the ring but `ends` is a node of this type
    private Node<T> node(Link link) {
        return (Node<T>) link;
    }

    /// Takes the first element.
    ///
    /// @throws EmptyException if there is none
    public T takeLeft() {
        return takeOptionalLeft().orElseThrow(Sequence::empty);
    }

    /// Takes the last element.
    ///
    /// @throws EmptyException if there is none
    public T takeRight() {
        return takeOptionalRight().orElseThrow(Sequence::empty);
    }

    private static EmptyException empty() {
        return new EmptyException("take: the sequence is empty");
    }

    /// Takes the first element, if there is one.
    public Optional<T> takeOptionalLeft() {
        return take(first());
    }

    /// Takes the last element, if there is one.
    public Optional<T> takeOptionalRight() {
        return take(last());
    }

    private Optional<T> take(@Nullable Node<T> node) {
        if (node == null) {
            return Optional.empty();
        }
        node.remove();
        return Optional.of(node.get());
    }

    /// Moves all elements in front of those of `target`, in constant time.
    public void transferLeft(Sequence<T> target) {
        transfer(target.ends);
    }

    /// Moves all elements behind those of `target`, in constant time.
    public void transferRight(Sequence<T> target) {
        transfer(target.ends.previous);
    }

    private void transfer(Link before) {
        if (isEmpty()) {
            return;
        }
        Link after = before.next;
        ends.next.previous = before;
        before.next = ends.next;
        ends.previous.next = after;
        after.previous = ends.previous;
        ends.next = ends;
        ends.previous = ends;
    }

    /// Calls `action` with each element, from the first to the last.
    public void iterLeft(Consumer<? super T> action) {
        iterNodesLeft(node -> action.accept(node.get()));
    }

    /// Calls `action` with each element, from the last to the first.
    public void iterRight(Consumer<? super T> action) {
        iterNodesRight(node -> action.accept(node.get()));
    }

    /// Calls `action` with each node, from the first to the last.
    public void iterNodesLeft(Consumer<? super Node<T>> action) {
        find(true, node -> {
            action.accept(node);
            return false;
        });
    }

    /// Calls `action` with each node, from the last to the first.
    public void iterNodesRight(Consumer<? super Node<T>> action) {
        find(false, node -> {
            action.accept(node);
            return false;
        });
    }

    /// Combines all elements with `initial`, from the first to the last: `f` gets an element and what was
    /// combined before.
    public <A> A foldLeft(BiFunction<? super T, A, A> f, A initial) {
        Accumulator<A> result = new Accumulator<>(initial);
        iterLeft(element -> result.value = f.apply(element, result.value));
        return result.value;
    }

    /// Combines all elements with `initial`, from the last to the first: `f` gets an element and what was
    /// combined before.
    public <A> A foldRight(BiFunction<? super T, A, A> f, A initial) {
        Accumulator<A> result = new Accumulator<>(initial);
        iterRight(element -> result.value = f.apply(element, result.value));
        return result.value;
    }

    private static final class Accumulator<A> {
        A value;

        Accumulator(A value) {
            this.value = value;
        }
    }

    /// The first node whose element fulfils `test`, if there is one.
    public Optional<Node<T>> findNodeOptionalLeft(Predicate<? super T> test) {
        return Optional.ofNullable(find(true, node -> test.test(node.get())));
    }

    /// The last node whose element fulfils `test`, if there is one.
    public Optional<Node<T>> findNodeOptionalRight(Predicate<? super T> test) {
        return Optional.ofNullable(find(false, node -> test.test(node.get())));
    }

    /// The first node whose element fulfils `test`.
    ///
    /// @throws NoSuchElementException if there is none
    public Node<T> findNodeLeft(Predicate<? super T> test) {
        return findNodeOptionalLeft(test).orElseThrow(Sequence::notFound);
    }

    /// The last node whose element fulfils `test`.
    ///
    /// @throws NoSuchElementException if there is none
    public Node<T> findNodeRight(Predicate<? super T> test) {
        return findNodeOptionalRight(test).orElseThrow(Sequence::notFound);
    }

    private static NoSuchElementException notFound() {
        return new NoSuchElementException("no element of the sequence fulfils the test");
    }

    private @Nullable Node<T> find(boolean fromLeft, Predicate<? super Node<T>> test) {
        Link link = fromLeft ? ends.next : ends.previous;
        while (link != ends) {
            Node<T> node = node(link);
            if (node.isActive() && test.test(node)) {
                return node;
            }
            link = fromLeft ? link.next : link.previous;
        }
        return null;
    }

    /// The elements from the first to the last; the iterator skips what is removed meanwhile, and can remove.
    @Override
    public Iterator<T> iterator() {
        return new Iterator<>() {
            private Link link = ends;
            private @Nullable Node<T> current;

            @Override
            public boolean hasNext() {
                return following() != ends;
            }

            @Override
            public T next() {
                Link next = following();
                if (next == ends) {
                    throw new NoSuchElementException("the iteration has ended");
                }
                link = next;
                Node<T> node = node(next);
                current = node;
                return node.get();
            }

            private Link following() {
                Link next = link.next;
                while (next != ends && !node(next).isActive()) {
                    next = next.next;
                }
                return next;
            }

            @Override
            public void remove() {
                if (current == null) {
                    throw new IllegalStateException("remove before next");
                }
                current.remove();
            }
        };
    }

    /// The elements, for messages.
    @Override
    public String toString() {
        return String.join(
                        ", ",
                        foldRight(
                                (element, list) -> {
                                    list.addFirst(String.valueOf(element));
                                    return list;
                                },
                                new java.util.ArrayDeque<String>()))
                .transform(elements -> "[" + elements + "]");
    }
}
