package react;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// When two values count as the same, so that a signal that goes from one to the other has not changed.
///
/// It must be symmetric: which of the two is the newer value is not said.
@FunctionalInterface
public interface Equality<A extends @Nullable Object> {
    /// Whether the two count as the same.
    boolean same(A one, A other);

    /// The equality of [Object#equals], which signals have if nothing else is said.
    static <A extends @Nullable Object> Equality<A> ofEquals() {
        return Objects::equals;
    }

    /// Two values are the same if they are one object.
    static <A extends @Nullable Object> Equality<A> identity() {
        return (one, other) -> one == other;
    }

    /// No two values are the same: every update is a change.
    static <A extends @Nullable Object> Equality<A> none() {
        return (one, other) -> false;
    }
}
