package bench.io;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.unix.FileDescriptor;
import lwt.unix.Job;
import lwt.unix.LwtFiles;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;
import lwt.unix.PipePair;
import org.jspecify.annotations.Nullable;

/// The main class of the JVM in which this library's side of the workloads without a server is
/// measured: `MicroMain WORKLOAD REPETITIONS FILE`. Prints the nanoseconds of an operation, once for
/// each repetition.
public final class MicroMain {
    static final int PIPE_ROUNDS = 100_000;
    static final int JOB_ROUNDS = 64_000;
    static final int WAKE_ROUNDS = 30_000;
    static final int TIMERS = 1_000_000;
    static final int PIECE = 65_536;

    private static final int WARM_UPS = 3; // at least
    private static final long WARM_UP_NANOS = 2_000_000_000L; // at least: the compilers need their time
    private static final int PIPE_BYTES = 64;
    private static final int LONGEST_SLEEP_MICROS = 1_500_000;

    private final int repetitions;

    private MicroMain(int repetitions) {
        this.repetitions = repetitions;
    }

    /// Measures a workload.
    ///
    /// @param arguments the workload, how often, and a file to read
    public static void main(String[] arguments) throws Exception {
        var micro = new MicroMain(Integer.parseInt(arguments[1]));
        switch (IoWorkload.valueOf(arguments[0])) {
            case PIPE_64 -> micro.pipe();
            case FILE_64K -> micro.file(Path.of(arguments[2]));
            case JOB_1 -> micro.jobs(1, MicroMain::nothing);
            case JOB_64 -> micro.jobs(64, MicroMain::nothing);
            case ACCESS_64 -> micro.jobs(64, () -> LwtFiles.access(Path.of("/")));
            case WAKE -> micro.wake();
            case TIMERS -> micro.timers();
            default -> throw new IllegalArgumentException("a server is measured from outside: " + arguments[0]);
        }
        System.exit(0);
    }

    private interface Body {
        void run() throws Exception;
    }

    private void measure(LongSupplier nanos, double operations, Body body) throws Exception {
        long start = System.nanoTime();
        for (int k = 0; k < WARM_UPS || System.nanoTime() - start < WARM_UP_NANOS; k++) {
            body.run();
        }
        for (int k = 0; k < repetitions; k++) {
            long begin = nanos.getAsLong();
            body.run();
            System.out.println((nanos.getAsLong() - begin) / operations);
        }
    }

    private static Promise<@Nullable Void> repeat(int rounds, Supplier<? extends Promise<?>> body) {
        return rounds == 0 ? Lwt.unit() : body.get().bind(_ -> repeat(rounds - 1, body));
    }

    private void pipe() throws Exception {
        byte[] sent = new byte[PIPE_BYTES];
        byte[] received = new byte[PIPE_BYTES];
        PipePair pipe = LwtUnix.pipe();
        measure(
                System::nanoTime,
                PIPE_ROUNDS,
                () -> LwtMain.run(() -> repeat(PIPE_ROUNDS, () -> {
                    Promise<Integer> read = pipe.reader().read(received, 0, PIPE_BYTES);
                    return pipe.writer().write(sent, 0, PIPE_BYTES).bind(_ -> read);
                })));
    }

    private void file(Path path) throws Exception {
        byte[] buffer = new byte[PIECE];
        double pieces = (double) Files.size(path) / PIECE;
        measure(
                System::nanoTime,
                pieces,
                () -> LwtMain.run(() -> LwtUnix.openFile(path)
                        .bind(file -> readToEnd(file, buffer).bind(_ -> file.close()))));
    }

    private static Promise<@Nullable Void> readToEnd(FileDescriptor file, byte[] buffer) {
        return file.read(buffer, 0, buffer.length).bind(count -> count == 0 ? Lwt.unit() : readToEnd(file, buffer));
    }

    private void jobs(int flight, Supplier<? extends Promise<?>> job) throws Exception {
        measure(
                System::nanoTime,
                JOB_ROUNDS,
                () -> LwtMain.run(() -> {
                    List<Promise<?>> all = new ArrayList<>();
                    for (int k = 0; k < flight; k++) {
                        all.add(repeat(JOB_ROUNDS / flight, job));
                    }
                    return Lwt.join(all);
                }));
    }

    private static Promise<@Nullable Void> nothing() {
        return LwtUnix.runJob(new Job<>() {
            @Override
            protected void run() {}

            @Override
            protected @Nullable Void result() {
                return null;
            }
        });
    }

    /// Two loops on two threads take turns.
    private void wake() throws Exception {
        Loop mine = Loop.current();
        var loops = new ArrayBlockingQueue<Loop>(1);
        Thread answering = new Thread(() -> {
            loops.add(Loop.current());
            LwtMain.run(Lwt.<Void>waiter().promise());
        });
        answering.setDaemon(true);
        answering.start();
        Loop theirs = loops.take();
        measure(
                System::nanoTime,
                2.0 * WAKE_ROUNDS,
                () -> LwtMain.run(() -> repeat(WAKE_ROUNDS, () -> {
                    Resolver<@Nullable Void> resolver = Lwt.waiter();
                    theirs.execute(() -> mine.execute(() -> resolver.wakeup(null)));
                    return resolver.promise();
                })));
    }

    /// CPU time of this thread: the sleeps themselves take time in which nobody works.
    private void timers() throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        var random = new Random(42);
        measure(
                threads::getCurrentThreadCpuTime,
                TIMERS,
                () -> LwtMain.run(() -> {
                    List<Promise<?>> all = new ArrayList<>(TIMERS);
                    for (int k = 0; k < TIMERS; k++) {
                        all.add(LwtUnix.sleep(Duration.ofNanos(1000L * random.nextInt(LONGEST_SLEEP_MICROS))));
                    }
                    return Lwt.join(all);
                }));
    }
}
