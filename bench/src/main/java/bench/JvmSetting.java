package bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a measured JVM is started with: a heap that never grows, and one of two collectors, on one
/// of two layouts of objects.
///
/// @param compactHeaders whether an object's header takes 8 bytes and not 12
public record JvmSetting(Collector collector, boolean compactHeaders) {
    /// The collector with the least to say.
    public static final JvmSetting DEFAULT = new JvmSetting(Collector.SERIAL, false);

    /// A garbage collector of the JVM.
    public enum Collector {
        SERIAL("-XX:+UseSerialGC"),
        /// The JVM's own choice on larger machines. Its write barriers cost time in every store.
        G1("-XX:+UseG1GC");

        private final String flag;

        Collector(String flag) {
            this.flag = flag;
        }

        /// The name used on the command line.
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Collector named(String id) {
            return Arrays.stream(values())
                    .filter(collector -> collector.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("unknown collector: " + id + "; known are "
                            + Arrays.stream(values()).map(Collector::id).collect(Collectors.joining(", "))));
        }
    }

    /// The flags of the JVM.
    public List<String> flags() {
        List<String> flags = new ArrayList<>(List.of("-Xms2g", "-Xmx2g", "-Xmn512m", collector.flag));
        if (compactHeaders) {
            flags.add("-XX:+UseCompactObjectHeaders");
        }
        return flags;
    }

    /// Part of the names of files with results: empty for the default.
    public String suffix() {
        return (collector == Collector.SERIAL ? "" : "-" + collector.id()) + (compactHeaders ? "-compact" : "");
    }

    /// Part of a figure's title: empty for the default.
    public String title() {
        return equals(DEFAULT) ? "" : " (" + collector.name() + (compactHeaders ? ", compact headers" : "") + ")";
    }
}
