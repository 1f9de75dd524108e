package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lwt.unix.States.failureOf;
import static lwt.unix.States.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random operations on channels whose bytes come and go in pieces of every size, beside the simplest
/// thing that does the same: an array and a position in it.
final class ChannelModelTest {
    private static final int ROUNDS = 100;
    private static final int LENGTH = 400;

    /* ---- Input ---- */

    /// All bytes, and how many were read.
    private static final class Reader {
        final byte[] all;
        int position;

        Reader(byte[] all) {
            this.all = all;
        }

        int left() {
            return all.length - position;
        }

        byte[] take(int count) {
            byte[] bytes = Arrays.copyOfRange(all, position, position + count);
            position += count;
            return bytes;
        }

        /// The next line, or null at the end.
        @Nullable
        String line() {
            if (left() == 0) {
                return null;
            }
            int end = position;
            while (end < all.length && all[end] != '\n') {
                end++;
            }
            boolean ended = end < all.length;
            byte[] bytes = take(end - position + (ended ? 1 : 0));
            String line = new String(bytes, 0, bytes.length - (ended ? 1 : 0), UTF_8);
            return ended && line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        }
    }

    private static byte[] someBytes(Random random) {
        String[] parts = {"a", "line", "\n", "\r\n", "\r", "ß", "€", "😀", "0123456789abcdef", "x".repeat(40)};
        StringBuilder text = new StringBuilder();
        while (text.length() < LENGTH) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString().getBytes(UTF_8);
    }

    private static void send(ScriptedSource source, byte[] bytes, Random random, int longest) {
        for (int i = 0; i < bytes.length; ) {
            int count = Math.min(bytes.length - i, 1 + random.nextInt(longest));
            source.send(Arrays.copyOfRange(bytes, i, i + count));
            i += count;
        }
        source.end();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 15, 16, 17, 31, 32, 33, 1000})
    void input_likeAnArray(int longestPiece) {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(longestPiece * 100_000L + round);
            Reader model = new Reader(someBytes(random));
            ScriptedSource source = new ScriptedSource();
            InputChannel input = new InputChannel(source, 16);
            send(source, model.all, random, longestPiece);
            String place = "round " + round;
            while (model.left() > 0) {
                read(input, model, random, place);
                assertThat(input.position()).as(place).isEqualTo(model.position);
            }
            assertThat(resultOf(input.readAllBytes())).as(place).isEmpty();
        }
    }

    private static void read(InputChannel input, Reader model, Random random, String place) {
        int size = random.nextInt(50);
        switch (random.nextInt(12)) {
            case 0 -> assertThat(resultOf(input.readLine())).as(place).isEqualTo(model.line());
            case 1 -> assertThat(resultOf(input.readByte())).as(place).isEqualTo(model.take(1)[0] & 0xff);
            case 2 -> {
                byte[] got = resultOf(input.readBytes(size + 1));
                assertThat(got).as(place).isNotEmpty().isEqualTo(model.take(got.length));
            }
            case 3 -> exactly(input, model, size, place);
            case 4 -> {
                byte[] bytes = new byte[60];
                int count = resultOf(input.readInto(bytes, 5, size));
                assertThat(count).as(place).isBetween(Math.min(size, 1), size);
                assertThat(Arrays.copyOfRange(bytes, 5, 5 + count)).as(place).isEqualTo(model.take(count));
            }
            case 5 -> {
                ByteBuffer bytes = ByteBuffer.allocate(size + 1);
                int count = resultOf(input.readInto(bytes));
                assertThat(Arrays.copyOf(bytes.array(), count)).as(place).isEqualTo(model.take(count));
            }
            case 6 -> {
                String text = resultOf(input.read(size + 1));
                // Other operations may have cut a character, so the text does not tell how many bytes it was.
                byte[] bytes = model.take((int) (input.position() - model.position));
                assertThat(text).as(place).isNotEmpty().isEqualTo(new String(bytes, UTF_8));
            }
            case 7 -> {
                if (model.left() >= 8) {
                    assertThat(resultOf(input.bigEndian().readInt64()))
                            .as(place)
                            .isEqualTo(ByteBuffer.wrap(model.take(8)).getLong());
                }
            }
            case 8 -> {
                if (model.left() >= 10) {
                    byte[] bytes = new byte[10];
                    resultOf(input.block(10, block -> {
                        block.get(bytes);
                        return Lwt.unit();
                    }));
                    assertThat(bytes).as(place).isEqualTo(model.take(10));
                }
            }
            case 9 -> {
                int moved =
                        resultOf(input.directAccess(access -> access.perform().map(_ -> {
                            ByteBuffer buffer = access.buffer();
                            int count = random.nextInt(buffer.remaining() + 1);
                            buffer.position(count);
                            return count;
                        })));
                model.take(moved);
            }
            case 10 -> {
                resultOf(input.resizeBuffer(16 + random.nextInt(20)));
            }
            default -> {
                // One that fails after it has read a part of what it wants, or wants all.
                assertThat(failureOf(input.readExactly(model.left() + 1)))
                        .as(place)
                        .isInstanceOf(EOFException.class);
            }
        }
    }

    private static void exactly(InputChannel input, Reader model, int size, String place) {
        if (size <= model.left()) {
            assertThat(resultOf(input.readExactly(size))).as(place).isEqualTo(model.take(size));
        } else {
            assertThat(failureOf(input.readExactly(size))).as(place).isInstanceOf(EOFException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 40})
    void input_canceledOperationsLoseNoByte(int longestPiece) {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(longestPiece * 100_000L + round);
            byte[] all = someBytes(random);
            ScriptedSource source = new ScriptedSource();
            InputChannel input = new InputChannel(source, 16);
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            Queue<byte[]> pieces = new ArrayDeque<>();
            for (int i = 0; i < all.length; ) {
                int count = Math.min(all.length - i, 1 + random.nextInt(longestPiece));
                pieces.add(Arrays.copyOfRange(all, i, i + count));
                i += count;
            }
            while (!pieces.isEmpty()) {
                Promise<byte[]> read = random.nextBoolean()
                        ? input.readExactly(random.nextInt(60))
                        : input.atomic(section -> section.readExactly(10)
                                .bind(first -> section.readExactly(0).map(_ -> first)));
                read.onSuccess(got::writeBytes);
                source.send(pieces.remove());
                read.cancel();
            }
            source.end();
            got.writeBytes(resultOf(input.readAllBytes()));
            assertThat(got.toByteArray()).as("round " + round).isEqualTo(all);
        }
    }

    /* ---- Output ---- */

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 33, 1000})
    void output_likeAnArray(int mostAtOnce) {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(mostAtOnce * 100_000L + round);
            RecordingSink sink = new RecordingSink();
            sink.room = 0;
            OutputChannel output = new OutputChannel(sink, 16);
            ByteArrayOutputStream model = new ByteArrayOutputStream();
            for (int i = 0; i < 40; i++) {
                Promise<?> operation = write(output, model, random);
                for (int tries = 0; operation.isSleeping() && tries < 10_000; tries++) {
                    sink.allow(1 + random.nextInt(mostAtOnce));
                }
                resultOf(operation);
                assertThat(output.position()).isEqualTo(model.size());
                if (random.nextInt(5) == 0) {
                    Loop.current().turn();
                }
            }
            sink.allow(100_000);
            resultOf(output.close());
            assertThat(sink.bytes.toByteArray()).as("round " + round).isEqualTo(model.toByteArray());
        }
    }

    private static Promise<?> write(OutputChannel output, ByteArrayOutputStream model, Random random) {
        byte[] bytes = new byte[random.nextInt(50)];
        random.nextBytes(bytes);
        return switch (random.nextInt(7)) {
            case 0 -> {
                model.writeBytes(bytes);
                yield output.write(bytes);
            }
            case 1 ->
                output.writeFrom(bytes, 0, bytes.length).map(count -> {
                    model.write(bytes, 0, count);
                    return count;
                });
            case 2 -> {
                model.writeBytes(bytes);
                yield output.writeFromExactly(ByteBuffer.wrap(bytes));
            }
            case 3 -> {
                byte[] number = Arrays.copyOf(bytes, 8);
                model.writeBytes(number);
                yield output.bigEndian().writeInt64(ByteBuffer.wrap(number).getLong());
            }
            case 4 ->
                output.directAccess(access -> access.perform().map(_ -> {
                    int count = Math.min(access.buffer().remaining(), bytes.length);
                    access.buffer().put(bytes, 0, count);
                    model.write(bytes, 0, count);
                    return count;
                }));
            case 5 -> output.resizeBuffer(16 + random.nextInt(20));
            default -> output.flush();
        };
    }
}
