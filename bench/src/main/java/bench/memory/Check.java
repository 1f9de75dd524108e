package bench.memory;

import bench.core.Contender;
import bench.core.Workload;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is checked. A check either passes, or fails with the error that ended it; some measure bytes.
public enum Check {
    PAUSE_LOOP("10 million rounds of a recursive loop over pause(), in 24 MiB", Heap.SMALL, Workload.W06, 10_000_000),
    RESOLVED_LOOP(
            "10 million rounds of a recursive loop over a resolved promise, in 24 MiB",
            Heap.SMALL,
            Workload.W07,
            10_000_000),
    SLEEP_LOOP("10 million rounds of a recursive loop over sleep(0), in 24 MiB", Heap.SMALL, 0),
    FIBER_PAUSE_LOOP("the pause loop in a fiber", Heap.SMALL, 0),
    FIBER_RESOLVED_LOOP("the loop over a resolved promise in a fiber", Heap.SMALL, 0),
    FIBER_SLEEP_LOOP("the sleep(0) loop in a fiber", Heap.SMALL, 0),
    CHOOSE_LOOP("bytes left by each of a million choose on one promise that stays pending", Heap.SMALL, 1),
    CHAIN_RESOLVED("a chain of a million pending binds is resolved", Heap.DEFAULT, Workload.W03_1000, 1_000_000),
    CHAIN_CANCELED("a chain of a million pending binds is canceled", Heap.DEFAULT, Workload.W12, 1_000_000),
    PROMISE("bytes per pending promise with one bind", Heap.LARGE, Workload.W15, 1_000_000),
    PROMISE_COMPACT("the same with compact object headers", Heap.COMPACT, Workload.W15, 1_000_000),
    SLEEPING_CALLBACK("bytes per sleep with one bind, of a million", Heap.LARGE, 120),
    SLEEPING_FIBER("bytes per fiber that awaits a sleep, of a million, after a warm-up", Heap.LARGE, 700);

    /// The heap of the child's JVM.
    private enum Heap {
        DEFAULT(""),
        SMALL("-Xmx24m -XX:+UseSerialGC"),
        LARGE("-Xmx2g -XX:+UseSerialGC"),
        COMPACT("-Xmx2g -XX:+UseSerialGC -XX:+UseCompactObjectHeaders");

        private final String flags;

        Heap(String flags) {
            this.flags = flags;
        }
    }

    private static final int MOST_BYTES_PER_PROMISE = 56;

    private final String question;
    private final Heap heap;
    private final @Nullable Workload workload;
    private final int size;
    private final int mostBytes;

    /// A workload at another size, which every contender may try.
    Check(String question, Heap heap, Workload workload, int size) {
        this.question = question;
        this.heap = heap;
        this.workload = workload;
        this.size = size;
        this.mostBytes = workload.countsBytes() ? MOST_BYTES_PER_PROMISE : 0;
    }

    /// A program of this library's own.
    Check(String question, Heap heap, int mostBytes) {
        this.question = question;
        this.heap = heap;
        this.workload = null;
        this.size = 0;
        this.mostBytes = mostBytes;
    }

    /// The name used on the command line and in the table: `pause-loop`.
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String question() {
        return question;
    }

    List<String> flags() {
        return heap.flags.isEmpty() ? List.of() : List.of(heap.flags.split(" ", -1));
    }

    /// The workload to run, or nothing if the check is a program of its own.
    Optional<Workload> workload() {
        return Optional.ofNullable(workload);
    }

    int size() {
        return size;
    }

    boolean countsBytes() {
        return mostBytes > 0;
    }

    /// The most bytes that this library may need.
    int mostBytes() {
        return mostBytes;
    }

    boolean isOfferedBy(Contender contender) {
        return workload == null
                ? contender == Contender.LWT
                : contender.isJava() && contender.newPeer().operations().containsKey(workload);
    }

    static Optional<Check> named(String id) {
        return Arrays.stream(values()).filter(check -> check.id().equals(id)).findFirst();
    }
}
