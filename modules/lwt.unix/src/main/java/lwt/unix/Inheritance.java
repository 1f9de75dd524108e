package lwt.unix;

import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;

/// The descriptors of this process that child processes are to have as well, because the program
/// said so. The system's own mark does not tell: the JDK leaves it off many of its descriptors, and
/// closes them in each child that it starts itself.
final class Inheritance {
    private static final NavigableSet<Integer> NUMBERS = new ConcurrentSkipListSet<>();

    private Inheritance() {}

    static void note(int number, boolean isInherited) {
        if (isInherited) {
            NUMBERS.add(number);
        } else {
            NUMBERS.remove(number);
        }
    }

    /// From `least` on.
    static NavigableSet<Integer> from(int least) {
        return NUMBERS.tailSet(least, true);
    }
}
