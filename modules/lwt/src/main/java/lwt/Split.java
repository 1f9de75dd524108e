package lwt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What [Lwt#nchooseSplit] found: the values of the promises that are resolved, and the promises that still
/// sleep.
public record Split<T extends @Nullable Object>(List<T> values, List<Promise<T>> pending) {}
