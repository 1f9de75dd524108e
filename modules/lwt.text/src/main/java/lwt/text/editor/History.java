package lwt.text.editor;

import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import lwt.Loop;
import lwt.Lwt;
import lwt.Mutex;
import lwt.Promise;
import lwt.ThrowingSupplier;
import lwt.unix.LockCommand;
import lwt.unix.LwtFiles;
import lwt.unix.LwtIo;
import lwt.unix.LwtUnix;
import lwt.unix.UnixException;
import org.jspecify.annotations.Nullable;

/// Lines of before, newest first, and the files that keep them.
///
/// A file has the lines in this order, in UTF-8, each followed by a NUL character; so they may have several lines
/// themselves.
///
/// @see "Lwt manual (December 2010), “Read-line”"
public final class History {
    private static final int OWNER_ONLY = 0600;

    private History() {}

    /// The history with another line, the newest; without it, if it is blank or the same as the newest.
    public static List<String> add(String line, List<String> history) {
        if (line.isBlank() || (!history.isEmpty() && history.getFirst().equals(line))) {
            return history;
        }
        List<String> more = new ArrayList<>(history.size() + 1);
        more.add(line);
        more.addAll(history);
        return List.copyOf(more);
    }

    /// The lines of a file; none if there is no such file.
    public static Promise<List<String>> load(Path file) {
        return Lwt.catching(
                () -> LwtIo.withInput(file, input -> input.readAllBytes().map(History::lines)),
                failure -> isMissing(failure) ? Lwt.of(List.of()) : Lwt.fail(failure));
    }

    private static boolean isMissing(Throwable failure) {
        return failure instanceof NoSuchFileException
                || (failure instanceof UnixException error && error.errno().equals("ENOENT"));
    }

    private static List<String> lines(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        String[] lines = text.split("\0", -1);
        return Arrays.stream(lines, 0, text.endsWith("\0") || text.isEmpty() ? lines.length - 1 : lines.length)
                .toList();
    }

    /// Saves the lines in a file, together with those that other programs have saved there since this history was
    /// loaded: two programs that end together both have theirs in it. The file is replaced at once, or not at all.
    ///
    /// Programs wait for each other by a lock on a file beside it, whose name ends in `.lock`. In one program, the
    /// histories are saved by one loop: the lock does not hold against threads of the same process.
    public static Promise<@Nullable Void> save(Path file, List<String> history) {
        List<String> saved = List.copyOf(history);
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        return Turns.ofCurrentLoop()
                .withLock(() -> withLock(lock, () -> load(file).bind(others -> replace(file, merge(others, saved)))));
    }

    /// The saves of a loop, one after the other: a lock of the system does not hold against the process that has it.
    private static final class Turns {
        private final Mutex mutex = new Mutex();

        static Mutex ofCurrentLoop() {
            return Loop.current().attachment(Turns.class, _ -> new Turns()).mutex;
        }
    }

    private static <T extends @Nullable Object> Promise<T> withLock(
            Path file, ThrowingSupplier<? extends Promise<T>> body) {
        return LwtUnix.openFile(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY)
                .bind(lock ->
                        Lwt.finalizing(() -> lock.lock(LockCommand.LOCK, 0).bind(_ -> body.get()), lock::close));
    }

    private static Promise<@Nullable Void> replace(Path file, List<String> lines) {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.replace("\0", "")).append('\0'));
        Set<StandardOpenOption> replacing =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        return LwtIo.withOutput(next, replacing, OWNER_ONLY, output -> output.write(text.toString()))
                .bind(_ -> LwtFiles.rename(next, file));
    }

    /// What is in the file, and then what this history has beyond it. Both began with the same lines, unless the file
    /// was shortened: so the longest beginning of the file that is found in the history is where they part.
    static List<String> merge(List<String> onDisk, List<String> history) {
        List<String> theirs = onDisk.reversed();
        List<String> ours = history.reversed();
        int from = 0;
        int most = 0;
        for (int start = 0; start < ours.size() && most < ours.size() - start; start++) {
            int same = 0;
            while (same < theirs.size()
                    && start + same < ours.size()
                    && theirs.get(same).equals(ours.get(start + same))) {
                same++;
            }
            if (same > most) {
                most = same;
                from = start;
            }
        }
        List<String> merged = new ArrayList<>(theirs);
        merged.addAll(ours.subList(most == 0 ? 0 : from + most, ours.size()));
        return List.copyOf(merged.reversed());
    }
}
