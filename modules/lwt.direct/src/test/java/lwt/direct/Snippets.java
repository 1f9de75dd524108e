package lwt.direct;

import static lwt.direct.Direct.await;
import static lwt.direct.Direct.awaitBoth;
import static lwt.direct.Direct.spawn;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import lwt.Lwt;
import lwt.Promise;
import org.junit.jupiter.api.Test;

/// The examples of the documentation.
final class Snippets {
    private static Promise<String> readLine() {
        return Lwt.pause().map(_ -> "line");
    }

    @Test
    void direct() {
        assertThat(LoopRunner.<Integer>onLoop(Mechanism.BATON, Snippets::length))
                .isEqualTo(8);
    }

    // @start region=direct
    static Promise<Integer> length() {
        return spawn(() -> {
            var first = await(readLine());
            var second = await(readLine());
            return first.length() + second.length();
        });
    }
    // @end

    @Test
    void checked() {
        assertThat(LoopRunner.<String>inFiber(Mechanism.BATON, Snippets::lineOrNothing))
                .isEqualTo("line");
    }

    static String lineOrNothing() {
        // @start region=checked
        try {
            return await(readLine(), IOException.class);
        } catch (IOException e) {
            return "";
        }
        // @end
    }

    @Test
    void both() {
        assertThat(LoopRunner.<String>inFiber(Mechanism.BATON, Snippets::two)).isEqualTo("lineline");
    }

    static String two() {
        // @start region=both
        var both = awaitBoth(readLine(), readLine());
        return both.first() + both.second();
        // @end
    }
}
