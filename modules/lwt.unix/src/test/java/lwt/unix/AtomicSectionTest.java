package lwt.unix;

import static lwt.unix.States.failureOf;
import static lwt.unix.States.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lwt.CanceledException;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AtomicSectionTest {
    private static final int CAPACITY = 16;

    private final ScriptedSource source = new ScriptedSource();
    private final InputChannel input = new InputChannel(source, CAPACITY);
    private final RecordingSink sink = new RecordingSink();
    private final OutputChannel output = new OutputChannel(sink, CAPACITY);

    private static void runWhatIsReady() {
        for (Loop loop = Loop.current(); !loop.isIdle(); ) {
            loop.turn();
        }
    }

    /* ---- Exclusive ---- */

    @Test
    void atomic_othersWaitInOrder() {
        Promise<String> both = input.atomic(section ->
                section.readLine().bind(a -> section.readLine().map(b -> a + b)));
        Promise<String> other = input.readLine();
        source.send("1\n");
        assertThat(input.isBusy()).isTrue();
        source.send("2\n3\n");
        assertThat(resultOf(both)).isEqualTo("12");
        assertThat(resultOf(other)).isEqualTo("3");
        assertThat(input.isBusy()).isFalse();
    }

    @Test
    void atomic_writesOfOthersDoNotComeBetween() {
        Resolver<@Nullable Void> gate = Lwt.waiter();
        Promise<@Nullable Void> section =
                output.atomic(o -> o.write("<").then(gate::promise).then(() -> o.write(">")));
        Promise<@Nullable Void> other = output.write("other");
        assertThat(other.isSleeping()).isTrue();
        gate.wakeup(null);
        resultOf(section);
        resultOf(other);
        runWhatIsReady();
        assertThat(sink.text()).isEqualTo("<>other");
    }

    @Test
    void atomic_resolvedAtOnceLeavesTheChannelFree() {
        source.send("a\nb\n");
        assertThat(resultOf(input.atomic(InputChannel::readLine))).isEqualTo("a");
        assertThat(resultOf(input.readLine())).isEqualTo("b");
    }

    @Test
    void atomic_nested() {
        source.send("1\n2\n3\n");
        Resolver<@Nullable Void> hold = Lwt.waiter();
        List<String> got = new ArrayList<>();
        Promise<@Nullable Void> all = input.atomic(outer -> {
            Promise<@Nullable Void> inner =
                    outer.atomic(section -> section.readLine().bind(line -> {
                        got.add("inner " + line);
                        return hold.promise();
                    }));
            Promise<@Nullable Void> after = outer.readLine().bind(line -> {
                got.add("outer " + line);
                return Lwt.unit();
            });
            return Lwt.join(inner, after);
        });
        input.readLine().onSuccess(line -> got.add("channel " + line));
        assertThat(got).containsExactly("inner 1");
        hold.wakeup(null);
        resultOf(all);
        assertThat(got).containsExactly("inner 1", "outer 2", "channel 3");
    }

    @Test
    void autoFlush_twoWritesAreSentAsOnePieceWhenIdle() {
        Resolver<@Nullable Void> hold = Lwt.waiter();
        Promise<@Nullable Void> section =
                output.atomic(o -> o.write("foo").then(() -> o.write("bar")).then(hold::promise));
        assertThat(sink.pieces).as("not sent at once").isEmpty();
        runWhatIsReady();
        assertThat(sink.pieces).as("the section is still open").containsExactly("foobar");
        hold.wakeup(null);
        resultOf(section);
    }

    @Test
    void autoFlush_afterTheSection() {
        resultOf(output.atomic(o -> o.write("foo")));
        assertThat(sink.pieces).isEmpty();
        runWhatIsReady();
        assertThat(sink.pieces).containsExactly("foo");
    }

    /* ---- Its end ---- */

    @Test
    void end_byFailureReleasesTheChannel() {
        source.send("a\nb\n");
        IOException failure = new IOException("reason");
        assertThat(failureOf(input.<String>atomic(section -> section.readLine().bind(_ -> Lwt.fail(failure)))))
                .isSameAs(failure);
        assertThat(failureOf(input.atomic(_ -> {
                    throw failure;
                })))
                .isSameAs(failure);
        assertThat(resultOf(input.readLine())).isEqualTo("b");
    }

    @Test
    void end_byCancelReleasesTheChannelAndLosesNoByte() {
        Promise<String> section = input.atomic(InputChannel::readLine);
        source.send("half ");
        section.cancel();
        assertThat(failureOf(section)).isInstanceOf(CanceledException.class);
        source.send("line\n");
        assertThat(resultOf(input.readLine())).isEqualTo("half line");
    }

    @Test
    void end_laterUseIsRefused() {
        List<InputChannel> kept = new ArrayList<>();
        source.send("a\nb\n");
        resultOf(input.atomic(section -> {
            kept.add(section);
            return Lwt.unit();
        }));
        assertThat(failureOf(kept.getFirst().readLine()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the atomic section of the input channel of a test has ended; use the channel itself, or"
                        + " begin another section");
        assertThat(failureOf(kept.getFirst().readByte())).isInstanceOf(IllegalStateException.class);
        assertThat(resultOf(input.readLine())).isEqualTo("a");
    }

    @Test
    void end_laterWriteIsRefused() {
        List<OutputChannel> kept = new ArrayList<>();
        resultOf(output.atomic(section -> {
            kept.add(section);
            return section.write("a");
        }));
        assertThat(failureOf(kept.getFirst().write("b"))).isInstanceOf(IllegalStateException.class);
        runWhatIsReady();
        assertThat(sink.text()).isEqualTo("a");
    }

    @Test
    void end_waitsForWhatWasBegun() {
        sink.room = 0;
        Promise<@Nullable Void> section = output.atomic(o -> {
            o.write("x".repeat(40)).ignoreResult();
            return Lwt.unit();
        });
        Promise<@Nullable Void> other = output.write("y");
        sink.allow(30);
        assertThat(section.isSleeping()).isTrue();
        sink.allow(100);
        resultOf(section);
        resultOf(other);
        runWhatIsReady();
        assertThat(sink.text()).isEqualTo("x".repeat(40) + "y");
    }

    @Test
    void end_byFailureCancelsWhatWasBegun() {
        List<Promise<String>> left = new ArrayList<>();
        Promise<@Nullable Void> section = input.atomic(i -> {
            left.add(i.readLine());
            left.add(i.readLine());
            return Lwt.fail(new IOException("reason"));
        });
        assertThat(failureOf(section)).hasMessage("reason");
        source.send("a\n");
        runWhatIsReady();
        assertThat(left).allSatisfy(p -> assertThat(failureOf(p)).isInstanceOf(IllegalStateException.class));
        assertThat(resultOf(input.readLine())).isEqualTo("a");
    }

    /* ---- Closing ---- */

    @Test
    void close_insideIsRefused() {
        assertThat(failureOf(input.atomic(InputChannel::close)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("close inside an atomic section");
        assertThat(failureOf(output.atomic(OutputChannel::close))).isInstanceOf(IllegalStateException.class);
        assertThat(failureOf(output.atomic(OutputChannel::abort))).isInstanceOf(IllegalStateException.class);
        assertThat(failureOf(output.atomic(OutputChannel::shutdownSend))).isInstanceOf(IllegalStateException.class);
        assertThat(input.isClosed()).isFalse();
        assertThat(sink.events).isEmpty();
    }

    @Test
    void close_ofTheInputEndsTheSection() {
        List<Promise<?>> inside = new ArrayList<>();
        Promise<String> section = input.atomic(i -> {
            Promise<String> line = i.readLine();
            inside.add(line);
            return line;
        });
        resultOf(input.close());
        assertThat(failureOf(section)).isInstanceOf(ChannelClosedException.class);
        assertThat(failureOf(inside.getFirst())).isInstanceOf(ChannelClosedException.class);
    }

    @Test
    void close_ofTheOutputWaitsForTheSection() {
        Resolver<@Nullable Void> hold = Lwt.waiter();
        Promise<@Nullable Void> section = output.atomic(o -> hold.promise().then(() -> o.write("end")));
        Promise<@Nullable Void> close = output.close();
        assertThat(close.isSleeping()).isTrue();
        hold.wakeup(null);
        resultOf(section);
        resultOf(close);
        assertThat(sink.text()).isEqualTo("end");
    }

    @Test
    void abort_endsTheSection() {
        Promise<@Nullable Void> section =
                output.atomic(o -> Lwt.<@Nullable Void>task().promise());
        resultOf(output.abort());
        assertThat(failureOf(section)).isInstanceOf(ChannelClosedException.class);
    }
}
