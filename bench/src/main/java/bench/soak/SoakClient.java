package bench.soak;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import lwt.direct.Direct;
import lwt.unix.ChannelPair;
import lwt.unix.Job;
import lwt.unix.LwtIo;
import lwt.unix.LwtUnix;
import org.jspecify.annotations.Nullable;

/// One of the clients: connects, does a random number of random things, ends the connection in a
/// random way, and begins again.
final class SoakClient {
    private static final int MOST_STEPS = 20;
    private static final int MOST_BYTES = 40_000;
    private static final int LONGEST_MILLIS = 10;

    private final SocketAddress server;
    private final SplittableRandom random;
    private final BooleanSupplier isOver;
    private long operations;

    SoakClient(SocketAddress server, long seed, BooleanSupplier isOver) {
        this.server = server;
        this.random = new SplittableRandom(seed);
        this.isOver = isOver;
    }

    /// What it has done so far.
    long operations() {
        return operations;
    }

    /// Goes on until it is over. Fails if an answer is wrong.
    Promise<@Nullable Void> run() {
        if (isOver.getAsBoolean()) {
            return Lwt.unit();
        }
        return LwtIo.openConnection(server)
                .bind(connection -> Lwt.catching(
                        () -> steps(connection, 1 + random.nextInt(MOST_STEPS)),
                        failure -> connection.abort().bind(_ -> Lwt.fail(failure))))
                .bind(_ -> run());
    }

    private Promise<@Nullable Void> steps(ChannelPair connection, int left) {
        operations++;
        if (left == 0 || isOver.getAsBoolean()) {
            return end(connection);
        }
        return (switch (random.nextInt(8)) {
                    case 0, 1 -> echo(connection);
                    case 2 -> inAFiber(connection);
                    case 3 -> timeOut(connection);
                    case 4 -> pipe();
                    case 5 -> job();
                    case 6 -> race();
                    default -> LwtUnix.sleep(millis());
                })
                .bind(_ -> steps(connection, left - 1));
    }

    private Promise<@Nullable Void> end(ChannelPair connection) {
        return switch (random.nextInt(4)) {
            case 0 -> connection.close();
            case 1 -> connection.output().write(bytes()).bind(_ -> connection.abort());
            case 2 -> dropped(connection);
            default -> halfClosed(connection);
        };
    }

    private Duration millis() {
        return Duration.ofMillis(random.nextInt(LONGEST_MILLIS));
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(MOST_BYTES)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new IllegalStateException(what);
        }
    }

    /* ---- What it does ---- */

    private Promise<@Nullable Void> echo(ChannelPair connection) {
        byte[] sent = bytes();
        return connection
                .output()
                .writeLine("echo " + sent.length)
                .bind(_ -> connection.output().write(sent))
                .bind(_ -> connection.output().flush())
                .bind(_ -> connection.input().readExactly(sent.length))
                .bind(received -> {
                    check(Arrays.equals(sent, received), "an echo came back changed");
                    return Lwt.unit();
                });
    }

    private Promise<@Nullable Void> inAFiber(ChannelPair connection) {
        return Direct.spawn(() -> {
            for (int k = 0; k < 3; k++) {
                Direct.await(echo(connection));
            }
        });
    }

    /// A read that is given up must lose nothing.
    private Promise<@Nullable Void> timeOut(ChannelPair connection) {
        return connection
                .output()
                .writeLine("wait " + random.nextInt(LONGEST_MILLIS))
                .bind(_ -> connection.output().flush())
                .bind(_ -> Lwt.catching(
                        () -> LwtUnix.withTimeout(
                                millis(), () -> connection.input().readLine()),
                        failure -> failure instanceof TimeoutException
                                ? connection.input().readLine()
                                : Lwt.fail(failure)))
                .bind(line -> {
                    check(line.equals("waited"), "a line came back changed: " + line);
                    return Lwt.unit();
                });
    }

    private Promise<@Nullable Void> pipe() {
        return Lwt.apply(_ -> throughPipe(LwtIo.pipe()), "");
    }

    private Promise<@Nullable Void> throughPipe(ChannelPair pipe) {
        byte[] sent = bytes();
        Promise<byte[]> received = pipe.input().readAllBytes();
        return pipe.output()
                .write(sent)
                .bind(_ -> pipe.output().close())
                .bind(_ -> received)
                .bind(got -> {
                    check(Arrays.equals(sent, got), "a pipe changed what went through it");
                    return pipe.input().close();
                });
    }

    private Promise<@Nullable Void> job() {
        boolean giveUp = random.nextBoolean();
        long bound = random.nextInt(10_000);
        Promise<Long> sum = LwtUnix.runJob(new Sum(bound));
        if (giveUp) {
            sum.cancel();
        }
        return Lwt.catching(
                () -> sum.bind(value -> {
                    check(value == bound * (bound + 1) / 2, "a job gave a wrong result");
                    return Lwt.unit();
                }),
                failure -> failure instanceof CanceledException ? Lwt.unit() : Lwt.fail(failure));
    }

    private static final class Sum extends Job<Long> {
        private final long bound;
        private long sum;

        Sum(long bound) {
            this.bound = bound;
        }

        @Override
        protected void run() {
            for (long k = 1; k <= bound; k++) {
                sum += k;
            }
        }

        @Override
        protected Long result() {
            return sum;
        }
    }

    private Promise<@Nullable Void> race() {
        return Lwt.pick(LwtUnix.sleep(millis()), LwtUnix.sleep(millis()), LwtUnix.sleep(Duration.ofHours(1)));
    }

    /* ---- How it ends ---- */

    private static Promise<@Nullable Void> dropped(ChannelPair connection) {
        return Lwt.catching(
                        () -> connection
                                .output()
                                .writeLine("drop")
                                .bind(_ -> connection.output().flush())
                                .bind(_ -> connection.input().readAllBytes())
                                .then(Lwt::unit),
                        failure -> failure instanceof IOException ? Lwt.unit() : Lwt.fail(failure))
                .bind(_ -> connection.abort());
    }

    private Promise<@Nullable Void> halfClosed(ChannelPair connection) {
        byte[] sent = bytes();
        Promise<byte[]> received = connection.input().readAllBytes();
        return connection
                .output()
                .writeLine("rest")
                .bind(_ -> connection.output().write(sent))
                .bind(_ -> connection.output().shutdownSend())
                .bind(_ -> received)
                .bind(got -> {
                    check(Arrays.equals(sent, got), "what came back after the end was changed");
                    return connection.close();
                });
    }
}
