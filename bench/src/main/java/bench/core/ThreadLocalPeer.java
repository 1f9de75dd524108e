package bench.core;

import java.util.Map;
import java.util.function.IntUnaryOperator;

/// A thread-local variable set and restored by hand: the JDK's older offer.
final class ThreadLocalPeer extends Peer {
    private static final ThreadLocal<Integer> KEY = ThreadLocal.withInitial(() -> 0);

    @Override
    public Map<Workload, IntUnaryOperator> operations() {
        return Map.ofEntries(on(Workload.W13A, ignored -> withValue()));
    }

    private int withValue() {
        Integer saved = KEY.get();
        KEY.set(turn++ & 127);
        try {
            return KEY.get();
        } finally {
            KEY.set(saved);
        }
    }
}
