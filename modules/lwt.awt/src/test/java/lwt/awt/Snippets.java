package lwt.awt;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.EventQueue;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lwt.unix.LwtUnix;
import org.junit.jupiter.api.Test;

/// The examples of the Javadoc; each region is shown there.
class Snippets {
    @Test
    void install() throws Exception {
        CompletableFuture<Boolean> label = new CompletableFuture<>();
        // @start region="install"
        LwtAwt.install();
        EventQueue.invokeLater(
                () -> // or in a listener
                LwtUnix.sleep(Duration.ofMillis(5)).onSuccess(_ -> label.complete(EventQueue.isDispatchThread())));
        // @end
        assertThat(label.get(10, TimeUnit.SECONDS)).isTrue();
        LwtAwt.remove();
    }
}
