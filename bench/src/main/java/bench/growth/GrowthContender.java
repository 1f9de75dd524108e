package bench.growth;

import java.util.Locale;

/// Who takes part.
enum GrowthContender {
    /// This library.
    LWT,
    /// The lower bound of the core.
    LIMIT,
    /// CompletableFuture.
    CF,
    /// Virtual threads.
    VT,
    /// A loop of epoll in C.
    C;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
