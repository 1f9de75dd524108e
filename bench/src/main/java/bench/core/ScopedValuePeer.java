package bench.core;

import java.util.Map;
import java.util.function.IntUnaryOperator;

/// What the JDK offers in place of a sequence-associated value, where no promise is involved.
final class ScopedValuePeer extends Peer {
    private static final ScopedValue<Integer> KEY = ScopedValue.newInstance();

    @Override
    public Map<Workload, IntUnaryOperator> operations() {
        return Map.ofEntries(on(Workload.W13A, ignored -> withValue()));
    }

    private int withValue() {
        return ScopedValue.where(KEY, turn++ & 127).call(KEY::get);
    }
}
