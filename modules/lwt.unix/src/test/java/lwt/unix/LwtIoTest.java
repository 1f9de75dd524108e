package lwt.unix;

import static lwt.unix.States.failureOf;
import static lwt.unix.States.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import lwt.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Channels over pipes.
final class LwtIoTest {
    /* ---- The sessions of the manual, “Lwt concepts” ---- */

    @Test
    void lwtConcepts_pipeAndReadChar() throws Exception {
        ChannelPair pipe = LwtIo.pipe();
        InputChannel ic = pipe.input();
        OutputChannel oc = pipe.output();
        Promise<Character> t = ic.readChar();
        assertThat(t.state()).isEqualTo(new State.Sleep<Character>());
        assertThat(oc.writeChar('a').state()).isEqualTo(new State.Return<@Nullable Void>(null));
        LwtMain.run(t); // as the toplevel does; nobody flushes
        assertThat(t.state()).isEqualTo(new State.Return<>('a'));
        LwtMain.run(pipe.close());
    }

    @Test
    void lwtConcepts_youTyped() throws Exception {
        ChannelPair keyboard = LwtIo.pipe();
        ChannelPair screen = LwtIo.pipe();
        Promise<@Nullable Void> program =
                keyboard.input().readLine().bind(line -> screen.output().printf("You typed \"%s\"", line));
        LwtMain.run(keyboard.output().writeLine("hello"));
        LwtMain.run(program);
        LwtMain.run(screen.output().close());
        assertThat(LwtMain.run(screen.input().read())).isEqualTo("You typed \"hello\"");
        LwtMain.run(() -> Lwt.join(keyboard.close(), screen.close()));
    }

    /* ---- Pipes ---- */

    @Test
    void pipe_endOfInput() throws Exception {
        ChannelPair pipe = LwtIo.pipe();
        LwtMain.run(() -> pipe.output().write("last").then(pipe.output()::close));
        assertThat(LwtMain.run(pipe.input().readLine())).isEqualTo("last");
        assertThatThrownBy(() -> LwtMain.run(pipe.input().readLine())).isInstanceOf(EOFException.class);
        LwtMain.run(pipe.close());
    }

    @Test
    void pipe_moreThanItHolds() throws Exception {
        byte[] sent = new byte[10_000_000];
        ThreadLocalRandom.current().nextBytes(sent);
        ChannelPair pipe = LwtIo.pipe();
        byte[] received = LwtMain.run(() -> {
            Promise<@Nullable Void> writing = pipe.output().write(sent).then(pipe.output()::close);
            Promise<byte[]> reading = pipe.input().readAllBytes();
            return writing.then(() -> reading);
        });
        assertThat(Arrays.equals(received, sent)).isTrue();
        LwtMain.run(pipe.close());
    }

    @Test
    void pipe_manyLinesWithoutFlush() throws Exception {
        ChannelPair pipe = LwtIo.pipe();
        int sum = LwtMain.run(() -> {
            Lwt.async(() -> writeNumbers(pipe.output(), 100_000).then(pipe.output()::close));
            return sum(pipe.input(), 0);
        });
        assertThat(sum).isEqualTo(705_082_704); // 100,000 * 100,001 / 2, as an int
        LwtMain.run(pipe.close());
    }

    private static Promise<@Nullable Void> writeNumbers(OutputChannel output, int count) {
        return count == 0
                ? Lwt.unit()
                : output.writeLine(Integer.toString(count)).then(() -> writeNumbers(output, count - 1));
    }

    private static Promise<Integer> sum(InputChannel input, int soFar) {
        return input.readLineOptional()
                .bind(line -> line.isEmpty() ? Lwt.of(soFar) : sum(input, soFar + Integer.parseInt(line.get())));
    }

    @Test
    void pipe_readerGone() throws Exception {
        ChannelPair pipe = LwtIo.pipe();
        LwtMain.run(pipe.input().close());
        resultOf(pipe.output().write("nobody reads this"));
        assertThatThrownBy(() -> LwtMain.run(pipe.output().flush()))
                .isInstanceOfSatisfying(
                        UnixException.class, e -> assertThat(e.errno()).isEqualTo("EPIPE"));
        assertThatThrownBy(() -> LwtMain.run(pipe.output().close()))
                .isInstanceOfSatisfying(
                        UnixException.class, e -> assertThat(e.errno()).isEqualTo("EPIPE"));
        assertThat(pipe.output().isClosed()).isTrue();
    }

    @Test
    void pipe_closedWhileSomebodyReads() throws Exception {
        ChannelPair pipe = LwtIo.pipe();
        Promise<String> line = pipe.input().readLine();
        LwtMain.run(pipe.input().close());
        assertThat(failureOf(line)).isInstanceOf(ChannelClosedException.class);
        assertThat(failureOf(pipe.input().readLine()))
                .isInstanceOf(ChannelClosedException.class)
                .hasMessageMatching("the input channel of .+ is closed");
        LwtMain.run(pipe.close());
    }

    @Test
    void pipe_descriptorClosedBehindTheChannel() throws Exception {
        PipePair pipe = LwtUnix.pipe();
        InputChannel input = InputChannel.of(pipe.reader());
        LwtMain.run(pipe.reader().close());
        assertThatThrownBy(() -> LwtMain.run(input.readLine()))
                .isInstanceOfSatisfying(
                        UnixException.class, e -> assertThat(e.errno()).isEqualTo("EBADF"));
        LwtMain.run(() -> Lwt.join(input.close(), pipe.writer().close()));
    }

    @Test
    void pipe_canceledReadLosesNoByte() throws Exception {
        ChannelPair pipe = LwtIo.pipe();
        Promise<String> line = pipe.input().readLine();
        LwtMain.run(() -> pipe.output().write("half ").then(pipe.output()::flush));
        while (pipe.input().buffered() == 0) {
            LwtMain.run(LwtUnix.sleep(Duration.ZERO));
        }
        line.cancel();
        assertThat(failureOf(line)).isInstanceOf(CanceledException.class);
        LwtMain.run(() -> pipe.output().writeLine("line").then(pipe.output()::flush));
        assertThat(LwtMain.run(pipe.input().readLine())).isEqualTo("half line");
        LwtMain.run(pipe.close());
    }
}
