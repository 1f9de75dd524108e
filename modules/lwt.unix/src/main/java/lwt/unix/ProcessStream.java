package lwt.unix;

import java.util.List;
import java.util.Optional;
import lwt.Lwt;
import lwt.Promise;
import lwt.State;
import lwt.ThrowingFunction;
import org.jspecify.annotations.Nullable;

/// The elements that a program writes; closes the channel after the last, or after a failure.
final class ProcessStream<T> {
    private final InputChannel channel;
    private final ThrowingFunction<InputChannel, Promise<Optional<T>>> read;
    private boolean ended;

    ProcessStream(InputChannel channel, ThrowingFunction<InputChannel, Promise<Optional<T>>> read) {
        this.channel = channel;
        this.read = read;
    }

    Promise<Optional<T>> next() {
        if (ended) {
            return Lwt.of(Optional.empty());
        }
        return Lwt.tryBind(
                () -> read.apply(channel),
                element -> element.isPresent() ? Lwt.of(element) : end(),
                failure -> Closing.afterFailure(failure, channel::close));
    }

    private Promise<Optional<T>> end() {
        ended = true;
        return channel.close().map(_ -> Optional.empty());
    }

    /// Elements that a program makes of what it is sent meanwhile: the failure to send takes the
    /// place of one element, the one that was awaited when it came.
    static final class Monitored<T> {
        private final Promise<@Nullable Void> sender;
        private final ProcessStream<T> elements;
        private @Nullable Promise<Optional<T>> held; // what was awaited when sending failed
        private boolean told;

        Monitored(Promise<@Nullable Void> sender, ProcessStream<T> elements) {
            this.sender = sender;
            this.elements = elements;
        }

        Promise<Optional<T>> next() {
            Promise<Optional<T>> element = held != null ? held : elements.next();
            held = null;
            if (told) {
                return element;
            }
            Promise<Optional<T>> sending = sender.map(_ -> Optional.empty());
            return Lwt.tryBind(() -> Lwt.choose(List.of(sending, element)), _ -> settle(element), _ -> settle(element));
        }

        private Promise<Optional<T>> settle(Promise<Optional<T>> element) {
            return switch (sender.state()) {
                case State.Sleep<@Nullable Void> _ -> element;
                case State.Return<@Nullable Void> _ -> {
                    told = true;
                    yield element;
                }
                case State.Fail<@Nullable Void> failed -> {
                    told = true;
                    held = element;
                    yield Lwt.fail(failed.cause());
                }
            };
        }
    }
}
