package conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import lwt.Promise;
import lwt.State;
import org.jspecify.annotations.Nullable;

/// The registers of a running scenario, in order of creation, and what the trace last said of each.
final class Registers {
    private final Map<String, Register> byName = new LinkedHashMap<>();

    /// A register whose content the trace never shows.
    void put(String name, Object content) {
        byName.put(name, new Register(content, null));
    }

    /// A register that the trace shows as `state` says, whenever this has changed.
    void put(String name, Object content, Supplier<String> state) {
        byName.put(name, new Register(content, state));
    }

    void putPromise(String name, Promise<Object> promise) {
        put(name, promise, () -> state(promise));
    }

    /// The content of the register, or `null` when no operation has made it.
    @Nullable
    Object find(String name) {
        Register register = byName.get(name);
        return register == null ? null : register.content;
    }

    /// The shown registers whose state changed, or that are new, since the last call: ` p0:5 p1:?`.
    String changes() {
        var changes = new StringBuilder();
        byName.forEach((name, register) -> {
            if (register.changed()) {
                changes.append(' ').append(name).append(':').append(register.shown);
            }
        });
        return changes.toString();
    }

    static String state(Promise<?> promise) {
        return switch (promise.state()) {
            case State.Return<?> fulfilled -> Value.of(fulfilled.value()).toString();
            case State.Fail<?> rejected -> new Value.Failure(rejected.cause()).toString();
            case State.Sleep<?> _ -> "?";
        };
    }

    private static final class Register {
        private final Object content;
        private final @Nullable Supplier<String> state;
        private @Nullable String shown;

        Register(Object content, @Nullable Supplier<String> state) {
            this.content = content;
            this.state = state;
        }

        boolean changed() {
            if (state == null) {
                return false;
            }
            String now = state.get();
            boolean changed = !now.equals(shown);
            shown = now;
            return changed;
        }
    }
}
