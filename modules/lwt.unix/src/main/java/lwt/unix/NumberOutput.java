package lwt.unix;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// Writes binary numbers to an [OutputChannel], in one order of their bytes.
///
/// @see OutputChannel#littleEndian()
/// @see "Lwt_io.NumberIO (Lwt 2.2)"
public final class NumberOutput {
    /// Views of byte arrays in one order.
    private record Views(VarHandle shorts, VarHandle ints, VarHandle longs) {
        static Views of(ByteOrder order) {
            return new Views(
                    MethodHandles.byteArrayViewVarHandle(short[].class, order),
                    MethodHandles.byteArrayViewVarHandle(int[].class, order),
                    MethodHandles.byteArrayViewVarHandle(long[].class, order));
        }
    }

    private static final Views LITTLE = Views.of(ByteOrder.LITTLE_ENDIAN);
    private static final Views BIG = Views.of(ByteOrder.BIG_ENDIAN);

    private final OutputChannel channel;
    private final Views views;

    NumberOutput(OutputChannel channel, ByteOrder order) {
        this.channel = channel;
        this.views = order == ByteOrder.LITTLE_ENDIAN ? LITTLE : BIG;
    }

    /// Writes the low 16 bits of a number, as two bytes.
    public Promise<@Nullable Void> writeInt16(int value) {
        byte[] bytes = new byte[Short.BYTES];
        views.shorts.set(bytes, 0, (short) value);
        return channel.write(bytes);
    }

    /// Writes a number as four bytes.
    public Promise<@Nullable Void> writeInt32(int value) {
        byte[] bytes = new byte[Integer.BYTES];
        views.ints.set(bytes, 0, value);
        return channel.write(bytes);
    }

    /// Writes a number as eight bytes.
    public Promise<@Nullable Void> writeInt64(long value) {
        byte[] bytes = new byte[Long.BYTES];
        views.longs.set(bytes, 0, value);
        return channel.write(bytes);
    }

    /// Writes a floating-point number as four bytes (IEEE 754, single precision).
    public Promise<@Nullable Void> writeFloat32(float value) {
        return writeInt32(Float.floatToRawIntBits(value));
    }

    /// Writes a floating-point number as eight bytes (IEEE 754, double precision).
    public Promise<@Nullable Void> writeFloat64(double value) {
        return writeInt64(Double.doubleToRawLongBits(value));
    }
}
