package lwt.unix;

import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.HashSet;
import java.util.Set;

/// How a file is to be opened: the options of a program, looked through.
record OpenFlags(Set<OpenOption> options, int permissions) {
    static OpenFlags of(Set<? extends OpenOption> options, int permissions) {
        Permissions.check(permissions);
        for (OpenOption option : options) {
            if (!(option instanceof StandardOpenOption)
                    && !(option instanceof FileOption)
                    && option != LinkOption.NOFOLLOW_LINKS) {
                throw new UnsupportedOperationException("a file cannot be opened with " + option
                        + ": the options are those of StandardOpenOption, FileOption and LinkOption");
            }
        }
        return new OpenFlags(Set.copyOf(options), permissions);
    }

    boolean has(OpenOption option) {
        return options.contains(option);
    }

    /* ---- For open(2) ---- */

    int bits() {
        boolean writes = has(StandardOpenOption.WRITE) || has(StandardOpenOption.APPEND);
        boolean reads = has(StandardOpenOption.READ) || !writes;
        int access = !writes ? FileStructs.O_RDONLY : reads ? FileStructs.O_RDWR : FileStructs.O_WRONLY;
        return access
                | bit(StandardOpenOption.APPEND, FileStructs.O_APPEND)
                | bit(StandardOpenOption.CREATE, FileStructs.O_CREAT)
                | bit(StandardOpenOption.CREATE_NEW, FileStructs.O_CREAT | FileStructs.O_EXCL)
                | (writes ? bit(StandardOpenOption.TRUNCATE_EXISTING, FileStructs.O_TRUNC) : 0)
                | bit(StandardOpenOption.SYNC, FileStructs.O_SYNC)
                | bit(StandardOpenOption.DSYNC, FileStructs.O_DSYNC)
                | bit(LinkOption.NOFOLLOW_LINKS, FileStructs.O_NOFOLLOW)
                | bit(FileOption.NON_BLOCKING, FileStructs.O_NONBLOCK)
                | bit(FileOption.NO_CONTROLLING_TERMINAL, FileStructs.O_NOCTTY)
                | bit(FileOption.RSYNC, FileStructs.O_RSYNC)
                | (has(FileOption.KEEP_ON_EXEC) ? 0 : FileStructs.O_CLOEXEC);
    }

    private int bit(OpenOption option, int bit) {
        return has(option) ? bit : 0;
    }

    /* ---- For the JDK ---- */

    /// The JDK makes no file that is only to be read, so that one is opened for writing, too.
    Set<OpenOption> portable() {
        Set<OpenOption> portable = new HashSet<>(options);
        portable.removeIf(FileOption.class::isInstance);
        if (has(StandardOpenOption.CREATE) || has(StandardOpenOption.CREATE_NEW)) {
            boolean writes = has(StandardOpenOption.WRITE) || has(StandardOpenOption.APPEND);
            if (!writes) {
                portable.add(StandardOpenOption.READ);
                portable.add(StandardOpenOption.WRITE);
                portable.remove(StandardOpenOption.TRUNCATE_EXISTING);
            }
        }
        if (has(FileOption.RSYNC)) {
            portable.add(StandardOpenOption.SYNC);
        }
        if (has(StandardOpenOption.APPEND) && has(StandardOpenOption.READ)) {
            throw Unsupported.onPortableEngine(
                    "open with READ and APPEND", "open the file twice, or seek to its end before each write");
        }
        if (has(StandardOpenOption.APPEND)) {
            portable.remove(StandardOpenOption.TRUNCATE_EXISTING);
        }
        return portable;
    }

    FileAttribute<?>[] attributes(FileSystem system) {
        return Permissions.attributes(permissions, system);
    }
}
