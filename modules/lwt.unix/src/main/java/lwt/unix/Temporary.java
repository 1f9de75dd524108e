package lwt.unix;

import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Set;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingFunction;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;

/// Makes temporary files and directories, and removes trees of files.
final class Temporary {
    /*
     * The system refuses to make what is there already (O_EXCL, mkdir), so nobody can put a file or a link in the way;
     * a name that is taken is tried again with another number, a bounded number of times. The numbers cannot be
     * foreseen, so nobody can take all the names either.
     */
    private static final int ATTEMPTS = 1000;

    /// The bits for executing.
    private static final int EXECUTION = 0111;

    private static final Set<OpenOption> NEW_FILE = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

    private static final class Numbers {
        static final SecureRandom RANDOM = new SecureRandom();
    }

    private Temporary() {}

    static Promise<TempFile> file(TempOptions options) {
        return make(
                options,
                path -> LwtUnix.openFile(path, NEW_FILE, options.permissions() & ~EXECUTION)
                        .map(file -> new TempFile(path, FileChannels.output(file))));
    }

    static Promise<Path> directory(TempOptions options) {
        return make(options, path -> LwtFiles.mkdir(path, options.permissions()).map(_ -> path));
    }

    private static <T> Promise<T> make(TempOptions options, ThrowingFunction<Path, Promise<T>> make) {
        return make(options, make, ATTEMPTS);
    }

    private static <T> Promise<T> make(TempOptions options, ThrowingFunction<Path, Promise<T>> make, int attempts) {
        Path path = options.folder().resolve(options.prefix() + number() + options.suffix());
        return Lwt.catching(
                () -> make.apply(path),
                failure -> failure instanceof UnixException e && e.is(Errno.EEXIST) && attempts > 1
                        ? make(options, make, attempts - 1)
                        : Lwt.fail(failure));
    }

    private static String number() {
        return String.format("%016x", Numbers.RANDOM.nextLong());
    }

    /* ---- Removing ---- */

    /// Removes a file; that it is gone already does no harm.
    static Promise<@Nullable Void> remove(Path path) {
        return unlessGone(LwtFiles.unlink(path));
    }

    /// The same for a directory and what is in it; somebody else may be removing it, too.
    static Promise<@Nullable Void> removeTree(Path path) {
        return unlessGone(deleteRecursively(path));
    }

    /// Removes a file, or a directory and what is in it. A link is removed, never followed.
    static Promise<@Nullable Void> deleteRecursively(Path path) {
        return LwtFiles.lstat(path)
                .bind(status -> status.kind() == FileKind.DIRECTORY ? deleteDirectory(path) : LwtFiles.unlink(path));
    }

    /// One after the other: a tree of any size needs one open directory for each level, and no more.
    private static Promise<@Nullable Void> deleteDirectory(Path path) {
        return LwtFiles.filesOfDirectory(path)
                .iterSerial(name -> isItselfOrAbove(name) ? Lwt.unit() : removeTree(path.resolve(name)))
                .then(() -> LwtFiles.rmdir(path));
    }

    private static boolean isItselfOrAbove(Path name) {
        String text = name.toString();
        return text.equals(".") || text.equals("..");
    }

    private static Promise<@Nullable Void> unlessGone(Promise<@Nullable Void> removal) {
        return Lwt.catching(
                () -> removal,
                failure -> failure instanceof UnixException e && e.is(Errno.ENOENT) ? Lwt.unit() : Lwt.fail(failure));
    }

    /// Runs `body` and removes what was made for it in any case; the result is that of the body, or
    /// the failure to remove.
    static <T extends @Nullable Object> Promise<T> whileThere(
            ThrowingSupplier<? extends Promise<T>> body, ThrowingSupplier<Promise<@Nullable Void>> removal) {
        return Lwt.tryBind(
                body, value -> removal.get().map(_ -> value), failure -> Closing.afterFailure(failure, removal));
    }
}
