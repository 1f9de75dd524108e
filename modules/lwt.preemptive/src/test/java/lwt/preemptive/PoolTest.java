package lwt.preemptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PoolTest {
    private static final long NEVER = TimeUnit.HOURS.toNanos(1);

    private final Pool pool = new Pool(NEVER);

    /// Blocks a thread until it is opened.
    private static final class Gate implements Runnable {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);

        @Override
        public void run() {
            entered.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private Gate blockOne() throws InterruptedException {
        var gate = new Gate();
        pool.execute(gate);
        gate.entered.await();
        return gate;
    }

    private void awaitThreads(int count) throws InterruptedException {
        while (pool.threads() != count) {
            Thread.sleep(1);
        }
    }

    @Test
    void execute_allBusy_makesThreadsUpToTheMost() throws InterruptedException {
        pool.setBounds(new Bounds(0, 2));
        var first = blockOne();
        var second = blockOne();
        var third = new Gate();
        pool.execute(third);
        assertThat(pool.threads()).isEqualTo(2);
        assertThat(pool.busy()).isEqualTo(2);
        assertThat(pool.queued()).isEqualTo(1);
        first.open.countDown();
        third.entered.await();
        assertThat(pool.threads()).isEqualTo(2);
        second.open.countDown();
        third.open.countDown();
    }

    @Test
    void execute_idleThread_makesNoOther() throws InterruptedException {
        var gate = blockOne();
        gate.open.countDown();
        while (pool.busy() > 0) {
            Thread.sleep(1);
        }
        int threads = pool.threads();
        blockOne().open.countDown();
        assertThat(pool.threads()).isEqualTo(threads);
    }

    @Test
    void execute_fullQueue_sleepsAndKeepsTheOrder() throws InterruptedException {
        pool.setBounds(new Bounds(0, 1));
        pool.setMaxQueued(2);
        var gate = blockOne();
        List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
        var done = new CountDownLatch(10);
        for (int k = 0; k < 10; k++) {
            int number = k;
            pool.execute(() -> {
                ran.add(number);
                done.countDown();
            });
        }
        assertThat(pool.queued()).isEqualTo(2);
        gate.open.countDown();
        done.await();
        assertThat(ran).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void execute_noQueueAtAll_runsEverything() throws InterruptedException {
        pool.setBounds(new Bounds(0, 1));
        pool.setMaxQueued(0);
        var gate = blockOne();
        var done = new CountDownLatch(3);
        for (int k = 0; k < 3; k++) {
            pool.execute(done::countDown);
        }
        assertThat(pool.queued()).isZero();
        gate.open.countDown();
        done.await();
    }

    @Test
    void setMaxQueued_negative_isRefused() {
        assertThatThrownBy(() -> pool.setMaxQueued(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void setBounds_more_startsWhatWaits() throws InterruptedException {
        pool.setBounds(new Bounds(0, 1));
        var first = blockOne();
        var second = new Gate();
        pool.execute(second);
        pool.setBounds(new Bounds(0, 2));
        second.entered.await();
        first.open.countDown();
        second.open.countDown();
    }

    @Test
    void setBounds_fewer_endsThreadsThatHaveNothingToDo() throws InterruptedException {
        pool.setBounds(new Bounds(3, 3));
        assertThat(pool.threads()).isEqualTo(3);
        pool.setBounds(new Bounds(1, 1));
        awaitThreads(1);
    }

    @Test
    void idleThread_aboveTheLeast_endsAfterAWhile() throws InterruptedException {
        var hasty = new Pool(TimeUnit.MILLISECONDS.toNanos(1));
        hasty.setBounds(new Bounds(1, 5));
        var gates = new ArrayList<Gate>();
        for (int k = 0; k < 5; k++) {
            var gate = new Gate();
            hasty.execute(gate);
            gates.add(gate);
        }
        gates.forEach(gate -> gate.open.countDown());
        while (hasty.threads() != 1) {
            Thread.sleep(1);
        }
    }

    @Test
    void thread_dies_isReplacedAndTold() throws InterruptedException {
        var told = new LinkedBlockingQueue<String>();
        pool.setLog(told::add);
        pool.setBounds(new Bounds(0, 1));
        var gate = blockOne();
        pool.execute(() -> {
            throw new StackOverflowError("on purpose");
        });
        var after = new Gate();
        pool.execute(after);
        gate.open.countDown();
        after.entered.await();
        after.open.countDown();
        assertThat(told.take()).contains("lwt-preemptive-1").contains("on purpose");
    }

    @Test
    void bounds_thatDoNotFit_areRefused() {
        assertThatThrownBy(() -> new Bounds(-1, 3)).hasMessageContaining("-1 to 3");
        assertThatThrownBy(() -> new Bounds(0, 0)).hasMessageContaining("0 to 0");
        assertThatThrownBy(() -> new Bounds(5, 4)).hasMessageContaining("5 to 4");
    }
}
