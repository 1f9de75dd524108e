package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import lwt.Lwt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandleUnixErrorTest {
    @TempDir
    Path directory;

    /// Fails with an error of the system.
    public static final class Failing {
        public static void main(String[] arguments) {
            LwtMain.run(() -> LwtUnix.handleUnixError(() -> LwtUnix.openFile(Path.of("/no/such/file"))));
        }
    }

    @Test
    void handleUnixError_saysItAndExits() throws Exception {
        ChildJvm child = ChildJvm.in(directory);
        assertThat(child.status(child.start(Failing.class))).isEqualTo(2);
        assertThat(child.output()).contains("ENOENT: no such file or directory: open(/no/such/file)");
    }

    @Test
    void handleUnixError_otherwise_behavesAsTheBody() throws Exception {
        String value = OnLoop.run("selector", () -> LwtUnix.handleUnixError(() -> Lwt.of("value")));
        assertThat(value).isEqualTo("value");
        assertThatThrownBy(() -> OnLoop.run(
                        "selector", () -> LwtUnix.handleUnixError(() -> Lwt.fail(new IllegalStateException("other")))))
                .isInstanceOf(IllegalStateException.class);
    }
}
