package lwt.unix;

import static lwt.unix.States.failureOf;
import static lwt.unix.States.resultOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The two channels of a connection close one descriptor together.
final class ChannelPairTest {
    private final ScriptedSource source = new ScriptedSource();
    private final RecordingSink sink = new RecordingSink();
    private final ChannelPair channels = ChannelPair.connection(source, sink, 16);

    @Test
    void close_inputFlushesTheOutput() {
        resultOf(channels.output().write("last words"));
        resultOf(channels.input().close());
        assertThat(sink.text()).isEqualTo("last words");
        assertThat(sink.events).containsExactly("close");
        assertThat(channels.output().isClosed()).isTrue();
    }

    @Test
    void close_outputClosesTheInput() {
        Promise<String> line = channels.input().readLine();
        resultOf(channels.output().close());
        assertThat(failureOf(line)).isInstanceOf(ChannelClosedException.class);
        assertThat(failureOf(channels.input().readLine())).isInstanceOf(ChannelClosedException.class);
        resultOf(channels.input().close());
        assertThat(sink.events).containsExactly("close");
    }

    @Test
    void close_inAnyOrderAndTwice() {
        resultOf(channels.input().close());
        resultOf(channels.output().close());
        resultOf(channels.close());
        resultOf(channels.abort());
        assertThat(sink.events).containsExactly("close");
    }

    @Test
    void close_failureOfTheFlushIsToldOnce() {
        sink.broken = new IOException("broken pipe");
        resultOf(channels.output().write("abc"));
        assertThat(failureOf(channels.close())).hasMessage("broken pipe").hasNoSuppressedExceptions();
        assertThat(sink.events).containsExactly("close");
    }

    @Test
    void shutdownSend_leavesTheInputOpen() {
        resultOf(channels.output().write("question"));
        resultOf(channels.output().shutdownSend());
        source.send("answer\n");
        assertThat(resultOf(channels.input().readLine())).isEqualTo("answer");
        resultOf(channels.close());
        assertThat(sink.events).containsExactly("shutdownSend", "close");
    }

    /* ---- Closing.after: what withConnection and servers do ---- */

    @Test
    void after_success() {
        Promise<String> result = Closing.after(channels, () -> {
            resultOf(channels.output().write("abc"));
            return Lwt.of("done");
        });
        assertThat(resultOf(result)).isEqualTo("done");
        assertThat(sink.text()).isEqualTo("abc");
        assertThat(sink.events).containsExactly("close");
    }

    @Test
    void after_bodyFails() {
        Exception failure = new Exception("body");
        Promise<String> result = Closing.after(channels, () -> {
            resultOf(channels.output().write("sorry"));
            throw failure;
        });
        assertThat(failureOf(result)).isSameAs(failure).hasNoSuppressedExceptions();
        assertThat(sink.text()).isEqualTo("sorry");
        assertThat(sink.events).containsExactly("close");
    }

    @Test
    void after_bodyAndCloseFail() {
        sink.closeFailure = new IOException("close");
        Promise<String> result = Closing.after(channels, () -> Lwt.fail(new IOException("body")));
        assertThat(failureOf(result)).hasMessage("body").hasSuppressedException(sink.closeFailure);
    }

    @Test
    void after_onlyCloseFails() {
        sink.broken = new IOException("broken pipe");
        Promise<String> result =
                Closing.after(channels, () -> channels.output().write("abc").map(_ -> "done"));
        assertThat(failureOf(result)).hasMessage("broken pipe");
        assertThat(sink.events).containsExactly("close");
    }

    @Test
    void after_bodyHasClosedAndSawTheFailure() {
        sink.closeFailure = new IOException("close");
        Promise<@Nullable Void> result =
                Closing.after(channels, () -> channels.output().close());
        assertThat(failureOf(result)).isSameAs(sink.closeFailure).hasNoSuppressedExceptions();
    }

    @Test
    void after_canceledDoesNotWaitForThePeer() {
        sink.room = 0;
        Resolver<String> never = Lwt.task();
        Promise<String> result = Closing.after(channels, () -> {
            resultOf(channels.output().write("bye"));
            return never.promise();
        });
        result.cancel();
        assertThat(failureOf(result)).isInstanceOf(CanceledException.class);
        assertThat(sink.events).containsExactly("close");
    }
}
