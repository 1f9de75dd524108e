package lwt.unix;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import lwt.Promise;

/// Reads binary numbers from an [InputChannel], in one order of their bytes.
///
/// Each operation fails with [java.io.EOFException] if the input ends before the number does; its
/// bytes stay readable then, and also if the operation is canceled.
///
/// @see InputChannel#littleEndian()
/// @see "Lwt_io.NumberIO (Lwt 2.2)"
public final class NumberInput {
    /// Makes a number of the bytes that begin at `position`.
    interface Decoder<T> {
        T decode(byte[] bytes, int position);
    }

    /// The decoders of one order.
    private record Decoders(
            Decoder<Short> int16,
            Decoder<Integer> int32,
            Decoder<Long> int64,
            Decoder<Float> float32,
            Decoder<Double> float64) {
        static Decoders of(ByteOrder order) {
            VarHandle shorts = MethodHandles.byteArrayViewVarHandle(short[].class, order);
            VarHandle ints = MethodHandles.byteArrayViewVarHandle(int[].class, order);
            VarHandle longs = MethodHandles.byteArrayViewVarHandle(long[].class, order);
            return new Decoders(
                    (bytes, position) -> (short) shorts.get(bytes, position),
                    (bytes, position) -> (int) ints.get(bytes, position),
                    (bytes, position) -> (long) longs.get(bytes, position),
                    (bytes, position) -> Float.intBitsToFloat((int) ints.get(bytes, position)),
                    (bytes, position) -> Double.longBitsToDouble((long) longs.get(bytes, position)));
        }
    }

    private static final Decoders LITTLE = Decoders.of(ByteOrder.LITTLE_ENDIAN);
    private static final Decoders BIG = Decoders.of(ByteOrder.BIG_ENDIAN);

    private final InputChannel channel;
    private final Decoders decoders;

    NumberInput(InputChannel channel, ByteOrder order) {
        this.channel = channel;
        this.decoders = order == ByteOrder.LITTLE_ENDIAN ? LITTLE : BIG;
    }

    /// Reads a signed number of two bytes.
    public Promise<Short> readInt16() {
        return channel.decode(Short.BYTES, decoders.int16);
    }

    /// Reads a signed number of four bytes.
    public Promise<Integer> readInt32() {
        return channel.decode(Integer.BYTES, decoders.int32);
    }

    /// Reads a signed number of eight bytes.
    public Promise<Long> readInt64() {
        return channel.decode(Long.BYTES, decoders.int64);
    }

    /// Reads a floating-point number of four bytes (IEEE 754, single precision).
    public Promise<Float> readFloat32() {
        return channel.decode(Float.BYTES, decoders.float32);
    }

    /// Reads a floating-point number of eight bytes (IEEE 754, double precision).
    public Promise<Double> readFloat64() {
        return channel.decode(Double.BYTES, decoders.float64);
    }
}
