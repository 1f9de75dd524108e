package lwt;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * What a stream and its copies share: the queue of elements that were produced and not yet read by all, and
 * where more come from.
 *
 * The queue is a chain of nodes; the last one is empty and marks the end of what is known. A stream has a
 * pointer into the chain, to the first node it has not read, and the queue points only to the last one: so a
 * node lives as long as some stream may still read it, and neither a source nor a push function keeps an
 * element or a stream alive.
 *
 * A reader remembers the node that it was called for. At the last node it asks for more (feed) and then looks
 * at the same node again. So two readers that wait at the same time get the same element; it is consumed once,
 * as consuming a node moves the pointer of the stream only if that still points there.
 *
 * The short cut. An element that is produced while somebody reads at the end of the queue would be put into the
 * queue only to be taken out again, and passed from stage to stage in promises that are resolved at once.
 * Instead it is handed over directly (takeNew), if nobody else can notice: the stream has no copy, and no
 * reader stands on the last node in the middle of an operation of many elements (StreamWalk). Such readers
 * count as holders from their beginning to their end; one whose wait fails is counted for ever, which costs
 * speed and nothing else.
 */
abstract class StreamQueue<T> {

    /// Stands in a node, or for an element, at the end of the stream.
    static final Object END = new Object();

    /* What `holders` says beside their number. */
    private static final int SHARED = 1 << 30; // the stream has a copy
    private static final int TAKING = 1 << 29; // an element is made for the short cut; its maker may let others read

    /// An element, or END, that is not there yet, or whose production failed.
    record Later(Promise<Object> element) {}

    /*
     * The failure of a function that gives elements at once. In the original it is not a rejection but an
     * exception, which leaves whatever is asking; so an operation that would have been left half done must not
     * do the rest.
     */
    static final class Thrown extends Plain<Object> {
        Thrown(Throwable failure) {
            super(FAIL, failure, null);
        }
    }

    static final class Node {
        @Nullable
        Node next; // null in the last node

        @Nullable
        Object element; // null in the last node
    }

    Node last = new Node();
    final Plain<@Nullable Void> closed;
    private @Nullable Promise<@Nullable Void> demand; // the demand under way, if it is pending
    private int holders; // their number, SHARED and TAKING: what forbids the short cut is seen in one look
    private @Nullable StackTraceElement place; // for backtraces

    StreamQueue(boolean isClosed) {
        closed = new Plain<>(isClosed ? Promise.RETURN : Promise.SLEEP, null, isClosed ? null : Loop.current());
    }

    /// Makes one more element: returns it, or END, or a Later. What it throws is the failure of this demand.
    abstract Object produce() throws Throwable;

    /// Called when a node has been consumed.
    void consumed() {}

    final void enqueue(Object element) {
        Node filled = last;
        Node next = new Node();
        filled.element = element;
        filled.next = next;
        last = next;
    }

    /// Tells that the end is in the queue.
    ///
    /// A second end can come while the first one is on its way: from a reader that the push of the end has
    /// woken, or from a source that reads its own stream. As in the original, that is a mistake of the one who
    /// comes last.
    final void close() {
        Promise<@Nullable Void> p = closed.underlying();
        if (!p.isPending()) {
            throw new IllegalStateException("the stream ends twice: it was closed while its end was being told");
        }
        Resolution.resolve(p.owner(), p, Promise.RETURN, null);
    }

    final boolean isClosed() {
        return !closed.isSleeping();
    }

    /// Adds at least one element or the end to the queue. Returns null when that is done, else a promise to
    /// wait for, which may have failed.
    @Nullable
    Promise<@Nullable Void> feed() {
        if (demand != null && demand.isSleeping()) {
            return demand.shielded();
        }
        Object made = attempt();
        if (!(made instanceof Later later)) {
            arrived(made);
            demand = null; // and forgets one that began while this element was made, as the original does
            return null;
        }
        Promise<@Nullable Void> arriving = arriving(later);
        if (arriving.isSleeping()) {
            return arriving.shielded();
        }
        return arriving.underlying().state == Promise.FAIL ? arriving : null;
    }

    /// Makes what comes later the demand under way.
    private Promise<@Nullable Void> arriving(Later later) {
        Promise<@Nullable Void> arriving = later.element.bind(element -> {
            arrived(element);
            return Lwt.unit();
        });
        demand = arriving.isSleeping() ? arriving : null;
        return arriving;
    }

    private void arrived(Object element) {
        enqueue(element);
        if (element == END) {
            close();
        }
    }

    private Object attempt() {
        Object made;
        try {
            made = produce();
        } catch (Throwable thrown) {
            made = new Later(Plain.failed(Sequencing.captured(thrown)));
        }
        if (place != null && made instanceof Later later) {
            Backtrace.mark(place, later.element());
        }
        return made;
    }

    /// Remembers the place where the program made this stage with `function`.
    final StreamQueue<T> madeBy(String operation, Object function) {
        if (Backtrace.on) {
            place = Backtrace.hop(operation, function);
        }
        return this;
    }

    /* ---- The short cut ---- */

    /// Notes that the stream has a copy.
    final void share() {
        holders |= SHARED;
    }

    final void hold() {
        holders++;
    }

    final void letGo() {
        holders--;
    }

    /// An element that never was in the queue, or END, or a Later that is not under way elsewhere; null if it
    /// must go through the queue.
    ///
    /// @param held how many holders the caller accounts for
    final @Nullable Object takeNew(int held) {
        if (!isAlone(held) || !mayBypass()) {
            return null;
        }
        Node before = last;
        holders += TAKING;
        Object made = attempt();
        holders -= TAKING;
        if (made instanceof Later later) {
            if (later.element.underlying().state == Promise.FAIL) {
                return later;
            }
            arriving(later); // a demand that has to wait is for all who read meanwhile
            return null;
        }
        if (made != END && last == before && holders == held && demand == null) {
            return made;
        }
        arrived(made); // the maker let others read: they see this element too
        demand = null;
        return null;
    }

    private boolean isAlone(int held) {
        Promise<?> underWay = demand;
        return holders == held && (underWay == null || !underWay.isSleeping());
    }

    boolean mayBypass() {
        return true;
    }

    static Promise<Object> promiseOf(Object taken) {
        return taken instanceof Later later ? later.element : Lwt.of(taken);
    }

    static Object elementOf(Node node) {
        return Objects.requireNonNull(node.element, "only the last node is empty");
    }

    static Node after(Node node) {
        return Objects.requireNonNull(node.next, "only the last node has no successor");
    }
}
