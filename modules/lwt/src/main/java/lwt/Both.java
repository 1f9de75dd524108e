package lwt;

import org.jspecify.annotations.Nullable;

/// The two values that [Lwt#both] waited for.
public record Both<A extends @Nullable Object, B extends @Nullable Object>(A first, B second) {}
