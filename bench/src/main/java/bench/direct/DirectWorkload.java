package bench.direct;

import bench.UsageException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What is measured of direct style. The rules are those of the core's workloads: payloads from 0 to
/// 127, results that are read back and go into a checksum.
public enum DirectWorkload {
    RESOLVED("wait for a promise that is resolved, one of 1024 in turn", 100_000, 300),
    SUSPENDED("wait for a pending promise, which the driver then resolves", 10_000, 10),
    SPAWN("start 1000 threads that end at once, wait for all: each", 1000, 7),
    MAILBOX("one message between two threads that play ping-pong through two mailboxes", 100_000, 10),
    PARKED("live bytes of a thread that waits, of a million", 1_000_000, 5);

    private final String question;
    private final int size;
    private final int smallSize;

    DirectWorkload(String question, int size, int smallSize) {
        this.question = question;
        this.size = size;
        this.smallSize = smallSize;
    }

    /// The name used on the command line and in the table.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String question() {
        return question;
    }

    /// How many operations a measurement makes in one call.
    public int size() {
        return size;
    }

    /// A size for tests, where only the checksum matters.
    public int smallSize() {
        return smallSize;
    }

    /// Whether the figure is live bytes and not nanoseconds.
    public boolean countsBytes() {
        return this == PARKED;
    }

    /// The workloads named; if none is named, all.
    ///
    /// @throws UsageException if a name is unknown
    static Set<DirectWorkload> chosen(List<String> names) {
        if (names.isEmpty()) {
            return EnumSet.allOf(DirectWorkload.class);
        }
        Set<DirectWorkload> chosen = EnumSet.noneOf(DirectWorkload.class);
        for (String name : names) {
            chosen.add(EnumSet.allOf(DirectWorkload.class).stream()
                    .filter(workload -> workload.id().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("unknown workload: " + name)));
        }
        return chosen;
    }
}
