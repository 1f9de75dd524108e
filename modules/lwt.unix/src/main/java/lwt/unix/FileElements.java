package lwt.unix;

import java.nio.file.Path;
import java.util.Optional;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.ThrowingFunction;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;

/// What a file consists of, as a stream: it is opened when the first element is asked for, and
/// closed when the end is reached or reading fails.
final class FileElements<T> implements ThrowingSupplier<Promise<Optional<T>>> {
    private final Path path;
    private final ThrowingFunction<InputChannel, Promise<Optional<T>>> read;
    private @Nullable InputChannel channel;
    private boolean ended;

    private FileElements(Path path, ThrowingFunction<InputChannel, Promise<Optional<T>>> read) {
        this.path = path;
        this.read = read;
    }

    static <T> LwtStream<T> stream(Path path, ThrowingFunction<InputChannel, Promise<Optional<T>>> read) {
        return LwtStream.from(new FileElements<>(path, read));
    }

    @Override
    public Promise<Optional<T>> get() {
        if (ended) {
            return Lwt.of(Optional.empty());
        }
        InputChannel open = channel;
        return open != null
                ? next(open)
                : LwtIo.openInput(path).bind(opened -> {
                    channel = opened;
                    return next(opened);
                });
    }

    private Promise<Optional<T>> next(InputChannel open) {
        return Lwt.tryBind(
                () -> read.apply(open),
                element -> element.isPresent() ? Lwt.of(element) : end(open).map(_ -> element),
                failure -> Closing.afterFailure(failure, () -> end(open)));
    }

    private Promise<@Nullable Void> end(InputChannel open) {
        ended = true;
        return open.close();
    }
}
