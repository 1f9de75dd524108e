package lwt;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Releases several resources together: what is to be done at the end is added as a hook, and happens when the
/// switch is turned off.
///
/// A switch can be turned off once and stays off.
///
/// {@snippet class=Snippets region=switch}
///
/// @see "Lwt manual (December 2010), “Other modules of the core library”"
public final class Switch {

    /// Says that a switch is off already.
    public static final class OffException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        OffException() {
            super("the switch is off already; what would be added to it would never be released");
        }
    }

    private @Nullable List<ThrowingSupplier<? extends Promise<?>>> hooks = new ArrayList<>(); // null: off

    /// A new switch, on.
    public Switch() {}

    /// Whether the switch is on.
    public boolean isOn() {
        return hooks != null;
    }

    /// Starts all hooks, last added first, and is resolved when all have ended; fails with the first failure
    /// among them.
    ///
    /// Turning off a switch that is off does nothing.
    public Promise<@Nullable Void> turnOff() {
        var added = hooks;
        if (added == null) {
            return Lwt.unit();
        }
        hooks = null;
        List<Promise<?>> ends = new ArrayList<>(added.size());
        for (var hook : added.reversed()) {
            ends.add(Sequencing.startAny(hook));
        }
        return Lwt.join(ends);
    }

    /// Does nothing if the switch is on.
    ///
    /// @throws OffException if the switch is off
    public void check() {
        if (hooks == null) {
            throw new OffException();
        }
    }

    /// Adds what is to be done when the switch is turned off.
    ///
    /// @throws OffException if the switch is off
    public void addHook(ThrowingSupplier<? extends Promise<?>> hook) {
        Objects.requireNonNull(hook, "hook");
        if (hooks == null) {
            throw new OffException();
        }
        hooks.add(hook);
    }

    /// Adds a hook, or runs it now if the switch is off; resolved when it was added, or when it has ended.
    public Promise<?> addHookOrRun(ThrowingSupplier<? extends Promise<?>> hook) {
        Objects.requireNonNull(hook, "hook");
        if (hooks == null) {
            return Sequencing.startAny(hook);
        }
        hooks.add(hook);
        return Lwt.unit();
    }

    /// Runs `body` with a new switch, and turns that off when the promise of `body` is resolved in any way.
    ///
    /// Behaves as the promise of `body`, once all hooks have ended; if one fails, that failure is the result.
    /// Canceling it cancels the promise of `body`.
    public static <T extends @Nullable Object> Promise<T> withSwitch(
            ThrowingFunction<? super Switch, ? extends Promise<T>> body) {
        Objects.requireNonNull(body, "body");
        Switch made = new Switch();
        return Backtrace.marked("lwt:withSwitch", body, Lwt.<T>finalizing(() -> body.apply(made), made::turnOff));
    }
}
