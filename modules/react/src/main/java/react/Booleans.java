package react;

import org.jspecify.annotations.Nullable;

/// Signals that are true or false.
public final class Booleans {
    private Booleans() {}

    /// True while `signal` is false.
    public static Signal<Boolean> not(Signal<Boolean> signal) {
        return signal.map(value -> !value);
    }

    /// True while both are.
    public static Signal<Boolean> and(Signal<Boolean> a, Signal<Boolean> b) {
        return Signal.combine(a, b, Boolean::logicalAnd);
    }

    /// True while one of both is.
    public static Signal<Boolean> or(Signal<Boolean> a, Signal<Boolean> b) {
        return Signal.combine(a, b, Boolean::logicalOr);
    }

    /// Occurs when `signal` becomes true.
    ///
    ///     rise(s)(t) = null if s(t) and not s(t - dt), else -
    public static Event<@Nullable Void> rise(Signal<Boolean> signal) {
        return signal.changes().filter(value -> value).<@Nullable Void>stamp(null);
    }

    /// Occurs when `signal` becomes false.
    ///
    ///     fall(s)(t) = null if not s(t) and s(t - dt), else -
    public static Event<@Nullable Void> fall(Signal<Boolean> signal) {
        return signal.changes().filter(value -> !value).<@Nullable Void>stamp(null);
    }

    /// Changes whenever `event` occurs, from `initial` on.
    ///
    ///     flip(e, b)(t) = b if e(≤t) = -
    ///     flip(e, b)(t) = not flip(e, b)(t - dt) if e(t) ≠ -
    public static Signal<Boolean> flip(Event<?> event, boolean initial) {
        return Signal.fold(event, (value, ignored) -> !value, initial);
    }
}
