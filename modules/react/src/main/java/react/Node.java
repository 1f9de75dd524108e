package react;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// An event or a signal as a place in the graph: what it depends on, what depends on it, and how to update it.
abstract class Node {
    /*
     * Overview.
     *
     * A node holds its sources, which keeps them alive, and is held by them weakly. So a graph lives as long as
     * somebody uses its leaves, and a node that is dropped vanishes without being unsubscribed.
     *
     * Rank. A node's rank is higher than those of its sources. A step updates its nodes by rank, so when one is
     * updated all its sources have their final state: nobody ever sees a half-updated graph (no glitches), and
     * each node is updated once. Ranks only rise: when a switch takes a new source, its rank and those of its
     * dependents are raised above it. A delayed node (see Recursion) has the highest rank, so a step comes to it
     * when all else is done, and ends there; its dependents begin at the lowest rank again, because what they
     * see of it is of an earlier step.
     *
     * Step. `step` is the unfinished step in which the node was scheduled last, or null. It keeps a node from
     * being scheduled twice, and tells a node that is made during a step, in a function that the step runs, that
     * it must take part: see unfinishedStep.
     *
     * Pins. A node with pins is held strongly by its sources, and gives each of them a pin too, so it is alive as
     * long as some primitive node that it depends on. This is for subscriptions, which nobody needs to hold.
     */
    static final int LOWEST = 0; // that of primitive nodes, and of no others
    static final int DELAYED = Integer.MAX_VALUE;

    /// What stands in place of a value that is not there; values may be null.
    static final Object NOTHING = new Object();

    private static final Node[] NONE = {};
    private static final Update NO_UPDATE = step -> {};
    private static final AtomicInteger WALKS = new AtomicInteger();

    /// How a node is brought up to date, once it is its turn in a step.
    @FunctionalInterface
    interface Update {
        void run(Step step);
    }

    /// A node and what it depends on, or did.
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Edges(Node node, Node[] sources) {}

    int rank;

    @Nullable
    Step step;

    private Update update = NO_UPDATE;
    private Node[] sources = NONE;
    private @Nullable Dependents dependents;
    private @Nullable WeakReference<Node> self; // the one by which all its sources hold it
    private @Nullable Object retained;
    private int pins;
    private @Nullable Set<Node> pinned; // the dependents with pins
    private int walk; // the number of the last walk that came by

    Node(int rank) {
        this.rank = rank;
    }

    /* ---- Sources and dependents ---- */

    /// Makes this node depend on `sources` and be updated by `update`.
    final void follow(Update update, Node... sources) {
        this.update = update;
        setSources(sources);
        for (Node source : sources) {
            source.addDependent(this);
        }
    }

    /// Changes the update alone.
    final void setUpdate(Update update) {
        this.update = update;
    }

    /// Says which nodes this one keeps alive, for a node whose dependencies change: it adds and removes them
    /// itself.
    final void setSources(Node... sources) {
        Node[] former = this.sources;
        this.sources = sources;
        if (pins > 0) {
            changePins(this, former, -1); // first: a node may be in both
            changePins(this, sources, 1);
        }
    }

    /// Whether nothing ever happens here, so that no dependent need be known.
    abstract boolean isInert();

    void addDependent(Node dependent) {
        link(dependent);
    }

    /// Adds a dependent, and nothing else.
    final void link(Node dependent) {
        if (isInert()) {
            return;
        }
        WeakReference<Node> reference = dependent.self;
        if (reference == null) {
            reference = new WeakReference<>(dependent);
            dependent.self = reference;
        }
        Dependents present = dependents;
        if (present == null) {
            present = new Dependents();
            dependents = present;
        }
        present.add(reference);
    }

    final void removeDependent(Node dependent) {
        if (dependents != null) {
            dependents.remove(dependent.self);
        }
    }

    final List<Node> dependents() {
        List<Node> all = new ArrayList<>();
        if (dependents != null) {
            dependents.forEach(all::add);
        }
        return all;
    }

    final void scheduleDependents(Step step) {
        if (dependents != null) {
            dependents.schedule(step);
        }
    }

    final void runUpdate(Step step) {
        update.run(step);
    }

    /* ---- Ranks ---- */

    /// The rank of a node that depends on `source`.
    static int rankAfter(Node source) {
        if (source.rank == DELAYED) {
            return LOWEST + 1;
        }
        if (source.rank == DELAYED - 1) {
            throw new IllegalStateException("the graph is too deep: more than " + DELAYED + " nodes in a row");
        }
        return source.rank + 1;
    }

    /// The rank of a node that depends on all of `sources`.
    static int rankAfter(Node... sources) {
        int rank = LOWEST + 1;
        for (Node source : sources) {
            rank = Math.max(rank, rankAfter(source));
        }
        return rank;
    }

    /// Raises the rank of this node to `raised`, if it is lower, and those of its dependents above it.
    ///
    /// @return whether it was lower
    /// @throws IllegalStateException if this node depends on itself
    final boolean raiseRank(int raised) {
        if (raised <= rank) {
            return false;
        }
        rank = raised;
        ArrayDeque<Node> todo = new ArrayDeque<>();
        todo.push(this);
        while (!todo.isEmpty()) {
            Node node = todo.pop();
            for (Node dependent : node.dependents()) {
                if (node.rank != DELAYED && node.rank >= dependent.rank) {
                    if (dependent == this) {
                        throw new IllegalStateException("an event or a signal would depend on itself: " + this
                                + "; break the circle with Event.fix or Signal.fix");
                    }
                    dependent.rank = rankAfter(node);
                    todo.push(dependent);
                }
            }
        }
        return true;
    }

    /* ---- Steps ---- */

    /// Lets this node be scheduled once more in a step in which it was already.
    final void allowReschedule() {
        step = null;
    }

    /// The unfinished step that some of `nodes`, or some of what they depend on, is part of; the nearest one if
    /// there are several. Null if they are all at rest.
    ///
    /// Walks back through the graph, so making a signal takes time in proportion to what it depends on, which
    /// is the price of having no state that all graphs share.
    static @Nullable Step unfinishedStep(Node... nodes) {
        for (Node node : nodes) {
            if (node.step != null) {
                return node.step;
            }
        }
        int walk = WALKS.incrementAndGet();
        List<Node[]> level = Collections.singletonList(nodes);
        while (!level.isEmpty()) {
            List<Node[]> next = new ArrayList<>();
            for (int i = level.size() - 1; i >= 0; i--) { // the original's order: of equally near steps, the same one
                for (Node node : level.get(i)) {
                    if (node.step != null) {
                        return node.step;
                    }
                    if (node.walk != walk) {
                        node.walk = walk;
                        if (node.sources.length > 0 && node.rank != DELAYED) {
                            next.add(node.sources);
                        }
                    }
                }
            }
            level = next;
        }
        return null;
    }

    /// The unfinished step that what this node depends on is part of, or null.
    final @Nullable Step unfinishedStepOfSources() {
        return unfinishedStep(sources);
    }

    /* ---- Stopping ---- */

    final boolean isStopped() {
        return update == NO_UPDATE;
    }

    final void detach() {
        update = NO_UPDATE;
        setSources(NONE);
        dependents = null;
    }

    /// Stops this node, takes it from the dependents of its sources, and likewise stops those of them that
    /// nobody depends on any more and that are not primitive.
    final void detachUpwards() {
        ArrayDeque<Edges> todo = new ArrayDeque<>();
        todo.push(new Edges(this, sources));
        detach();
        while (!todo.isEmpty()) {
            Edges next = todo.pop();
            for (Node source : next.sources()) {
                source.removeDependent(next.node());
                if (source.rank != LOWEST && (source.dependents == null || source.dependents.isEmpty())) {
                    todo.push(new Edges(source, source.sources));
                    source.detach();
                }
            }
        }
    }

    /* ---- Keeping ---- */

    final void pin() {
        if (!isInert() && pins++ == 0) {
            changePins(this, sources, 1);
        }
    }

    final void unpin() {
        if (!isInert() && --pins == 0) {
            changePins(this, sources, -1);
        }
    }

    /// Makes `sources` hold `holder` strongly, or not any more, and what holds them in turn.
    private static void changePins(Node holder, Node[] sources, int change) {
        ArrayDeque<Edges> todo = new ArrayDeque<>();
        todo.push(new Edges(holder, sources));
        while (!todo.isEmpty()) {
            Edges next = todo.pop();
            for (Node source : next.sources()) {
                if (!source.isInert()) {
                    source.hold(next.node(), change > 0);
                    int before = source.pins;
                    source.pins = before + change;
                    if (before == 0 || source.pins == 0) {
                        todo.push(new Edges(source, source.sources));
                    }
                }
            }
        }
    }

    private void hold(Node dependent, boolean strongly) {
        if (pinned == null) {
            pinned = new HashSet<>();
        }
        if (strongly) {
            pinned.add(dependent);
        } else {
            pinned.remove(dependent);
        }
    }

    final @Nullable Object exchangeRetained(Object kept) {
        Object former = retained;
        retained = Objects.requireNonNull(kept, "kept");
        return former;
    }
}
