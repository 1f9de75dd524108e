package lwt;

import org.jspecify.annotations.Nullable;

/// A piece of code with a stack of its own that runs on a loop in turn with others: what a fiber is to the
/// core.
///
/// While it does not run, it keeps what belongs to its stack: the values of keys, and how deep it is inside the
/// resolution of promises. [Loop#enter] installs these, [Loop#leave] puts them back here. Whoever writes a
/// direct style makes a subclass for its fibers.
public class Strand {
    final Loop loop;

    @Nullable
    Storage storage;

    int depth;
    int nesting;

    /// A strand of `loop`; it begins with the values that keys have now.
    protected Strand(Loop loop) {
        this.loop = loop;
        this.storage = loop.storage;
    }

    /// The loop that this strand runs on.
    public final Loop loop() {
        return loop;
    }
}
