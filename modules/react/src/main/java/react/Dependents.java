package react;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The nodes that depend on one node, in the order in which they came; held weakly, so that a node that nobody
/// uses vanishes although what it was made from lives on.
///
/// A place that was given up is taken by the next that comes. Places of nodes that were collected are found
/// while the dependents are visited, or when the array is full, and closed up when they are the majority: so
/// making and dropping any number of dependents costs constant time each, and the array stays within twice
/// what is alive.
final class Dependents {
    private static final int INITIAL = 2;

    private @Nullable WeakReference<Node>[] places = places(INITIAL);
    private int length;
    private int free; // places below the length that were given up

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no generic arrays
    private static @Nullable WeakReference<Node>[] places(int length) {
        return new WeakReference[length];
    }

    void add(WeakReference<Node> dependent) {
        if (free > 0) {
            free--;
            int place = 0;
            while (places[place] != null) {
                place++;
            }
            places[place] = dependent;
            return;
        }
        if (length == places.length) {
            makeRoom();
        }
        places[length++] = dependent;
    }

    private void makeRoom() {
        closeUp();
        if (2 * length > places.length) {
            places = Arrays.copyOf(places, 2 * places.length);
        }
    }

    /// Removes one occurrence of the dependent, if there is one.
    void remove(@Nullable WeakReference<Node> dependent) {
        if (dependent != null) {
            for (int i = 0; i < length; i++) {
                if (places[i] == dependent) {
                    places[i] = null;
                    free++;
                    return;
                }
            }
        }
    }

    void schedule(Step step) {
        int collected = 0;
        for (int i = 0; i < length; i++) {
            WeakReference<Node> place = places[i];
            if (place != null) {
                Node dependent = place.get();
                if (dependent == null) {
                    collected++;
                } else {
                    step.schedule(dependent);
                }
            }
        }
        if (2 * collected > length) {
            closeUp();
        }
    }

    void forEach(Consumer<? super Node> action) {
        for (int i = 0; i < length; i++) {
            WeakReference<Node> place = places[i];
            Node dependent = place == null ? null : place.get();
            if (dependent != null) {
                action.accept(dependent);
            }
        }
    }

    boolean isEmpty() {
        for (int i = 0; i < length; i++) {
            WeakReference<Node> place = places[i];
            if (place != null && !place.refersTo(null)) {
                return false;
            }
        }
        return true;
    }

    /// Drops the places that are free or whose nodes were collected, and an array that has become too large.
    private void closeUp() {
        int kept = 0;
        for (int i = 0; i < length; i++) {
            WeakReference<Node> place = places[i];
            if (place != null && !place.refersTo(null)) {
                places[kept++] = place;
            }
        }
        Arrays.fill(places, kept, length, null);
        length = kept;
        free = 0;
        if (places.length > INITIAL && 4 * kept < places.length) {
            places = Arrays.copyOf(places, Math.max(INITIAL, 2 * kept));
        }
    }
}
