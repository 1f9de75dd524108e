package lwt.text.editor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import react.Signal;
import react.SignalSetter;

/// What was cut or copied last, and what before that.
///
/// @see "Lwt manual (December 2010), “Read-line”"
public final class Clipboard {
    private static final int KEPT = 60;
    private static final ThreadLocal<Clipboard> SHARED = ThreadLocal.withInitial(Clipboard::new);

    private final SignalSetter<String> contents = Signal.create("");
    private final List<String> ring = new ArrayList<>(); // the newest last; the contents are its last one, if any

    /// A new one, empty.
    public Clipboard() {}

    /// The clipboard of this loop, which every instance of the editor uses that is not given another.
    public static Clipboard global() {
        return SHARED.get();
    }

    /// Replaces the contents; those of before are remembered, for [Action#PASTE_PREVIOUS].
    public void set(String text) {
        Objects.requireNonNull(text, "text");
        ring.add(text);
        if (ring.size() > KEPT) {
            ring.removeFirst();
        }
        contents.set(text);
    }

    /// The contents.
    public Signal<String> contents() {
        return contents.signal();
    }

    /// The contents and those of before, newest first: 60 at most.
    public List<String> ring() {
        return List.copyOf(ring.reversed());
    }
}
