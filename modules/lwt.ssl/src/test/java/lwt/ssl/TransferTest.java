package lwt.ssl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.zip.CRC32C;
import lwt.Lwt;
import lwt.Promise;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A lot of bytes, as many as the property `lwt.ssl.transfer` says (32 MiB without it), arrive unchanged.
final class TransferTest {
    private static final long BYTES = Long.getLong("lwt.ssl.transfer", 32L << 20);

    /// Sends pieces that differ, each as long as the one before and a bit more.
    private static final class Sender {
        private final byte[] noise = new byte[1 << 20];
        private final Random random = new Random(1);
        private final CRC32C sum = new CRC32C();
        private final SslSocket socket;
        private long left = BYTES;

        Sender(SslSocket socket) {
            this.socket = socket;
            random.nextBytes(noise);
        }

        Promise<Void> run() {
            if (left == 0) {
                return socket.shutdownSend();
            }
            int offset = random.nextInt(noise.length);
            int length = (int) Math.min(left, random.nextInt(noise.length - offset) + 1);
            sum.update(noise, offset, length);
            left -= length;
            return OnLoop.writeAll(socket, noise, offset, length).then(this::run);
        }
    }

    private static final class Receiver {
        private final byte[] buffer = new byte[100_000];
        private final CRC32C sum = new CRC32C();
        private final SslSocket socket;
        private long got;

        Receiver(SslSocket socket) {
            this.socket = socket;
        }

        Promise<Void> run() {
            return socket.read(buffer, 0, buffer.length).bind(count -> {
                if (count == 0) {
                    return Lwt.unit();
                }
                sum.update(buffer, 0, count);
                got += count;
                return run();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void transfer_unchanged(String protocol) throws Exception {
        OnLoop.run(
                Duration.ofMinutes(10),
                () -> Pair.open(protocol).bind(pair -> {
                    Sender sender = new Sender(pair.client());
                    Receiver receiver = new Receiver(pair.server());
                    return Lwt.join(sender.run(), receiver.run())
                            .map(_ -> {
                                assertThat(receiver.got).isEqualTo(BYTES);
                                assertThat(receiver.sum.getValue()).isEqualTo(sender.sum.getValue());
                                return null;
                            })
                            .then(() -> Lwt.join(
                                    pair.client().close(), pair.server().close()));
                }));
    }
}
