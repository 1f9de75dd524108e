package lwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Programs that run for ever need neither heap nor stack: millions of rounds with a heap of 24 MB and the default
/// stack, each in a JVM of its own.
class MemoryTest {
    private static final List<String> SMALL = List.of("-Xmx24m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    static Iterable<String> programs() {
        return Endless.names();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void endless(String program) throws Exception {
        ChildJvm.Result result = ChildJvm.run(SMALL, Endless.class, program);
        assertThat(result.output()).as("what the program “%s” printed", program).isEmpty();
        assertThat(result.status())
                .as("exit status of the program “%s”", program)
                .isZero();
    }

    /// The heap is small enough to notice a leak.
    @Test
    void growing_doesNotFit() throws Exception {
        ChildJvm.Result result = ChildJvm.run(SMALL, Growing.class);
        assertThat(result.output()).as("what a program that leaks printed").contains("OutOfMemoryError");
        assertThat(result.status()).as("exit status of a program that leaks").isNotZero();
    }

    static final class Growing {
        private Growing() {}

        public static void main(String[] arguments) {
            Promise<Integer> never = Lwt.<Integer>waiter().promise();
            for (int i = 0; i < 1_000_000; i++) {
                never.map(x -> x + 1);
            }
        }
    }
}
