package moduletests;

import static lwt.direct.Direct.await;
import static lwt.direct.Direct.spawn;
import static moduletests.Sessions.withPipe;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import lwt.Loop;
import lwt.Promise;
import lwt.ThrowingConsumer;
import lwt.unix.ChannelPair;
import lwt.unix.LwtMain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Fibers that read and write channels, with both mechanisms.
@Timeout(60)
class DirectChannelsTest {
    private static final String FIBERS = "lwt.fibers";

    /// What a fiber does with a pipe, on a loop of its own, which asks for the mechanism when it starts its first
    /// fiber.
    private static void onPipe(String mechanism, ThrowingConsumer<ChannelPair> body) {
        System.setProperty(FIBERS, mechanism);
        Loop nested = Loop.nested();
        try {
            LwtMain.run(withPipe(pipe -> spawn(() -> body.accept(pipe))));
        } finally {
            nested.endNested();
        }
    }

    @AfterEach
    void forgetTheMechanism() {
        System.clearProperty(FIBERS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "baton"})
    void readLine_inALoop_throwsAtTheEnd(String mechanism) {
        List<String> lines = new ArrayList<>();
        onPipe(mechanism, pipe -> {
            await(pipe.output().write("hello\nworld\nunended"));
            await(pipe.output().close());
            try {
                while (true) {
                    lines.add(await(pipe.input().readLine(), EOFException.class));
                }
            } catch (EOFException e) {
                lines.add("end");
            }
        });
        assertThat(lines).containsExactly("hello", "world", "unended", "end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "baton"})
    void pipe_writerAndReader_aHundredLines(String mechanism) {
        int[] sum = {0};
        onPipe(mechanism, pipe -> {
            Promise<?> writer = spawn(() -> {
                for (int i = 1; i <= 100; i++) {
                    await(pipe.output().writeLine(Integer.toString(i)));
                }
                await(pipe.output().close());
            });
            for (var line = await(pipe.input().readLineOptional());
                    line.isPresent();
                    line = await(pipe.input().readLineOptional())) {
                sum[0] += Integer.parseInt(line.get());
            }
            await(writer);
        });
        assertThat(sum[0]).isEqualTo(5050);
    }
}
