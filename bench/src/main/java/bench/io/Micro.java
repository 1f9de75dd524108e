package bench.io;

import bench.Child;
import bench.Machine;
import bench.Original;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/// The workloads without a server, each in a process of its own.
final class Micro {
    private static final int SECONDS = 300;
    private static final int REPETITIONS = 5;
    private static final int FILE_BYTES = 256 << 20;

    private Micro() {}

    /// The nanoseconds of an operation, in each repetition.
    ///
    /// @throws IOException if the process failed
    static double[] measure(IoContender contender, IoWorkload workload) throws IOException {
        Path file = workload == IoWorkload.FILE_64K ? fileOfZeros() : Path.of("/dev/null");
        try {
            Child child = Child.run(command(contender, workload, file), SECONDS);
            if (child.status() != 0) {
                throw new IOException(
                        contender.id() + " did not get through " + workload.id() + ": " + child.complaint());
            }
            return child.output()
                    .lines()
                    .flatMapToDouble(line -> DoubleStream.of(Double.parseDouble(line)))
                    .toArray();
        } finally {
            if (workload == IoWorkload.FILE_64K) {
                Files.delete(file);
            }
        }
    }

    private static Path fileOfZeros() throws IOException {
        Path file = Files.createTempFile("lwt-bench", ".data");
        try (var out = Files.newOutputStream(file)) {
            byte[] piece = new byte[1 << 20];
            for (int written = 0; written < FILE_BYTES; written += piece.length) {
                out.write(piece);
            }
        }
        return file;
    }

    private static List<String> command(IoContender contender, IoWorkload workload, Path file) {
        // Jobs and messages between threads may use two cores, as in a program.
        boolean alone = workload == IoWorkload.PIPE_64 || workload == IoWorkload.TIMERS;
        List<String> command = new ArrayList<>(alone ? Machine.onCore(0) : List.of());
        if (contender.kind() == IoContender.Kind.JVM) {
            command.addAll(Child.javaCommand(
                    List.of("-Xms2g", "-Xmx2g", "-XX:+UseSerialGC"),
                    MicroMain.class,
                    List.of(workload.name(), Integer.toString(REPETITIONS), file.toString())));
        } else {
            command.add(contender.kind() == IoContender.Kind.NATIVE ? Programs.path("server") : Original.program("io"));
            command.addAll(words(workload, file));
        }
        return command;
    }

    private static List<String> words(IoWorkload workload, Path file) {
        return switch (workload) {
            case PIPE_64 -> List.of("pipe", "64", Integer.toString(MicroMain.PIPE_ROUNDS));
            case FILE_64K -> List.of("file", file.toString(), Integer.toString(MicroMain.PIECE));
            case JOB_1 -> List.of("job", "1", Integer.toString(MicroMain.JOB_ROUNDS));
            case JOB_64 -> List.of("job", "64", Integer.toString(MicroMain.JOB_ROUNDS));
            case ACCESS_64 -> List.of("access", "64", Integer.toString(MicroMain.JOB_ROUNDS));
            case WAKE -> List.of("wake", Integer.toString(MicroMain.WAKE_ROUNDS));
            case TIMERS -> List.of("timers", Integer.toString(MicroMain.TIMERS));
            default -> throw new IllegalArgumentException("a server is measured from outside: " + workload);
        };
    }
}
