package lwt.unix;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import lwt.Sequence;

/// Functions that a loop calls at a certain moment, in this order.
///
/// All methods belong to the loop's thread.
///
/// @param <H> the kind of functions
/// @see LwtMain#exitHooks
/// @see LwtMain#enterIterHooks
/// @see "Lwt_main.Hooks (Lwt 4.2)"
public final class Hooks<H> {
    private final Sequence<H> hooks = new Sequence<>();

    Hooks() {}

    /// One of the functions.
    public static final class Hook {
        private final Sequence.Node<?> node;

        private Hook(Sequence.Node<?> node) {
            this.node = node;
        }

        /// Takes it out: it is not called any more. Twice does no harm.
        public void remove() {
            node.remove();
        }
    }

    /// Has `hook` called before the others.
    public Hook addFirst(H hook) {
        return new Hook(hooks.addLeft(Objects.requireNonNull(hook, "hook")));
    }

    /// Has `hook` called after the others.
    public Hook addLast(H hook) {
        return new Hook(hooks.addRight(Objects.requireNonNull(hook, "hook")));
    }

    /// Takes all out.
    public void removeAll() {
        hooks.clear();
    }

    void forEach(Consumer<? super H> action) {
        hooks.iterLeft(action);
    }

    /// Takes the first out, if there is one.
    Optional<H> takeFirst() {
        return hooks.takeOptionalLeft();
    }
}
