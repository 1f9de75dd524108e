package react;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The nodes that a step has still to update, lowest rank first: a binary heap.
///
/// Nodes of one rank do not depend on each other, so their order means nothing, except to a function that
/// sends into the graph while it runs. So that such programs do what they do in the original, ties are resolved
/// as there: a node rises only above a higher rank and, sinking, changes places with its right child if the
/// children are of one rank.
///
/// The ranks are read where they are, in the nodes; whoever raises one calls [#rebuild].
final class RankHeap {
    private static final int INITIAL = 4;

    private Node[] nodes = new Node[INITIAL];
    private int size;

    void add(Node node) {
        if (size == nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * size);
        }
        int hole = size++;
        int rank = node.rank;
        while (hole > 0) {
            int parent = (hole - 1) >> 1;
            Node above = nodes[parent];
            if (rank >= above.rank) {
                break;
            }
            nodes[hole] = above;
            hole = parent;
        }
        nodes[hole] = node;
    }

    /// Takes a node of the lowest rank out, or null.
    @SuppressWarnings("NullAway") // a slot beyond the size holds null, so that it keeps no node alive
    @Nullable
    Node take() {
        if (size == 0) {
            return null;
        }
        Node top = nodes[0];
        Node last = nodes[--size];
        nodes[size] = null;
        if (size > 0) {
            sink(0, last);
        }
        return top;
    }

    /// Restores the order after ranks were raised.
    void rebuild() {
        for (int i = (size - 2) >> 1; i >= 0; i--) {
            sink(i, nodes[i]);
        }
    }

    /// Puts `node` where the free place `hole` is, or below.
    private void sink(int hole, Node node) {
        int rank = node.rank;
        int child;
        while ((child = 2 * hole + 1) < size) {
            if (child + 1 < size && nodes[child].rank >= nodes[child + 1].rank) {
                child++;
            }
            Node below = nodes[child];
            if (rank <= below.rank) {
                break;
            }
            nodes[hole] = below;
            hole = child;
        }
        nodes[hole] = node;
    }

    /// Takes everything out, in no particular order.
    Node[] takeAll() {
        Node[] all = Arrays.copyOf(nodes, size);
        clear();
        return all;
    }

    void clear() {
        Arrays.fill(nodes, 0, size, null);
        size = 0;
    }
}
