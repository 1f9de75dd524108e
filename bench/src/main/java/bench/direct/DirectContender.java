package bench.direct;

import bench.UsageException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// Who takes part in the direct group, in the order of the table's columns.
public enum DirectContender {
    LWT("lwt", "this library's fibers", FiberPeer::new),
    CALLBACKS("lwt-callbacks", "this library's promises with callbacks, the price of direct style", CallbackPeer::new),
    CALL("call", "a call of a method that has the value: resolved only", CallPeer::new),
    CONTINUATION("continuation", "the JDK's internal continuation, nothing around it", ContinuationPeer::new),
    VIRTUAL_THREADS("vt", "virtual threads with java.util.concurrent", ThreadPeer::new),
    KOTLIN("kotlin", "Kotlin's coroutines, which its compiler cuts into pieces", KotlinDirectPeer::new);

    private final String id;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // a constructor, which is immutable in all but its type
    private final Supplier<DirectPeer> peer;

    DirectContender(String id, String description, Supplier<DirectPeer> peer) {
        this.id = id;
        this.description = description;
        this.peer = peer;
    }

    public String id() {
        return id;
    }

    public String description() {
        return description;
    }

    /// A fresh peer.
    public DirectPeer newPeer() {
        return peer.get();
    }

    /// This library's fibers and those named; if none is named, all.
    ///
    /// @throws UsageException if a name is unknown
    static Set<DirectContender> chosen(List<String> names) {
        if (names.isEmpty()) {
            return EnumSet.allOf(DirectContender.class);
        }
        Set<DirectContender> chosen = EnumSet.of(LWT);
        for (String name : names) {
            chosen.add(EnumSet.allOf(DirectContender.class).stream()
                    .filter(contender -> contender.id.equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("unknown peer: " + name)));
        }
        return chosen;
    }
}
