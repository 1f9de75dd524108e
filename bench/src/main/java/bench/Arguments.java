package bench;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// What follows the group's name on the command line.
///
/// @param quick fewer and shorter rounds
/// @param update whether to write the baseline and not to compare with it
/// @param setting what the measured JVMs are started with
/// @param peers the contenders wanted, empty for the group's own choice
/// @param names what is wanted of the group, empty for all of it
public record Arguments(boolean quick, boolean update, JvmSetting setting, List<String> peers, List<String> names) {
    /// Reads the words after the group's name.
    ///
    /// @throws UsageException if an option is unknown or lacks its value
    public static Arguments parse(List<String> words) {
        boolean quick = false;
        boolean update = false;
        var collector = JvmSetting.DEFAULT.collector();
        boolean compactHeaders = false;
        List<String> peers = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            switch (word) {
                case "--quick" -> quick = true;
                case "--update" -> update = true;
                case "--compact-headers" -> compactHeaders = true;
                case "--collector" ->
                    collector =
                            JvmSetting.Collector.named(value(rest, "--collector needs a name, as in --collector g1"));
                case "--peers" ->
                    peers.addAll(List.of(value(rest, "--peers needs names, as in --peers limit,cf")
                            .split(",", -1)));
                default -> {
                    if (word.startsWith("-")) {
                        throw new UsageException("unknown option: " + word);
                    }
                    names.add(word);
                }
            }
        }
        return new Arguments(
                quick, update, new JvmSetting(collector, compactHeaders), List.copyOf(peers), List.copyOf(names));
    }

    private static String value(Iterator<String> rest, String otherwise) {
        if (!rest.hasNext()) {
            throw new UsageException(otherwise);
        }
        return rest.next();
    }
}
