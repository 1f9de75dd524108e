package bench.core;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What is measured: each workload asks one question and says what one operation is.
///
/// All implementations perform a workload by the same rules, so that figures compare, across
/// languages too:
///
/// * Payloads are integers from 0 to 127, so that nobody pays for boxing; "next" adds one
///   modulo 128.
/// * A promise is stored in a public field before it is resolved, so that no compiler removes it.
/// * Callbacks capture nothing unless the workload says so; a bind callback returns a resolved
///   promise unless the workload says otherwise; the exception thrown is preallocated and has no
///   stack trace.
/// * Every result is read back and goes into a checksum, which is the same for every
///   implementation.
public enum Workload {
    W01A("map on a resolved promise, one of 1024 in turn", 1, 1, 0),
    W01B("bind on a resolved promise, one of 1024 in turn", 1, 1, 0),
    W02("a cycle: make a pending promise, bind it, resolve it, read the result", 1, 1, 0),
    W02P("the same cycle with eight different callbacks in turn, as in a real program", 1, 1, 0),
    W03_10("a whole chain of 10 binds on a pending promise, which is then resolved", 10, 3, 0),
    W03_100("a whole chain of 100 binds", 100, 4, 0),
    W03_1000("a whole chain of 1000 binds", 1000, 5, 0),
    W04("1000 callbacks without a result on one pending promise, which is then resolved", 1000, 7, 0),
    W05A("join of 1000 pending promises, made and resolved in order", 1000, 8, 0),
    W05B("pick of 10 pending promises: the sixth is resolved, the others are canceled", 10, 10, 0),
    W05C("choose of 10 pending promises: the sixth is resolved", 10, 10, 0),
    W06("one round of a recursive loop over pause()", 1000, 9, 1),
    W07("one round of a recursive loop over a resolved promise", 200, 6, 1),
    W08("one message between two threads that play ping-pong through two mailboxes", 100_000, 10, 1),
    W09("one critical section: 100 threads take one mutex in turn and pause inside", 10_000, 200, 1),
    W10A("one element pushed into a stream, then mapped, filtered and added up", 1_000_000, 11, 1),
    W10B("one element of a stream from a function that returns promises, added up", 1_000_000, 11, 1),
    W11A("catch on a pending promise that fails, recovered", 1, 1, 0),
    W11B("a callback on a resolved promise throws, recovered by catch", 1, 1, 0),
    W11C("finalize on a pending promise that fails", 1, 1, 0),
    W11D("try_bind on a pending promise that fails", 1, 1, 0),
    W12("a whole chain of 1000 binds, canceled from its end", 1000, 6, 0),
    W13A("set a sequence-associated value, read it, restore", 1, 1, 0),
    W13B("read a sequence-associated value in a callback that runs outside its scope", 1, 1, 0),
    W15("live bytes per pending promise with one bind, only the promise held", 1_000_000, 10, 1),
    W16("one pause, taken in turn by 10 000 loops of 100 pauses each", 10_000, 4, Workload.PAUSES);

    /// How often each loop of W16 pauses.
    public static final int PAUSES = 100;

    private final String question;
    private final int size;
    private final int smallSize;
    private final int operationsPerElement;

    Workload(String question, int size, int smallSize, int operationsPerElement) {
        this.question = question;
        this.size = size;
        this.smallSize = smallSize;
        this.operationsPerElement = operationsPerElement;
    }

    /// The name used on the command line and in tables: `W01a`, `W03_10`.
    public String id() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }

    public String question() {
        return question;
    }

    /// The size with which a measurement calls the operation: promises, rounds, or 1 where there is
    /// nothing to count.
    public int size() {
        return size;
    }

    /// A size for tests, where only the checksum matters.
    public int smallSize() {
        return smallSize;
    }

    /// How many operations one call performs, by which its time is divided.
    public int operations(int size) {
        return operationsPerElement == 0 ? 1 : size * operationsPerElement;
    }

    /// Whether the figure is live bytes per promise and not nanoseconds per operation.
    public boolean countsBytes() {
        return this == W15;
    }

    public static Optional<Workload> named(String id) {
        return Arrays.stream(values()).filter(w -> w.id().equalsIgnoreCase(id)).findFirst();
    }
}
