package bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The machine measured on.
public final class Machine {
    private Machine() {}

    /// Binds this process, and so all it starts, to one core.
    ///
    /// @return what happened, for the heading of a table
    public static String pinToOneCore() {
        String cpu = lastAllowedCpu();
        if (cpu.isEmpty()) {
            return "not pinned";
        }
        List<String> command = List.of(
                "taskset", "-acp", cpu, Long.toString(ProcessHandle.current().pid()));
        try {
            Process taskset = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return taskset.waitFor() == 0 ? "pinned to core " + cpu : "not pinned (taskset failed)";
        } catch (IOException e) {
            return "not pinned (no taskset)";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "not pinned (interrupted)";
        }
    }

    /// The beginning of a command that is bound to one core, the first that this process may use or
    /// the last: empty where that cannot be.
    ///
    /// @param which 0 for the first, 1 for the last
    public static List<String> onCore(int which) {
        String[] allowed = allowedCpus();
        String cpu = allowed[which == 0 ? 0 : allowed.length - 1];
        return cpu.isEmpty() || !Files.isExecutable(Path.of("/usr/bin/taskset"))
                ? List.of()
                : List.of("taskset", "-c", cpu);
    }

    /// The processor time of all threads of this process that live, collectors and compilers included.
    /// On Linux to some milliseconds; elsewhere as exact as the JVM tells it.
    public static long cpuNanos() {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.mapToLong(Machine::cpuNanos).sum();
        } catch (IOException e) {
            var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            return system.getProcessCpuTime();
        }
    }

    private static long cpuNanos(Path thread) {
        try {
            String line = Files.readString(thread.resolve("schedstat"));
            return Long.parseLong(line.substring(0, line.indexOf(' ')));
        } catch (IOException e) {
            return 0; // it has ended meanwhile
        }
    }

    /// One line: processor, Java, flags, load, date.
    public static String describe(String pinning, List<String> flags) {
        return Stream.of(
                        lineOf(Path.of("/proc/cpuinfo"), "model name"),
                        System.getProperty("os.name") + " " + System.getProperty("os.version"),
                        System.getProperty("java.vm.name") + " " + Runtime.version(),
                        String.join(" ", flags),
                        pinning,
                        load(),
                        LocalDate.now(ZoneId.systemDefault()).toString())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" · "));
    }

    /// How busy the machine was in the minute before; figures of a busy machine mean little.
    private static String load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? "" : String.format(Locale.ROOT, "load %.1f", load);
    }

    private static String lastAllowedCpu() {
        String[] allowed = allowedCpus();
        return allowed[allowed.length - 1];
    }

    private static String[] allowedCpus() {
        return lineOf(Path.of("/proc/self/status"), "Cpus_allowed_list").split("[,-]", -1);
    }

    /// The value of the line `name: value` of a file, empty if there is none.
    private static String lineOf(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
