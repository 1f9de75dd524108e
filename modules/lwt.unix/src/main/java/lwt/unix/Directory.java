package lwt.unix;

import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import lwt.Lwt;
import lwt.Mutex;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// An open directory, to read the names of what is in it: [LwtFiles#openDirectory].
///
/// The names are single ones, to be resolved against the directory's path; `.` and `..` are among
/// them. Their order is the file system's. What is made or removed meanwhile may be among them or
/// not.
///
/// Operations are served in the order in which they were asked for. Canceling a read loses no
/// entry: the next one gets it. Operations fail with [UnixException]; those on a closed directory
/// with `EBADF`. A directory that the program forgets is closed when the collector finds it.
///
/// @see "Lwt manual (December 2010), “Unix primitives”"
public final class Directory {
    /*
     * Overview
     *
     * Workers read entries in batches into `ahead`, from which reads are served. A batch belongs to the directory, not
     * to the read that had it loaded: so a canceled read, or one whose job was aborted, loses nothing. `busy` is the
     * end of its job, good or bad; since it may outlive whoever asked for it, everybody waits for it first. A batch that
     * was under way when the directory was rewound is dropped (`generation`).
     */
    private static final class Cleaning {
        static final Cleaner CLEANER = Cleaner.create(
                task -> Thread.ofPlatform().daemon().name("lwt-directories").unstarted(task));
    }

    private final MainLoop main;
    private final Path path;
    private final DirectoryBody body;
    private final Cleaner.Cleanable cleanable;
    private final Mutex turn = new Mutex();
    private final Queue<Path> ahead = new ArrayDeque<>();
    private Promise<@Nullable Void> busy = Lwt.unit();
    private boolean isAtEnd;
    private int generation;
    private boolean closed;

    private Directory(MainLoop main, Path path, DirectoryBody body) {
        this.main = main;
        this.path = path;
        this.body = body;
        this.cleanable = Cleaning.CLEANER.register(this, () -> closeForgotten(body));
    }

    private static void closeForgotten(DirectoryBody body) {
        try {
            body.close();
        } catch (UnixException _) {
            // Nothing was written to it, and nobody asks.
        }
    }

    static Promise<Directory> open(MainLoop main, Path path) {
        PathCalls calls = main.calls().paths();
        return main.jobs().run(new Job<>() {
            private @Nullable DirectoryBody opened;

            @Override
            protected void run() throws UnixException {
                opened = calls.openDirectory(path);
            }

            @Override
            protected Directory result() {
                DirectoryBody body = opened;
                opened = null;
                if (body == null) {
                    throw new AssertionError("run() opened it");
                }
                return new Directory(main, path, body);
            }

            @Override
            protected void free() {
                if (opened != null) {
                    closeForgotten(opened);
                }
            }
        });
    }

    /* ---- Reading ---- */

    /// The next entry; empty at the end.
    public Promise<Optional<Path>> read() {
        return take(1).map(names -> names.stream().findFirst());
    }

    /// The next entries, `most` of them unless the end comes before; none at the end.
    ///
    /// @throws IllegalArgumentException if `most` is not positive
    public Promise<List<Path>> readMany(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("one can read one entry or more, not " + most);
        }
        return take(most);
    }

    private Promise<List<Path>> take(int most) {
        main.checkCaller();
        return turn.withLock(() -> quiet().then(() -> load(most)).map(_ -> {
            List<Path> names = new ArrayList<>();
            while (names.size() < most && !ahead.isEmpty()) {
                names.add(ahead.remove());
            }
            return names;
        }));
    }

    /// Resolves when so many entries are there, or all.
    private Promise<@Nullable Void> load(int wanted) {
        if (closed) {
            return closedFailure("readdir");
        }
        if (ahead.size() >= wanted || isAtEnd) {
            return Lwt.unit();
        }
        return begin(new Loading()).then(() -> load(wanted));
    }

    private final class Loading extends Job<@Nullable Void> {
        private final int started = generation;
        private @Nullable List<Path> batch;

        @Override
        protected void run() throws UnixException {
            batch = body.next();
        }

        @Override
        @SuppressWarnings("NullAway") // a promise of nothing
        protected @Nullable Void result() {
            return null;
        }

        /// Also if nobody waits any more.
        @Override
        protected void free() {
            if (batch != null && started == generation) {
                ahead.addAll(batch);
                isAtEnd = batch.isEmpty();
            }
        }
    }

    /// Begins again with the first entry, as the directory is by then.
    public Promise<@Nullable Void> rewind() {
        main.checkCaller();
        return turn.<@Nullable Void>withLock(() -> quiet().<@Nullable Void>then(() -> {
            if (closed) {
                return closedFailure("rewinddir");
            }
            generation++;
            ahead.clear();
            isAtEnd = false;
            return begin(Jobs.<@Nullable Void>of(() -> {
                body.rewind();
                return null;
            }));
        }));
    }

    /// Starts a job that goes on whoever gives up waiting for it.
    private Promise<@Nullable Void> begin(Job<@Nullable Void> job) {
        Promise<@Nullable Void> running = main.jobs().run(job);
        busy = Lwt.catching(() -> running, _ -> Lwt.unit());
        return running.shielded();
    }

    /// Resolves when no job is under way.
    private Promise<@Nullable Void> quiet() {
        return busy.isSleeping() ? busy.shielded() : Lwt.unit();
    }

    /* ---- Closing ---- */

    /// Closes the directory. What waits for it fails with `EBADF`. Closing twice does no harm.
    public Promise<@Nullable Void> close() {
        main.checkCaller();
        if (closed) {
            return Lwt.unit();
        }
        closed = true;
        ahead.clear();
        return main.jobs()
                .run(new Job<@Nullable Void>() {
                    @Override
                    protected void run() throws UnixException {
                        body.close();
                    }

                    @Override
                    @SuppressWarnings("NullAway") // a promise of nothing
                    protected @Nullable Void result() {
                        return null;
                    }

                    // Does what `run` would have done, if jobs were aborted before.
                    @Override
                    protected void free() {
                        cleanable.clean();
                    }
                })
                .shielded();
    }

    /// Whether [#close] was called.
    public boolean isClosed() {
        return closed;
    }

    private <T extends @Nullable Object> Promise<T> closedFailure(String function) {
        return Lwt.fail(UnixException.of(Errno.EBADF, function, path.toString()));
    }

    @Override
    public String toString() {
        return "directory " + path + (closed ? " (closed)" : "");
    }
}
