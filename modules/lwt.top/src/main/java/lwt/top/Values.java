package lwt.top;

import java.util.Arrays;
import java.util.regex.Pattern;
import lwt.Promise;
import lwt.Resolver;
import lwt.State;
import org.jspecify.annotations.Nullable;

/// How values look: promises as their state, texts and characters quoted, and objects that say nothing about
/// themselves as their class.
final class Values {
    private static final int MOST_CHARACTERS = 10_000;
    private static final Pattern IDENTITY =
            Pattern.compile("\\b(?:[a-z_]\\w*\\.)+([A-Z]\\w*)@[0-9a-f]+\\b"); // Object.toString

    private Values() {}

    /// **The user's loop.**
    static String show(@Nullable Object value) {
        String text = whole(value);
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
    }

    private static String whole(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Promise<?> promise -> whole(promise.state());
            case State.Return<?>(var result) -> "Return " + whole(result);
            case State.Fail<?>(Throwable cause) -> "Fail " + cause;
            case State.Sleep<?> _ -> "Sleep";
            case Resolver<?> resolver -> whole(resolver.promise().state());
            case CharSequence _, Character _ -> FiberControl.literal(value);
            default ->
                saysNothing(value)
                        ? named(value.getClass())
                        : IDENTITY.matcher(FiberControl.literal(value)).replaceAll("<$1>");
        };
    }

    private static boolean saysNothing(Object value) {
        if (value.getClass().isArray()) {
            return false;
        }
        try {
            return value.getClass().getMethod("toString").getDeclaringClass() == Object.class;
        } catch (NoSuchMethodException e) {
            throw new AssertionError("every object has a toString", e);
        }
    }

    /// A lambda is called by its interface.
    private static String named(Class<?> type) {
        boolean isLambda = type.isSynthetic() || type.isHidden();
        Class<?> shown =
                isLambda ? Arrays.stream(type.getInterfaces()).findFirst().orElse(type) : type;
        return "<" + (shown.getSimpleName().isEmpty() ? shown.getTypeName() : shown.getSimpleName()) + ">";
    }
}
