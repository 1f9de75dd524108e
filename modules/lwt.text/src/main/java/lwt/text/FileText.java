package lwt.text;

import java.nio.file.Path;
import java.util.Optional;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.ThrowingFunction;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;

/// What the text of a file consists of, as a stream: the file is opened when the first element is asked for, and closed
/// when the end is reached or reading fails.
final class FileText implements ThrowingSupplier<Promise<Optional<String>>> {
    private final Path path;
    private final ThrowingFunction<TextInput, Promise<Optional<String>>> read;
    private @Nullable TextInput input;
    private boolean ended;

    private FileText(Path path, ThrowingFunction<TextInput, Promise<Optional<String>>> read) {
        this.path = path;
        this.read = read;
    }

    static LwtStream<String> stream(Path path, ThrowingFunction<TextInput, Promise<Optional<String>>> read) {
        return LwtStream.from(new FileText(path, read));
    }

    @Override
    public Promise<Optional<String>> get() {
        if (ended) {
            return Lwt.of(Optional.empty());
        }
        TextInput open = input;
        return open != null
                ? next(open)
                : LwtText.openInput(path, TextEncoding.system()).bind(opened -> {
                    input = opened;
                    return next(opened);
                });
    }

    private Promise<Optional<String>> next(TextInput open) {
        return Lwt.tryBind(
                () -> read.apply(open),
                element -> element.isPresent() ? Lwt.of(element) : end(open).map(_ -> element),
                failure -> Lwt.finalizing(() -> Lwt.fail(failure), () -> end(open)));
    }

    private Promise<@Nullable Void> end(TextInput open) {
        ended = true;
        return open.close();
    }
}
