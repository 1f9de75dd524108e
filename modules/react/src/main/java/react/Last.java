package react;

import org.jspecify.annotations.Nullable;

/// What an event or a signal remembers between two occurrences.
final class Last<A extends @Nullable Object> {
    private @Nullable Object value = Node.NOTHING;

    boolean isMissing() {
        return value == Node.NOTHING;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // only set() writes it; it is null only if A allows that
    A value() {
        return (A) value;
    }

    void set(A value) {
        this.value = value;
    }

    void forget() {
        value = Node.NOTHING;
    }
}
