package bench.direct;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import lwt.Lwt;
import lwt.Mvar;
import lwt.Promise;
import lwt.Resolver;
import lwt.State;
import org.jspecify.annotations.Nullable;

/// The same in the style of callbacks.
final class CallbackPeer implements DirectPeer {
    private final List<Promise<Integer>> resolved =
            IntStream.range(0, 1024).mapToObj(k -> Lwt.of(k & 127)).toList();

    private @Nullable Resolver<Integer> waitedFor;
    private int sum;

    @Override
    public Map<DirectWorkload, IntUnaryOperator> operations() {
        return Map.of(
                DirectWorkload.RESOLVED, this::resolved,
                DirectWorkload.SUSPENDED, this::suspended,
                DirectWorkload.MAILBOX, this::mailboxes);
    }

    private static void checkEnded(Promise<?> end) {
        DirectPeer.check(end.state() instanceof State.Return<?>, "it did not end well: " + end);
    }

    private int resolved(int count) {
        sum = 0;
        checkEnded(overResolved(count, 0));
        return sum;
    }

    private Promise<@Nullable Void> overResolved(int count, int k) {
        return k == count
                ? Lwt.unit()
                : resolved.get(k & 1023).bind(x -> {
                    sum += x;
                    return overResolved(count, k + 1);
                });
    }

    private int suspended(int count) {
        sum = 0;
        Promise<@Nullable Void> end = overPending(count);
        for (int k = 0; k < count; k++) {
            Objects.requireNonNull(waitedFor).wakeup(k & 127);
        }
        checkEnded(end);
        return sum;
    }

    private Promise<@Nullable Void> overPending(int left) {
        if (left == 0) {
            return Lwt.unit();
        }
        Resolver<Integer> resolver = Lwt.waiter();
        waitedFor = resolver;
        return resolver.promise().bind(x -> {
            sum += x;
            return overPending(left - 1);
        });
    }

    private int mailboxes(int messages) {
        sum = 0;
        Mvar<Integer> there = new Mvar<>();
        Mvar<Integer> back = new Mvar<>();
        Promise<@Nullable Void> ping = ping(there, back, messages / 2);
        checkEnded(pong(there, back, messages / 2));
        checkEnded(ping);
        return sum;
    }

    private Promise<@Nullable Void> ping(Mvar<Integer> there, Mvar<Integer> back, int rounds) {
        return rounds == 0
                ? Lwt.unit()
                : there.put(rounds & 127).bind(sent -> back.take()).bind(answer -> {
                    sum += answer;
                    return ping(there, back, rounds - 1);
                });
    }

    private static Promise<@Nullable Void> pong(Mvar<Integer> there, Mvar<Integer> back, int rounds) {
        return rounds == 0
                ? Lwt.unit()
                : there.take()
                        .bind(message -> back.put((message + 1) & 127))
                        .bind(sent -> pong(there, back, rounds - 1));
    }

    @Override
    public Runnable park(int count) {
        Resolver<@Nullable Void> event = Lwt.waiter();
        int[] ended = {0};
        for (int k = 0; k < count; k++) {
            event.promise().bind(ignored -> {
                ended[0]++;
                return Lwt.unit();
            });
        }
        return () -> {
            event.wakeup(null);
            DirectPeer.check(ended[0] == count, "callbacks run: " + ended[0]);
        };
    }
}
