package lwt.unix;

import static lwt.unix.States.failureOf;
import static lwt.unix.States.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import lwt.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NumberTest {
    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static NumberInput little(int... values) {
        return InputChannel.ofBytes(bytes(values)).littleEndian();
    }

    private static NumberInput big(int... values) {
        return InputChannel.ofBytes(bytes(values)).bigEndian();
    }

    @Test
    void read_littleEndian() {
        assertThat(resultOf(little(0x34, 0x12).readInt16())).isEqualTo((short) 0x1234);
        assertThat(resultOf(little(0xfe, 0xff).readInt16())).isEqualTo((short) -2);
        assertThat(resultOf(little(0x78, 0x56, 0x34, 0x12).readInt32())).isEqualTo(0x12345678);
        assertThat(resultOf(
                        little(0xef, 0xcd, 0xab, 0x90, 0x78, 0x56, 0x34, 0x12).readInt64()))
                .isEqualTo(0x1234567890abcdefL);
        assertThat(resultOf(little(0x00, 0x00, 0xc0, 0x3f).readFloat32())).isEqualTo(1.5f);
        assertThat(resultOf(little(0, 0, 0, 0, 0, 0, 0xf8, 0x3f).readFloat64())).isEqualTo(1.5);
    }

    @Test
    void read_bigEndian() {
        assertThat(resultOf(big(0x12, 0x34).readInt16())).isEqualTo((short) 0x1234);
        assertThat(resultOf(big(0xff, 0xfe).readInt16())).isEqualTo((short) -2);
        assertThat(resultOf(big(0x12, 0x34, 0x56, 0x78).readInt32())).isEqualTo(0x12345678);
        assertThat(resultOf(big(0x12, 0x34, 0x56, 0x78, 0x90, 0xab, 0xcd, 0xef).readInt64()))
                .isEqualTo(0x1234567890abcdefL);
        assertThat(resultOf(big(0x3f, 0xc0, 0x00, 0x00).readFloat32())).isEqualTo(1.5f);
        assertThat(resultOf(big(0x3f, 0xf8, 0, 0, 0, 0, 0, 0).readFloat64())).isEqualTo(1.5);
    }

    @Test
    void read_nativeOrder() {
        byte[] number = ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(0x12345678)
                .array();
        assertThat(resultOf(InputChannel.ofBytes(number).nativeOrder().readInt32()))
                .isEqualTo(0x12345678);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void write_isWhatJavaNioWrites(boolean bigEndian) {
        byte[] written = new byte[28];
        OutputChannel channel = OutputChannel.ofBytes(written);
        NumberOutput output = bigEndian ? channel.bigEndian() : channel.littleEndian();
        resultOf(output.writeInt16(-2));
        resultOf(output.writeInt16(0x11234)); // the low 16 bits
        resultOf(output.writeInt32(0x89abcdef));
        resultOf(output.writeInt64(Long.MIN_VALUE + 5));
        resultOf(output.writeFloat32(-1.25f));
        resultOf(output.writeFloat64(Math.PI));
        ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        byte[] expected = ByteBuffer.allocate(28)
                .order(order)
                .putShort((short) -2)
                .putShort((short) 0x1234)
                .putInt(0x89abcdef)
                .putLong(Long.MIN_VALUE + 5)
                .putFloat(-1.25f)
                .putDouble(Math.PI)
                .array();
        assertThat(written).isEqualTo(expected);
    }

    @Test
    void write_nativeOrder() {
        byte[] written = new byte[4];
        resultOf(OutputChannel.ofBytes(written).nativeOrder().writeInt32(77));
        assertThat(ByteBuffer.wrap(written).order(ByteOrder.nativeOrder()).getInt())
                .isEqualTo(77);
    }

    @Test
    void read_comesInPieces() {
        ScriptedSource source = new ScriptedSource();
        InputChannel input = new InputChannel(source, 16);
        Promise<Long> number = input.bigEndian().readInt64();
        for (int i = 1; i <= 8; i++) {
            assertThat(number.isSleeping()).isTrue();
            source.send(bytes(i));
        }
        assertThat(resultOf(number)).isEqualTo(0x0102030405060708L);
    }

    @Test
    void read_inputTooShortOrCanceled() {
        ScriptedSource source = new ScriptedSource();
        InputChannel input = new InputChannel(source, 16);
        source.send(bytes(1, 2));
        Promise<Integer> number = input.bigEndian().readInt32();
        number.cancel();
        source.send(bytes(3)).end();
        assertThat(failureOf(input.bigEndian().readInt32())).isInstanceOf(EOFException.class);
        assertThat(Arrays.toString(resultOf(input.readAllBytes()))).isEqualTo("[1, 2, 3]");
    }
}
