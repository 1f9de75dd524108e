package lwt.unix;

import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import lwt.Promise;

/// Opens files as channels.
final class FileChannels {
    /// How a file is opened to be written, if nobody says how.
    static final Set<OpenOption> ANEW = Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);

    static final int PERMISSIONS = 0666;

    private FileChannels() {}

    static InputChannel input(FileDescriptor file) {
        return new InputChannel(new DescriptorEnds(file), BufferSizes.ofFiles());
    }

    static OutputChannel output(FileDescriptor file) {
        return new OutputChannel(new DescriptorEnds(file), BufferSizes.ofFiles());
    }

    static Promise<OutputChannel> openOutput(Path path, Set<? extends OpenOption> options, int permissions) {
        Set<OpenOption> all = new HashSet<>(options);
        if (!all.contains(StandardOpenOption.APPEND)) {
            all.add(StandardOpenOption.WRITE);
        }
        return LwtUnix.openFile(path, all, permissions).map(FileChannels::output);
    }
}
