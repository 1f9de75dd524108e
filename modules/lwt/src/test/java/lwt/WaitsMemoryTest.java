package lwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What programs wait with needs no more memory however often it is used, and streams are garbage when nobody reads
/// them.
class WaitsMemoryTest {
    private static final List<String> SMALL = List.of("-Xmx24m", "-XX:+UseSerialGC");

    static Iterable<String> programs() {
        return EndlessWaits.names();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void endless(String program) throws Exception {
        ChildJvm.Result result = ChildJvm.run(SMALL, EndlessWaits.class, program);
        assertThat(result.output()).as("what the program “%s” printed", program).isEmpty();
        assertThat(result.status())
                .as("exit status of the program “%s”", program)
                .isZero();
    }

    @Test
    void abandonedStream_andItsSource_areCollected() throws InterruptedException {
        WeakReference<Object> source = new WeakReference<>(abandonOne());
        for (int i = 0; i < 200 && source.get() != null; i++) {
            System.gc();
            Thread.sleep(5);
        }
        assertThat(source.get())
                .as("what the source of an abandoned stream refers to")
                .isNull();
    }

    /// Makes a stream, reads it, lets a reader wait, and forgets it.
    private static Object abandonOne() {
        Object resource = new Object();
        Resolver<Optional<Object>> never = Lwt.waiter();
        boolean[] first = {true};
        LwtStream<Object> stream = LwtStream.from(() -> {
            if (first[0]) {
                first[0] = false;
                return Lwt.of(Optional.of(resource));
            }
            return never.promise();
        });
        stream.map(element -> element).next();
        assertThat(stream.next().isSleeping()).isTrue();
        return resource;
    }
}
