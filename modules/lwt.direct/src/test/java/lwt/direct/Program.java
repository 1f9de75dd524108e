package lwt.direct;

import static lwt.direct.Direct.await;
import static lwt.direct.Direct.spawn;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import lwt.Lwt;
import lwt.Promise;

/// Programs for [MechanismTest], which runs them in a JVM of their own because of its flags.
final class Program {
    private Program() {}

    public static void main(String[] arguments) throws InterruptedException {
        switch (arguments[0]) {
            case "hello" -> hello();
            case "rounds" -> rounds(Integer.parseInt(arguments[1]));
            case "abandon" -> abandon();
            case "block" -> block();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /// A fiber on each of two loops.
    private static void hello() {
        Promise<Mechanism> fiber = spawn(() -> {
            await(Lwt.pause());
            return ((Fiber<?>) lwt.Loop.current().strand()) instanceof ScheduledFiber
                    ? Mechanism.LOOP
                    : Mechanism.BATON;
        });
        System.out.println(LoopRunner.drive(fiber));
        LoopRunner.onThread(Thread.ofPlatform(), () -> LoopRunner.drive(spawn(() -> "second loop")));
    }

    /// One fiber that waits `n` times.
    private static void rounds(int n) {
        LoopRunner.drive(spawn(() -> {
            for (int i = 0; i < n; i++) {
                await(Lwt.pause());
            }
            return n;
        }));
        System.out.println(n);
    }

    /// Fibers that wait for what nobody can resolve any more: they must become garbage, with all on their stacks.
    private static void abandon() throws InterruptedException {
        List<WeakReference<Object>> held = new ArrayList<>();
        LoopRunner.drive(spawn(() -> {
            for (int i = 0; i < 100; i++) {
                Object onStack = new Object();
                held.add(new WeakReference<>(onStack));
                spawn(() -> {
                    try {
                        await(Lwt.waiter().promise());
                    } finally {
                        Reference.reachabilityFence(onStack);
                    }
                });
            }
            Direct.yieldNow();
            return "spawned";
        }));
        for (int i = 0; i < 100 && held.stream().anyMatch(r -> r.get() != null); i++) {
            System.gc();
            Thread.sleep(20);
        }
        System.out.println(held.stream().filter(r -> r.get() != null).count() + " left");
    }

    /// A fiber that blocks for longer than a loop should stand still.
    private static void block() {
        LoopRunner.drive(spawn(() -> {
            Thread.sleep(2500);
            return "awake";
        }));
        System.out.println("awake");
    }
}
