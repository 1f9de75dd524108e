package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkQueueTest {
    private final WorkQueue queue = new WorkQueue();

    /// A work that only has a number.
    static final class Numbered extends Work {
        Numbered(int number) {
            this.number = number;
        }

        @Override
        void run() {}

        @Override
        void end() {}

        @Override
        void endUnseen() {}

        @Override
        void abandon(Throwable cause) {}
    }

    private List<Long> takeAll() {
        List<Long> numbers = new ArrayList<>();
        Work work;
        while ((work = queue.take()) != null) {
            assertThat(work.link).as("belongs to whoever has it now").isNull();
            numbers.add(work.number);
        }
        return numbers;
    }

    @Test
    void take_nothingAdded_null() {
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.take()).isNull();
    }

    @Test
    void take_someAdded_oldestFirst() {
        for (int i = 1; i <= 5; i++) {
            queue.add(new Numbered(i));
        }
        assertThat(queue.isEmpty()).isFalse();
        assertThat(queue.take()).extracting(work -> work.number).isEqualTo(1L);
        queue.add(new Numbered(6));
        assertThat(takeAll()).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void add_saysWhetherSomebodyMustCome() {
        assertThat(queue.add(new Numbered(1))).isTrue();
        assertThat(queue.add(new Numbered(2))).as("comes with the first").isFalse();
        queue.take();
        assertThat(queue.add(new Numbered(3)))
                .as("does not come with the second")
                .isTrue();
    }

    @Test
    void everyInterleaving_eachWorkIsTakenOnce(@TempDir Path folder) throws Exception {
        ChildJvm.in(folder)
                .flag("-Xmx512m", "-XX:+EnableDynamicAgentLoading", "--sun-misc-unsafe-memory-access=allow")
                .allOfTheTests()
                .run(WorkQueueProtocol.class);
    }

    /// On real threads: two add, three take.
    @Test
    void manyThreads_eachWorkIsTakenOnce() throws InterruptedException {
        int each = 200_000;
        AtomicIntegerArray taken = new AtomicIntegerArray(2 * each);
        AtomicInteger left = new AtomicInteger(2 * each);
        List<Thread> threads = new ArrayList<>();
        for (int adder = 0; adder < 2; adder++) {
            int first = adder * each;
            threads.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    queue.add(new Numbered(first + i));
                }
            }));
        }
        for (int taker = 0; taker < 3; taker++) {
            threads.add(new Thread(() -> {
                while (left.get() > 0) {
                    Work work = queue.take();
                    if (work != null) {
                        taken.incrementAndGet((int) work.number);
                        left.decrementAndGet();
                    } else {
                        Thread.onSpinWait();
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        for (int i = 0; i < 2 * each; i++) {
            assertThat(taken.get(i)).isEqualTo(1);
        }
        assertThat(queue.isEmpty()).isTrue();
    }
}
