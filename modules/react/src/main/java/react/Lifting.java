package react;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the functions of several arguments have in common, whatever their number.
final class Lifting {
    private Lifting() {}

    /// Occurs when all of `sources` do, with what `f` makes of them.
    static <R extends @Nullable Object> Event<R> events(Supplier<? extends R> f, Event<?>... sources) {
        for (Event<?> source : sources) {
            if (source.isInert()) {
                return Event.never();
            }
        }
        Event<R> lifted = new Event<>(Node.rankAfter(sources));
        lifted.follow(
                step -> {
                    if (allOccur(sources)) {
                        lifted.occur(f.get(), step);
                    }
                },
                sources);
        return lifted;
    }

    private static boolean allOccur(Event<?>[] sources) {
        for (Event<?> source : sources) {
            if (!source.occurs()) {
                return false;
            }
        }
        return true;
    }

    /// Has always the value that `f` makes of those of `sources`.
    static <R extends @Nullable Object> Signal<R> signals(
            Equality<? super R> equality, Supplier<? extends R> f, Signal<?>... sources) {
        boolean constant = true;
        for (Signal<?> source : sources) {
            constant &= source.isInert();
        }
        return constant
                ? Signal.constant(f.get())
                : Signal.computed(equality, (lifted, step) -> lifted.become(f.get(), step), sources);
    }
}
