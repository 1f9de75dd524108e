package lwt.extra;

import static org.assertj.core.api.Assertions.assertThat;

import lwt.Promise;
import lwt.testkit.TestLoop;
import lwt.unix.HostEntry;
import org.junit.jupiter.api.Test;

/// The examples of the Javadoc; each region is shown there.
class Snippets {
    @Test
    void again() {
        TestLoop.run(
                () ->
                        // @start region="again"
                        LwtLib.hostByName("localhost").bind(host -> {
                            Promise<HostEntry> again = LwtLib.hostByName("localhost"); // at once, for a minute
                            assertThat(again.isSleeping()).isFalse();
                            return again;
                        })
                // @end
                );
    }
}
