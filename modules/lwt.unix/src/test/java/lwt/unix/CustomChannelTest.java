package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lwt.unix.States.failureOf;
import static lwt.unix.States.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lwt.Loop;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Channels over a program's own sources and sinks, over arrays and over nothing.
final class CustomChannelTest {
    private static void runWhatIsReady() {
        for (Loop loop = Loop.current(); !loop.isIdle(); ) {
            loop.turn();
        }
    }

    /* ---- A program's own ---- */

    @Test
    void make_readsWhatTheFunctionGives() {
        int[] next = {0};
        InputChannel input = InputChannel.make((bytes, offset, length) -> {
            bytes[offset] = (byte) ('a' + next[0]++);
            return Lwt.of(next[0] == 4 ? 0 : 1);
        });
        assertThat(resultOf(input.read())).isEqualTo("abc");
        assertThat(resultOf(input.close())).isNull();
    }

    @Test
    void make_writesToTheFunction() {
        StringBuilder written = new StringBuilder();
        OutputChannel output = OutputChannel.make((bytes, offset, length) -> {
            written.append(new String(bytes, offset, 1, UTF_8));
            return Lwt.of(1);
        });
        resultOf(output.write("abc"));
        resultOf(output.close());
        assertThat(written).hasToString("abc");
    }

    @Test
    void fail_sourceThatThrows() {
        List<Throwable> failures =
                List.of(new IOException("io"), new IllegalStateException("state"), new AssertionError("bug"));
        for (Throwable failure : failures) {
            InputChannel input = InputChannel.make((_, _, _) -> {
                throw unchecked(failure);
            });
            assertThat(failureOf(input.readLine())).isSameAs(failure);
            assertThat(input.isBusy()).isFalse();
            assertThat(failureOf(input.readInto(new byte[10_000], 0, 10_000))).isSameAs(failure);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // nothing is cast at run time
    private static <X extends Throwable> X unchecked(Throwable failure) throws X {
        throw (X) failure;
    }

    @Test
    void fail_sinkThatThrows() {
        boolean[] broken = {true};
        StringBuilder written = new StringBuilder();
        OutputChannel output = OutputChannel.make((bytes, offset, length) -> {
            if (broken[0]) {
                throw new IllegalStateException("no");
            }
            written.append(new String(bytes, offset, length, UTF_8));
            return Lwt.of(length);
        });
        resultOf(output.write("abc"));
        assertThat(failureOf(output.flush())).hasMessage("no");
        broken[0] = false;
        resultOf(output.write("def"));
        resultOf(output.flush());
        assertThat(written).hasToString("abcdef");
    }

    @Test
    void fail_impossibleNumbers() {
        for (int count : new int[] {-1, 1_000_000}) {
            InputChannel input = InputChannel.make(named("a bad source", count));
            assertThat(failureOf(input.readByte()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a bad source was to read 1 to 8192 bytes, or 0 at its end, and says it read " + count);
            assertThat(input.buffered()).isZero();
            assertThat(failureOf(input.readInto(new byte[9000], 0, 9000))).isInstanceOf(IllegalStateException.class);
        }
        for (int count : new int[] {-1, 0, 4}) {
            OutputChannel output = OutputChannel.make((_, _, _) -> Lwt.of(count));
            resultOf(output.write("abc"));
            assertThat(failureOf(output.flush()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith(" was to take 1 to 3 bytes, and says it took " + count);
            resultOf(output.abort());
        }
    }

    private static ByteSource named(String name, int count) {
        return new ByteSource() {
            @Override
            public Promise<Integer> read(byte[] bytes, int offset, int length) {
                return Lwt.of(count);
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    @Test
    void close_sourceThatAnswersAfterwards() {
        Resolver<Integer> late = Lwt.waiter(); // cannot be canceled
        InputChannel input = InputChannel.make((_, _, _) -> late.promise());
        Promise<String> line = input.readLine();
        resultOf(input.close());
        late.wakeup(5);
        assertThat(failureOf(line)).isInstanceOf(ChannelClosedException.class);
        assertThat(input.buffered()).isZero();
    }

    @Test
    void abort_sinkThatAnswersAfterwards() {
        Resolver<Integer> late = Lwt.waiter(); // cannot be canceled
        int[] calls = {0};
        OutputChannel output = OutputChannel.make((_, _, _) -> {
            calls[0]++;
            return late.promise();
        });
        resultOf(output.write("abc"));
        Promise<@Nullable Void> flush = output.flush();
        resultOf(output.abort());
        late.wakeup(2);
        assertThat(calls[0]).as("the rest is not written").isEqualTo(1);
        runWhatIsReady();
        assertThat(flush.isSleeping()).isFalse();
    }

    @Test
    void close_failureOfTheSource() {
        InputChannel input = InputChannel.make(new ByteSource() {
            @Override
            public Promise<Integer> read(byte[] bytes, int offset, int length) {
                return Lwt.of(0);
            }

            @Override
            public Promise<@Nullable Void> close() throws IOException {
                throw new IOException("close");
            }
        });
        assertThat(failureOf(input.close())).hasMessage("close");
        assertThat(input.isClosed()).isTrue();
    }

    @Test
    void seek_whatHasNoPositions() {
        InputChannel input = InputChannel.make((_, _, _) -> Lwt.of(0));
        assertThat(failureOf(input.setPosition(3)))
                .isInstanceOfSatisfying(
                        UnixException.class, e -> assertThat(e.errno()).isEqualTo("ESPIPE"));
        assertThat(failureOf(input.length())).isInstanceOf(UnixException.class);
        OutputChannel output = OutputChannel.make((_, _, n) -> Lwt.of(n));
        assertThat(failureOf(output.setPosition(3))).isInstanceOf(UnixException.class);
        assertThat(failureOf(output.length())).isInstanceOf(UnixException.class);
    }

    /* ---- Arrays ---- */

    @Test
    void ofBytes_inputPositions() {
        InputChannel input = InputChannel.ofBytes("abcdef".getBytes(UTF_8));
        assertThat(input.position()).isZero();
        resultOf(input.readChar());
        assertThat(input.position()).isEqualTo(1);
        resultOf(input.setPosition(4));
        assertThat(input.position()).isEqualTo(4);
        assertThat(resultOf(input.readChar())).isEqualTo('e');
        resultOf(input.setPosition(0));
        assertThat(resultOf(input.read())).isEqualTo("abcdef");
        assertThat(resultOf(input.length())).isEqualTo(6);
        resultOf(input.setPosition(6));
        assertThat(resultOf(input.readCharOptional())).isEmpty();
        assertThat(failureOf(input.setPosition(7)))
                .isInstanceOf(UnixException.class)
                .hasMessage("EINVAL: invalid argument: seek(an array of 6 bytes, position 7)");
        assertThatIllegalArgumentException().isThrownBy(() -> input.setPosition(-1));
    }

    @Test
    void ofBytes_seekForgetsHalfACharacter() {
        InputChannel input = InputChannel.ofBytes("😀".getBytes(UTF_8));
        resultOf(input.readChar());
        resultOf(input.setPosition(0));
        assertThat(resultOf(input.readChar())).isEqualTo("😀".charAt(0));
    }

    @Test
    void ofBytes_outputPositions() {
        byte[] array = new byte[6];
        OutputChannel output = OutputChannel.ofBytes(array);
        assertThat(output.position()).isZero();
        resultOf(output.write("ab"));
        assertThat(array).as("at once").startsWith('a', 'b');
        assertThat(output.position()).isEqualTo(2);
        resultOf(output.setPosition(4));
        resultOf(output.writeChar('e'));
        assertThat(output.position()).isEqualTo(5);
        resultOf(output.setPosition(2));
        resultOf(output.directAccess(access -> {
            access.buffer().put((byte) 'c');
            return Lwt.unit();
        }));
        assertThat(new String(array, UTF_8)).isEqualTo("abc\0e\0");
        assertThat(resultOf(output.length())).isEqualTo(6);
        resultOf(output.setPosition(5));
        assertThat(failureOf(output.write("too long"))).hasMessage("an array of 6 bytes is full");
        assertThat(failureOf(output.resizeBuffer(16))).isInstanceOf(IllegalStateException.class);
        resultOf(output.close());
    }

    /* ---- Nothing ---- */

    @Test
    void zero_neverEnds() {
        InputChannel zero = LwtIo.zero();
        assertThat(resultOf(zero.readExactly(100))).containsOnly(0).hasSize(100);
        assertThat(resultOf(zero.readInto(new byte[50_000], 0, 50_000))).isPositive();
    }

    @Test
    void nullOutput_takesEverything() {
        OutputChannel output = LwtIo.nullOutput();
        resultOf(output.write("x".repeat(100_000)));
        resultOf(output.flush());
        assertThat(output.position()).isEqualTo(100_000);
        resultOf(output.close());
    }

    /* ---- All ---- */

    @Test
    void flushAll_flushesWhatIsOpen() {
        RecordingSink slow = new RecordingSink();
        slow.room = 0;
        RecordingSink broken = new RecordingSink();
        broken.broken = new IOException("broken");
        RecordingSink good = new RecordingSink();
        List<OutputChannel> channels = new ArrayList<>();
        for (RecordingSink sink : List.of(slow, broken, good)) {
            OutputChannel channel = new OutputChannel(sink, 16);
            channels.add(channel);
            resultOf(channel.write("text"));
        }
        Promise<@Nullable Void> all = LwtIo.flushAll();
        assertThat(good.text()).isEqualTo("text");
        assertThat(all.isSleeping()).isTrue();
        slow.allow(10);
        resultOf(all);
        assertThat(slow.text()).isEqualTo("text");
        for (OutputChannel channel : channels) {
            channel.abort().ignoreResult();
        }
    }

    /* ---- Streams ---- */

    @Test
    void writeChars_halvesAreJoined() {
        byte[] array = new byte[40];
        OutputChannel output = OutputChannel.ofBytes(array);
        resultOf(output.writeChars(LwtStream.ofString("aß😀b")));
        assertThat(new String(array, 0, (int) output.position(), UTF_8)).isEqualTo("aß😀b");
        resultOf(output.setPosition(0));
        resultOf(output.writeChars(LwtStream.of('\ud83d', 'x', '\ude00', '\ud83d')));
        assertThat(new String(array, 0, (int) output.position(), UTF_8)).isEqualTo("?x??");
    }

    @Test
    void hexdump_likeTheOriginal() {
        byte[] array = new byte[1000];
        OutputChannel output = OutputChannel.ofBytes(array);
        resultOf(output.hexdump("http://www.ocamlcore.org\n".getBytes(UTF_8)));
        assertThat(new String(array, 0, (int) output.position(), UTF_8)).isEqualTo("""
                        00000000|  68 74 74 70 3a 2f 2f 77  77 77 2e 6f 63 61 6d 6c  |http://www.ocaml|
                        00000010|  63 6f 72 65 2e 6f 72 67  0a                       |core.org.|
                        """);
    }
}
