package bench.direct;

import java.util.Map;
import java.util.function.IntUnaryOperator;

/// The bound: `jdk.internal.vm.Continuation`, which all threads of the JDK without a thread of the
/// operating system are made of. It has no locals of a thread, no monitors of its own, no queue, no
/// cancel, and nobody to wait for it.
final class ContinuationPeer implements DirectPeer {
    private int value;
    private int sum;

    @Override
    public Map<DirectWorkload, IntUnaryOperator> operations() {
        return Map.of(DirectWorkload.SUSPENDED, this::suspended, DirectWorkload.SPAWN, this::spawned);
    }

    private int suspended(int count) {
        sum = 0;
        Object continuation = Continuations.make(() -> {
            int total = 0;
            for (int k = 0; k < count; k++) {
                Continuations.suspend();
                total += value;
            }
            sum = total;
        });
        Continuations.run(continuation);
        for (int k = 0; k < count; k++) {
            value = k & 127;
            Continuations.run(continuation);
        }
        DirectPeer.check(Continuations.isDone(continuation), "the continuation did not end");
        return sum;
    }

    private int spawned(int count) {
        sum = 0;
        Object[] all = new Object[count];
        for (int k = 0; k < count; k++) {
            int result = k & 127;
            all[k] = Continuations.make(() -> sum += result);
        }
        for (Object each : all) {
            Continuations.run(each);
        }
        return sum;
    }

    @Override
    public Runnable park(int count) {
        Object[] all = new Object[count];
        for (int k = 0; k < count; k++) {
            all[k] = Continuations.make(Continuations::suspend);
            Continuations.run(all[k]);
        }
        return () -> {
            for (Object each : all) {
                Continuations.run(each);
                DirectPeer.check(Continuations.isDone(each), "a continuation did not end");
            }
        };
    }
}
