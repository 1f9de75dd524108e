package lwt.unix;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An open directory of the JDK, which leaves the two entries out that every directory has, and
/// begins again only by opening it again.
final class PortableDirectory implements DirectoryBody {
    private static final int BATCH = 500;

    private final Path path;
    private @Nullable DirectoryStream<Path> stream;
    private Iterator<Path> rest;
    private boolean atStart = true;

    @SuppressWarnings("StreamResourceLeak") // close() closes it
    PortableDirectory(Path path) throws IOException {
        this.path = path;
        DirectoryStream<Path> opened = Files.newDirectoryStream(path);
        stream = opened;
        rest = opened.iterator();
    }

    @Override
    public synchronized List<Path> next() throws UnixException {
        checkOpen("readdir");
        List<Path> names = new ArrayList<>();
        if (atStart) {
            names.add(path.getFileSystem().getPath("."));
            names.add(path.getFileSystem().getPath(".."));
            atStart = false;
        }
        try {
            while (names.size() < BATCH && rest.hasNext()) {
                names.add(rest.next().getFileName());
            }
        } catch (DirectoryIteratorException e) {
            throw Failures.translate(
                    Objects.requireNonNull(e.getCause(), "it is made with one"), "readdir", path.toString());
        }
        return names;
    }

    @Override
    @SuppressWarnings("StreamResourceLeak") // close() closes it
    public synchronized void rewind() throws UnixException {
        checkOpen("rewinddir");
        try {
            DirectoryStream<Path> again = Files.newDirectoryStream(path);
            DirectoryStream<Path> before = stream;
            stream = again;
            rest = again.iterator();
            atStart = true;
            if (before != null) {
                before.close();
            }
        } catch (IOException e) {
            throw Failures.translate(e, "rewinddir", path.toString());
        }
    }

    @Override
    public synchronized void close() throws UnixException {
        DirectoryStream<Path> closing = stream;
        stream = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (IOException e) {
                throw Failures.translate(e, "closedir", path.toString());
            }
        }
    }

    private void checkOpen(String function) throws UnixException {
        if (stream == null) {
            throw UnixException.of(Errno.EBADF, function, path.toString());
        }
    }
}
