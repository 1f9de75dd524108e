package moduletests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import lwt.State;
import lwt.ThrowingFunction;
import lwt.unix.ChannelPair;
import lwt.unix.LwtIo;

/// What the sessions of the manual have in common, in callbacks and in direct style.
final class Sessions {
    private Sessions() {}

    /// `Exit` of the manual.
    static final class Exit extends Exception {
        private static final long serialVersionUID = 1L;
    }

    static void assertReturn(Object value, Promise<?> promise) {
        assertThat(promise.state()).isEqualTo(new State.Return<>(value));
    }

    static void assertFail(Class<? extends Throwable> failure, Promise<?> promise) {
        assertThat(promise.state())
                .isInstanceOfSatisfying(
                        State.Fail.class, fail -> assertThat(fail.cause()).isInstanceOf(failure));
    }

    static void assertCanceled(Promise<?> promise) {
        assertFail(CanceledException.class, promise);
    }

    static void assertSleep(Promise<?> promise) {
        assertThat(promise.state()).isEqualTo(new State.Sleep<>());
    }

    /// A pipe for as long as `body` runs.
    static <T> Promise<T> withPipe(ThrowingFunction<ChannelPair, Promise<T>> body) {
        return Lwt.wrap(LwtIo::pipe)
                .bind(pipe -> Lwt.finalizing(
                        () -> body.apply(pipe),
                        () -> Lwt.join(pipe.output().close(), pipe.input().close())));
    }

    /// A text as OCaml's `%S` prints it.
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// What comes through `pipe` until its output is closed.
    static Promise<String> rest(ChannelPair pipe) {
        return pipe.output().close().then(() -> pipe.input().readAllBytes()).map(bytes -> new String(bytes, UTF_8));
    }
}
