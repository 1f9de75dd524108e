package bench.direct;

import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// A method that has the value already, called.
final class CallPeer implements DirectPeer {
    private final List<Integer> values =
            IntStream.range(0, 1024).mapToObj(k -> k & 127).toList();

    @Override
    public Map<DirectWorkload, IntUnaryOperator> operations() {
        return Map.of(DirectWorkload.RESOLVED, this::calls);
    }

    private int calls(int count) {
        int sum = 0;
        for (int k = 0; k < count; k++) {
            sum += value(k);
        }
        return sum;
    }

    private int value(int k) {
        return values.get(k & 1023);
    }

    @Override
    public boolean parks() {
        return false;
    }
}
