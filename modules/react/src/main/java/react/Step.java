package react;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One instant of the graph's time: what is sent in one step happens at the same time.
///
/// A send or a set makes a step of its own. With a step made beforehand, several become simultaneous:
///
/// {@snippet class=react.Snippets region=step}
///
/// In a step each event and signal is updated once, after all that it depends on; nobody ever sees a graph that
/// is updated in part.
///
/// **Failures.** What a function of the graph throws leaves its event without an occurrence, or its signal with
/// the value it had. All others are updated as usual, and when the step is over the failure comes out of the
/// call that began it: of `send`, `set` or [#execute]; further ones are suppressed in the first. The graph can
/// be used as before. A [VirtualMachineError] ends the step at once.
///
/// **Sending inside a step**, from a function of the graph, is a step of its own, which runs at once and to its
/// end inside the other one. It may reach nodes that the outer step reaches too: these are then updated in
/// both. Since an occurrence ends with its step, an event that occurs in both occurs no longer for those that
/// the outer step has still to update; these fail with an [IllegalStateException] that says so. To send
/// something for later, let the program's loop do it, or define it with [Event#fix].
///
/// **Threads.** A graph belongs to no thread, but to one at a time: between two steps it may be handed over, in
/// a way that makes the one happen before the other. A step that meets one which another thread (or fiber) has
/// not finished fails with an [IllegalStateException] that names both; the other step goes on unharmed.
public final class Step {
    /*
     * A step in four phases.
     *
     * 1. Nodes are taken from the queue by rank and updated. An update that changes something schedules the
     *    dependents, which have higher ranks. The phase ends when the queue is empty or a delayed node, which
     *    has the highest rank of all, comes first.
     * 2. What was put off to the end is done, newest first: see atEnd.
     * 3. If delayed nodes are left: a new step, of the instant after this one, is made, and they are updated
     *    for it, while what occurs in this step can still be read.
     * 4. Occurrences of this step end, its nodes forget it.
     *
     * If phase 3 has made a step, it is executed now.
     *
     * A step holds the nodes that it has scheduled, so these do not vanish while it runs. The step of a send
     * is used again by the next send of the same sender: a running graph allocates nothing but its values.
     */

    /// Stands for “no step” where a signal gets its first value.
    static final Step OUTSIDE = new Step();

    private static final int INITIAL = 4;

    private final RankHeap queue = new RankHeap();
    private Node[] scheduled = new Node[INITIAL];
    private int scheduledCount;
    private Event<?>[] occurring = new Event<?>[INITIAL];
    private int occurringCount;
    private @Nullable ArrayDeque<Runnable> atEnd;
    private @Nullable Thread thread; // that executes it; null while nobody does
    private @Nullable Throwable failure; // the first that a function threw, in this step or the instants before
    private boolean over;

    /// A new step, in which nothing happens yet.
    public Step() {}

    /// Executes the step: updates all that depends on what was sent or set with it.
    ///
    /// @throws IllegalStateException if it was executed before
    public void execute() {
        if (over || thread != null) {
            throw new IllegalStateException("a step can be executed once only; make a new one");
        }
        thread = Thread.currentThread();
        run();
    }

    /* ---- What is sent ---- */

    /// Begins a step for one send or set of the calling thread.
    void begin() {
        thread = Thread.currentThread();
        over = false;
    }

    boolean isPending() {
        return thread == null;
    }

    /// Checks that something may still be sent with this step, which the user has made.
    void checkOpen() {
        if (over || thread != null) {
            throw new IllegalStateException("this step was executed already; make a new one");
        }
    }

    /// Makes a primitive node part of this step.
    void claim(Node primitive) {
        Step other = primitive.step;
        if (other != null && other != this) {
            checkThread(other);
        }
        primitive.step = this;
        remember(primitive);
    }

    /* ---- Phase 1 ---- */

    void schedule(Node node) {
        Step other = node.step;
        if (other != this) {
            if (other != null) {
                checkThread(other);
            }
            node.step = this;
            remember(node);
            queue.add(node);
        }
    }

    private void remember(Node node) {
        if (scheduledCount == scheduled.length) {
            scheduled = Arrays.copyOf(scheduled, 2 * scheduledCount);
        }
        scheduled[scheduledCount++] = node;
    }

    private void checkThread(Step other) {
        Thread theirs = other.thread;
        if (theirs != null && thread != null && theirs != thread) {
            throw new IllegalStateException("a step of " + thread + " has met a step that " + theirs
                    + " has not finished: let one thread or fiber at a time send into a graph");
        }
    }

    /// Notes that `event` occurs in this step.
    void addOccurring(Event<?> event) {
        if (occurringCount == occurring.length) {
            occurring = Arrays.copyOf(occurring, 2 * occurringCount);
        }
        occurring[occurringCount++] = event;
    }

    /// Has the queue sorted again after ranks were raised.
    void ranksWereRaised() {
        queue.rebuild();
    }

    /// Runs `action` at the end of this step.
    void atEnd(Runnable action) {
        if (atEnd == null) {
            atEnd = new ArrayDeque<>();
        }
        atEnd.push(action);
    }

    /* ---- Execution ---- */

    /// Runs this step, and those of the instants after it that delayed nodes ask for.
    void run() {
        Step last = this;
        for (Step next = runOne(); next != null; next = next.runOne()) {
            last = next;
        }
        Throwable thrown = last.failure;
        if (thrown != null) {
            last.failure = null;
            Step.<RuntimeException>throwUnchecked(thrown);
        }
    }

    @SuppressWarnings("unchecked") // functions of the graph can't declare checked exceptions, but can throw them
    private static <X extends Throwable> void throwUnchecked(Throwable thrown) throws X {
        throw (X) thrown;
    }

    private @Nullable Step runOne() {
        try {
            Node node;
            while ((node = queue.take()) != null && node.rank != Node.DELAYED) {
                update(node, this);
            }
            runAtEnd();
            return node == null ? null : updateDelayed(node);
        } finally {
            finish();
        }
    }

    private void update(Node node, Step forStep) {
        try {
            node.runUpdate(forStep);
        } catch (Throwable thrown) {
            addFailure(thrown);
        }
    }

    private void runAtEnd() {
        while (atEnd != null && !atEnd.isEmpty()) {
            Runnable action = atEnd.pop();
            try {
                action.run();
            } catch (Throwable thrown) {
                addFailure(thrown);
            }
        }
    }

    private Step updateDelayed(Node first) {
        Step next = new Step();
        next.begin();
        try {
            update(first, next);
            Node[] others = queue.takeAll();
            for (int i = others.length - 1; i >= 0; i--) {
                update(others[i], next);
            }
        } catch (Throwable error) {
            next.finish();
            throw error;
        }
        next.failure = failure;
        failure = null;
        return next;
    }

    private void addFailure(Throwable thrown) {
        if (thrown instanceof VirtualMachineError error) {
            throw error;
        }
        if (failure == null) {
            failure = thrown;
        } else if (failure != thrown) {
            failure.addSuppressed(thrown);
        }
    }

    /// Ends the step, also one that broke off: the graph is at rest again.
    void finish() {
        for (int i = 0; i < occurringCount; i++) {
            occurring[i].endOccurrence();
        }
        for (int i = 0; i < scheduledCount; i++) {
            Node node = scheduled[i];
            if (node.step == this) {
                node.step = null;
            }
        }
        forget();
        over = true;
        thread = null;
    }

    @SuppressWarnings("NullAway") // slots beyond the count hold null, so that the step keeps nothing alive
    private void forget() {
        Arrays.fill(occurring, 0, occurringCount, null);
        Arrays.fill(scheduled, 0, scheduledCount, null);
        occurringCount = 0;
        scheduledCount = 0;
        queue.clear();
    }
}
