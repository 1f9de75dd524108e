package lwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The one place where threads meet: Loop.execute against a loop that is about to sleep.
class DoorTest extends CoreTest {

    /// The interleavings, by a model checker; the scenario is drawn there.
    @Test
    void everyInterleaving_noWakeUpIsLostAndNoneIsDoubled() throws Exception {
        List<String> options =
                List.of("-Xmx512m", "-XX:+EnableDynamicAgentLoading", "--sun-misc-unsafe-memory-access=allow");
        ChildJvm.Result result = ChildJvm.run(options, DoorProtocol.class);
        assertThat(result.status())
                .as("exit status of the model checker, which printed:%n%s", result.output())
                .isZero();
    }

    /// Two senders and a loop that sleeps as often as it can, on real threads: every task runs, those of one
    /// sender in order, and the loop never sleeps for good.
    ///
    /// ```
    /// loop    | turn, trySleep, block until woken, awake …
    /// senders | execute, execute, execute …
    /// ```
    @Test
    void twoSenders_everyTaskRunsInOrder() throws InterruptedException {
        int tasks = 50_000;
        Loop loop = Loop.current();
        Semaphore bell = new Semaphore(0);
        loop.setWaker(bell::release);
        int[] last = new int[2];
        boolean[] inOrder = {true};
        Thread[] senders = new Thread[2];
        for (int s = 0; s < 2; s++) {
            int sender = s;
            senders[s] = new Thread(() -> {
                for (int i = 1; i <= tasks; i++) {
                    int n = i;
                    loop.execute(() -> {
                        inOrder[0] &= last[sender] == n - 1;
                        last[sender] = n;
                    });
                }
            });
            senders[s].start();
        }
        int sleeps = 0; // tried
        int rings = 0;
        while (last[0] < tasks || last[1] < tasks) {
            loop.turn();
            sleeps++;
            if (last[0] + last[1] < 2 * tasks && loop.trySleep()) {
                assertThat(bell.tryAcquire(60, TimeUnit.SECONDS))
                        .as("the loop was woken from its sleep after %d and %d tasks", last[0], last[1])
                        .isTrue();
                rings++;
                loop.awake();
            }
        }
        for (Thread sender : senders) {
            sender.join();
        }
        loop.setWaker(() -> {});
        assertThat(inOrder[0]).as("the tasks of each sender ran in order").isTrue();
        assertThat(loop.isIdle()).as("nothing is left").isTrue();
        assertThat(rings + bell.availablePermits())
                .as("calls of the waker; at most one for each try to sleep")
                .isLessThanOrEqualTo(sleeps);
    }
}
