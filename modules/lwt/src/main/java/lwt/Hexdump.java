package lwt;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Makes the lines of [LwtStream#hexdump].
final class Hexdump implements ThrowingSupplier<Promise<Optional<String>>> {
    private static final int PER_LINE = 16;

    private final LwtStream<Byte> bytes;
    private long position;

    Hexdump(LwtStream<Byte> bytes) {
        this.bytes = bytes;
    }

    @Override
    public Promise<Optional<String>> get() {
        return bytes.nget(PER_LINE).bind(line -> Lwt.of(line.isEmpty() ? Optional.empty() : Optional.of(format(line))));
    }

    private String format(List<Byte> line) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%08x|  ", position));
        StringBuilder ascii = new StringBuilder();
        for (int i = 0; i < PER_LINE; i++) {
            if (i == PER_LINE / 2) {
                text.append(' ');
            }
            if (i < line.size()) {
                int value = line.get(i) & 0xff;
                text.append(String.format(Locale.ROOT, "%02x ", value));
                ascii.append(value >= 0x20 && value <= 0x7e ? (char) value : '.');
            } else {
                text.append("   ");
            }
        }
        position += PER_LINE;
        return text.append(" |").append(ascii).append('|').toString();
    }
}
