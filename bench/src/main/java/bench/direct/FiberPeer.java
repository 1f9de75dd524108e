package bench.direct;

import static lwt.direct.Direct.await;
import static lwt.direct.Direct.spawn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import lwt.Loop;
import lwt.Lwt;
import lwt.Mvar;
import lwt.Promise;
import lwt.Resolver;
import lwt.State;
import org.jspecify.annotations.Nullable;

/// This library's fibers. The driver turns the loop without a main loop around it: waiting for the
/// kernel is not what is measured here.
final class FiberPeer implements DirectPeer {
    private final Loop loop = Loop.current();
    private final List<Promise<Integer>> resolved =
            IntStream.range(0, 1024).mapToObj(k -> Lwt.of(k & 127)).toList();

    /// What the fiber waits for.
    private @Nullable Resolver<Integer> waitedFor;

    @Override
    public Map<DirectWorkload, IntUnaryOperator> operations() {
        return Map.of(
                DirectWorkload.RESOLVED, this::resolved,
                DirectWorkload.SUSPENDED, this::suspended,
                DirectWorkload.SPAWN, this::spawned,
                DirectWorkload.MAILBOX, this::mailboxes);
    }

    private <T extends @Nullable Object> T drive(Promise<T> end) {
        while (end.isSleeping()) {
            loop.turn();
        }
        return switch (end.state()) {
            case State.Return<T>(T value) -> value;
            case State.Fail<T>(Throwable cause) -> throw new IllegalStateException(cause);
            case State.Sleep<T>() -> throw new IllegalStateException("still pending");
        };
    }

    private int resolved(int count) {
        return drive(spawn(() -> {
            int sum = 0;
            for (int k = 0; k < count; k++) {
                sum += await(resolved.get(k & 1023)); // nobody else writes it
            }
            return sum;
        }));
    }

    private int suspended(int count) {
        Promise<Integer> end = spawn(() -> {
            int sum = 0;
            for (int k = 0; k < count; k++) {
                Resolver<Integer> resolver = Lwt.waiter();
                waitedFor = resolver;
                sum += await(resolver.promise());
            }
            return sum;
        });
        loop.turn();
        for (int k = 0; k < count; k++) {
            Objects.requireNonNull(waitedFor).wakeup(k & 127);
            loop.turn();
        }
        DirectPeer.check(!end.isSleeping(), "the fiber did not end");
        return drive(end);
    }

    private int spawned(int count) {
        List<Promise<Integer>> all = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            int value = k & 127;
            all.add(spawn(() -> value));
        }
        int sum = 0;
        for (Promise<Integer> each : all) {
            sum += drive(each);
        }
        return sum;
    }

    private int mailboxes(int messages) {
        Mvar<Integer> there = new Mvar<>();
        Mvar<Integer> back = new Mvar<>();
        Promise<Integer> ping = spawn(() -> {
            int sum = 0;
            for (int round = messages / 2; round > 0; round--) {
                await(there.put(round & 127));
                sum += await(back.take());
            }
            return sum;
        });
        Promise<@Nullable Void> pong = spawn(() -> {
            for (int round = messages / 2; round > 0; round--) {
                await(back.put((await(there.take()) + 1) & 127));
            }
        });
        drive(pong);
        return drive(ping);
    }

    @Override
    public Runnable park(int count) {
        Resolver<@Nullable Void> event = Lwt.waiter();
        int[] progress = {0, 0};
        for (int k = 0; k < count; k++) {
            spawn(() -> {
                progress[0]++;
                await(event.promise());
                progress[1]++;
            });
        }
        while (progress[0] < count) {
            loop.turn();
        }
        return () -> {
            event.wakeup(null);
            while (progress[1] < count) {
                loop.turn();
            }
        };
    }
}
