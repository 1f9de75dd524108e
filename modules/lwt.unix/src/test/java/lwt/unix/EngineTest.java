package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// The section “The lwt scheduler” of the manual: a loop that waits in another way.
@ParameterizedClass
@ValueSource(strings = {"", "epoll", "selector"})
class EngineTest {
    @Parameter
    String engine;

    /// As the manual's filters do: collects its sources before the wait, and reacts after it.
    private static final class Letters extends ForwardingEngine {
        private final Queue<String> source = new ConcurrentLinkedQueue<>();
        private final ArrayDeque<Resolver<String>> readers = new ArrayDeque<>();
        int waits;

        Letters(Engine engine) {
            super(engine);
        }

        Promise<String> next() {
            Resolver<String> reader = Lwt.task();
            readers.add(reader);
            return reader.promise();
        }

        void put(String letter) {
            source.add(letter);
            wakeUp();
        }

        @Override
        public boolean iterate(long timeoutNanos) {
            waits++;
            boolean mustNotWait = !readers.isEmpty() && !source.isEmpty();
            boolean served = super.iterate(mustNotWait ? 0 : timeoutNanos);
            String letter;
            while (!readers.isEmpty() && (letter = source.poll()) != null) {
                readers.remove().wakeup(letter);
                served = true;
            }
            return served;
        }
    }

    @Test
    void setEngine_filterAroundThePresentOne_reactsAndDescriptorsGoOn() throws Exception {
        String got = OnLoop.call(engine, () -> {
            Letters letters = new Letters(LwtMain.engine());
            LwtMain.setEngine(letters);
            return LwtMain.run(() -> {
                PipePair pipe = LwtUnix.pipe();
                byte[] read = new byte[1];
                Promise<Integer> count = pipe.reader().read(read, 0, 1);
                Promise<String> first = letters.next();
                new Thread(() -> letters.put("a")).start();
                return first.bind(a -> pipe.writer()
                        .write(new byte[] {'b'}, 0, 1)
                        .bind(_ -> count)
                        .map(_ -> a + (char) read[0]));
            });
        });
        assertThat(got).isEqualTo("ab");
    }

    @Test
    void setEngine_wrappedWhileOperationsWait_theyAreServed() throws Exception {
        OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            Promise<Integer> read = pipe.reader().read(new byte[1], 0, 1);
            Promise<Void> sleep = LwtUnix.sleep(Duration.ofMillis(1));
            Letters letters = new Letters(LwtMain.engine());
            LwtMain.setEngine(letters);
            return pipe.writer()
                    .write(new byte[1], 0, 1)
                    .bind(_ -> read)
                    .bind(_ -> sleep)
                    .map(_ -> {
                        assertThat(letters.waits).isPositive();
                        return null;
                    });
        });
    }

    @Test
    void setEngine_backToTheWrappedOne_goesOn() throws Exception {
        OnLoop.run(engine, () -> {
            Engine plain = LwtMain.engine();
            Letters outer = new Letters(new Letters(plain));
            LwtMain.setEngine(outer);
            PipePair pipe = LwtUnix.pipe();
            Promise<Integer> read = pipe.reader().read(new byte[1], 0, 1);
            return Lwt.pause().bind(_ -> {
                LwtMain.setEngine(plain);
                int before = outer.waits;
                return pipe.writer().write(new byte[1], 0, 1).bind(_ -> read).map(_ -> {
                    assertThat(outer.waits).isEqualTo(before);
                    return null;
                });
            });
        });
    }

    @Test
    void setEngine_anotherOneWhileTheLoopRuns_refused() throws Exception {
        OnLoop.run(engine, () -> {
            assertThatThrownBy(() -> LwtMain.setEngine(Engine.system()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("only wrapped");
            return Lwt.unit();
        });
    }

    @Test
    void iterate_replaced_seesTheTimeoutOfEachWait() throws Exception {
        List<Long> timeouts = new ArrayList<>();
        OnLoop.call(engine, () -> {
            LwtMain.setEngine(new ForwardingEngine(LwtMain.engine()) {
                @Override
                public boolean iterate(long timeoutNanos) {
                    timeouts.add(timeoutNanos);
                    return super.iterate(timeoutNanos);
                }
            });
            return LwtMain.run(() -> Lwt.pause().bind(_ -> Lwt.pause()).bind(_ -> LwtUnix.sleep(Duration.ofMillis(5))));
        });
        assertThat(timeouts).contains(0L).anyMatch(timeout -> timeout > 0 && timeout <= 5_000_000);
    }

    @Test
    void watch_canceled_calledNoMore() throws Exception {
        OnLoop.run(engine, () -> {
            PipePair pipe = LwtUnix.pipe();
            List<Integer> calls = new ArrayList<>();
            Resolver<Void> twice = Lwt.waiter();
            Engine.Watch[] watch = new Engine.Watch[1];
            watch[0] = LwtMain.engine().watch(pipe.reader(), Direction.READ, () -> {
                calls.add(1);
                if (calls.size() == 2) {
                    watch[0].cancel();
                    twice.wakeup(null);
                }
            });
            return pipe.writer()
                    .write(new byte[1], 0, 1)
                    .bind(_ -> twice.promise())
                    .bind(_ -> Lwt.pause())
                    .bind(_ -> Lwt.pause())
                    .map(_ -> {
                        assertThat(calls).hasSize(2);
                        assertThat(LwtMain.engine().waiting()).isEmpty();
                        return null;
                    });
        });
    }
}
