package lwt.preemptive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import lwt.unix.LwtMain;
import org.junit.jupiter.api.Test;

/// The examples of the API pages.
class Snippets {
    @Test
    void detach() {
        // @start region="detach"
        long sum = LwtMain.run(() ->
                LwtPreemptive.detach(() -> LongStream.range(0, 1_000_000).sum()).map(total -> total / 1000));
        // @end
        assertThat(sum).isEqualTo(499_999_500L);
    }
}
