package bench;

import bench.core.CheckGroup;
import bench.core.CoreGroup;
import bench.direct.DirectGroup;
import bench.growth.GrowthGroup;
import bench.io.IoGroup;
import bench.memory.MemoryGroup;
import bench.react.ReactGroup;
import bench.soak.SoakGroup;
import bench.start.StartGroup;
import bench.tls.TlsGroup;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// `./lwt bench`: runs a group of benchmarks and prints its tables.
public final class BenchMain {
    private static final int USAGE = 2;

    /// The groups of `all`, in the order of their importance; soak is no comparison.
    private static final List<String> GROUPS =
            List.of("core", "direct", "io", "tls", "react", "growth", "memory", "start");

    private static final Set<String> WITH_SETTING = Set.of("core", "direct", "check");

    private BenchMain() {}

    public static void main(String[] words) {
        System.exit(run(Arrays.asList(words), System.out, System.err));
    }

    /// Runs a command line.
    ///
    /// @return the exit status: 0 done, 1 something measured failed, 2 the command line was not
    /// understood
    static int run(List<String> words, PrintStream out, PrintStream err) {
        try {
            if (words.isEmpty()) {
                throw new UsageException("which group?");
            }
            String group = words.getFirst();
            if (words.contains("--help") || group.equals("help")) {
                out.print(help());
                return 0;
            }
            return run(group, words.subList(1, words.size()), out, err);
        } catch (UsageException e) {
            err.println("lwt bench: " + e.getMessage());
            err.println("usage: ./lwt bench " + String.join("|", GROUPS)
                    + "|soak|all|check [--quick] [--peers NAME,NAME] [NAME…]");
            err.println("./lwt bench --help tells more.");
            return USAGE;
        } catch (IOException e) {
            err.println("lwt bench: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static int run(String group, List<String> words, PrintStream out, PrintStream err)
            throws IOException, InterruptedException {
        Arguments arguments = Arguments.parse(words);
        if (arguments.update() && !group.equals("check")) {
            throw new UsageException("--update is an option of check");
        }
        if (!arguments.setting().equals(JvmSetting.DEFAULT) && !WITH_SETTING.contains(group)) {
            throw new UsageException("--collector and --compact-headers are options of core, direct and check");
        }
        return switch (group) {
            case "core" -> new CoreGroup(arguments, out, err).run();
            case "direct" -> new DirectGroup(arguments, out, err).run();
            case "io" -> new IoGroup(arguments, out, err).run();
            case "memory" -> new MemoryGroup(arguments, out, err).run();
            case "react" -> new ReactGroup(arguments, out, err).run();
            case "growth" -> new GrowthGroup(arguments, out, err).run();
            case "start" -> new StartGroup(arguments, out, err).run();
            case "tls" -> new TlsGroup(arguments, out, err).run();
            case "soak" -> new SoakGroup(arguments, out, err).run();
            case "check" -> new CheckGroup(arguments, out, err).run();
            case "all" -> all(arguments, words, out);
            default -> throw new UsageException("unknown group: " + group);
        };
    }

    /// Each group in a process of its own, as a group may bind its process to one core.
    ///
    /// @return the largest exit status
    private static int all(Arguments arguments, List<String> words, PrintStream out)
            throws IOException, InterruptedException {
        if (!arguments.names().isEmpty() || !arguments.peers().isEmpty()) {
            throw new UsageException("all takes no names and no peers");
        }
        int status = 0;
        for (String group : GROUPS) {
            out.printf("%n=== %s ===%n%n", group);
            out.flush();
            List<String> line = new ArrayList<>(List.of(group));
            line.addAll(words);
            Process process = new ProcessBuilder(Child.javaCommand(List.of(), BenchMain.class, line))
                    .inheritIO()
                    .start();
            status = Math.max(status, process.waitFor());
        }
        return status;
    }

    private static String help() {
        return """
                usage: ./lwt bench GROUP [--quick] [--peers NAME,NAME…] [NAME…]

                Measures this library against its peers, on one core, and prints tables; bench/target keeps the
                figures as tab-separated values, and pictures of them. Without names, everything of the group.
                What each figure means: docs/performance.md.

                --quick            measure once and shortly, with fewer peers
                --peers            these peers only
                --collector NAME   serial, or g1: the collector of the measured JVMs (core, direct, check)
                --compact-headers  compact object headers in the measured JVMs (core, direct, check)

                all       every group below but soak and check, one after the other: two hours (--quick: half an hour)

                check     whether the core costs more than bench/baseline.tsv says, as multiples of the lower bound: 5
                          minutes (--quick: about 2); --update writes that file anew

                core      the promise core, about 30 minutes (--quick: about 6)
                  workloads
                """ + CoreGroup.help() + """

                direct    fibers, about 6 minutes (--quick: about 2)
                  workloads
                """ + DirectGroup.help() + """

                io        servers, descriptors, jobs and timers, about 60 minutes (--quick: about 6)
                  workloads
                """ + IoGroup.help() + """

                memory    what may not grow, and what a waiting thing costs, about 5 minutes (--quick: about 2)
                  checks
                """ + MemoryGroup.help() + """

                react     events and signals beside OCaml's React, about 2 minutes (--quick: half a minute)
                  workloads
                """
                + ReactGroup.help() + """

                growth    cost against size, about 20 minutes (--quick: about 5)
                  workloads
                """ + GrowthGroup.help() + """

                start     milliseconds until the first output, about a minute
                  programs
                """ + StartGroup.help() + """

                soak      500 clients do everything with a server, then nothing may be left over: 10 minutes, or the
                          number of minutes given (--quick: half a minute)

                tls       a TLS server beside Netty's, about 10 minutes (--quick: about 1.5)
                  workloads
                """
                + TlsGroup.help();
    }
}
