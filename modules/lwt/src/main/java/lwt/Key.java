package lwt;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A variable whose value belongs to a sequence of promises, not to a thread of the machine.
///
/// A callback runs with the values that keys had when it was registered, whoever resolves the promise. So an
/// identifier set once follows a request through all its binds and awaits.
///
/// {@snippet class=Snippets region=key}
///
/// @see "Lwt manual (December 2010), “Threads local storage”"
public final class Key<T> {

    /// What [Key#withValue] runs; its failure type passes through.
    @FunctionalInterface
    public interface Body<R extends @Nullable Object, X extends Throwable> {
        /// Runs with the value set.
        R run() throws X;
    }

    /// A new key, without a value.
    public Key() {}

    /// The value in the code that is running, empty if none is set.
    @SuppressWarnings("unchecked") // withValue stores only a T under this key
    public Optional<T> get() {
        return Optional.ofNullable((T) Storage.get(Loop.current().storage, this));
    }

    /// Runs `body` with this key set to `value`, or unset if `value` is null, and returns what it returns.
    ///
    /// The former value is back when `body` ends, also when it throws: what it throws passes through unchanged.
    public <R extends @Nullable Object, X extends Throwable> R withValue(@Nullable T value, Body<R, X> body) throws X {
        Loop loop = Loop.current();
        Storage saved = loop.storage;
        loop.storage = value == null ? Storage.without(saved, this) : Storage.with(saved, this, value);
        try {
            return body.run();
        } finally {
            loop.storage = saved;
        }
    }
}
