package bench.io;

import static bench.io.IoContender.C;
import static bench.io.IoContender.LWT;
import static bench.io.IoContender.LWT_CHANNELS;
import static bench.io.IoContender.LWT_FIBERS;
import static bench.io.IoContender.NETTY;
import static bench.io.IoContender.OCAML;
import static bench.io.IoContender.OCAML_CHANNELS;
import static bench.io.IoContender.THREADS;
import static bench.io.IoContender.VERTX;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What is measured. The figure of a server is the CPU time it needs per operation, since the load
/// generator is saturated first; that of the others is the time per operation.
enum IoWorkload {
    ECHO_1_64("one connection, a message of 64 bytes there and back", 1, 64),
    ECHO_64_64("64 connections, 64 bytes", 64, 64),
    ECHO_1000_64("1,000 connections, 64 bytes", 1000, 64),
    ECHO_1_16K("one connection, 16 KiB", 1, 16_384),
    ECHO_64_16K("64 connections, 16 KiB", 64, 16_384),
    ECHO_1000_16K("1,000 connections, 16 KiB", 1000, 16_384),
    ACCEPT("a connection accepted and closed, 64 at a time", 64, 0),
    PIPE_64("64 bytes written into a pipe for which a read waits", EnumSet.of(C, LWT, OCAML)),
    FILE_64K("a piece of 64 KiB read from a file in the cache", EnumSet.of(C, LWT, OCAML)),
    JOB_1("the way to a worker and back: jobs that do nothing, one after the other", EnumSet.of(LWT, OCAML)),
    JOB_64("the same, 64 under way", EnumSet.of(LWT, OCAML)),
    ACCESS_64("a system call made by a worker, access(\"/\"), 64 under way", EnumSet.of(LWT, OCAML)),
    WAKE("a message from one thread to another that waits in epoll, one way", EnumSet.of(C, LWT, OCAML)),
    TIMERS("CPU time of a sleep, of a million at once", EnumSet.of(LWT, OCAML));

    /// A bound that this library sets itself: ours at most so many times the peer's figure.
    record Bound(IoContender ours, IoContender peer, double most) {}

    private final String question;
    private final int connections;
    private final int messageSize;

    @SuppressWarnings("ImmutableEnumChecker") // nobody else sees the set
    private final Set<IoContender> contenders;

    IoWorkload(String question, int connections, int messageSize) {
        this.question = question;
        this.connections = connections;
        this.messageSize = messageSize;
        this.contenders = messageSize > 0
                ? EnumSet.allOf(IoContender.class)
                : EnumSet.of(C, LWT, LWT_FIBERS, OCAML, NETTY, VERTX, THREADS);
    }

    IoWorkload(String question, EnumSet<IoContender> contenders) {
        this.question = question;
        this.connections = 0;
        this.messageSize = 0;
        this.contenders = contenders;
    }

    /// The name used on the command line and in the table: `echo-64-64`.
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String question() {
        return question;
    }

    boolean isServer() {
        return connections > 0;
    }

    int connections() {
        return connections;
    }

    int messageSize() {
        return messageSize;
    }

    /// What server and load generator call it.
    String program() {
        return this == ACCEPT ? "accept" : "echo";
    }

    boolean isOfferedBy(IoContender contender) {
        return contenders.contains(contender);
    }

    List<Bound> bounds() {
        return switch (this) {
            case ECHO_64_64 ->
                List.of(
                        new Bound(LWT, C, 1.10),
                        new Bound(LWT, NETTY, 1.0),
                        new Bound(LWT, OCAML, 0.85),
                        new Bound(LWT_CHANNELS, C, 1.25),
                        new Bound(LWT_CHANNELS, OCAML_CHANNELS, 1.0));
            case ECHO_64_16K -> List.of(new Bound(LWT_CHANNELS, C, 1.4));
            case JOB_1 -> List.of(new Bound(LWT, OCAML, 0.6));
            case JOB_64, TIMERS -> List.of(new Bound(LWT, OCAML, 0.25));
            default -> List.of();
        };
    }

    static Optional<IoWorkload> named(String id) {
        return Arrays.stream(values())
                .filter(workload -> workload.id().equals(id))
                .findFirst();
    }
}
