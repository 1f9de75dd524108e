package bench;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// What follows the group's name on the command line.
///
/// @param quick fewer and shorter rounds
/// @param peers the contenders wanted, empty for the group's own choice
/// @param names what is wanted of the group, empty for all of it
public record Arguments(boolean quick, List<String> peers, List<String> names) {
    /// Reads the words after the group's name.
    ///
    /// @throws UsageException if an option is unknown or lacks its value
    public static Arguments parse(List<String> words) {
        boolean quick = false;
        List<String> peers = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            switch (word) {
                case "--quick" -> quick = true;
                case "--peers" -> {
                    if (!rest.hasNext()) {
                        throw new UsageException("--peers needs names, as in --peers limit,cf");
                    }
                    peers.addAll(List.of(rest.next().split(",", -1)));
                }
                default -> {
                    if (word.startsWith("-")) {
                        throw new UsageException("unknown option: " + word);
                    }
                    names.add(word);
                }
            }
        }
        return new Arguments(quick, List.copyOf(peers), List.copyOf(names));
    }
}
