package bench;

import bench.core.CoreGroup;
import bench.io.IoGroup;
import bench.memory.MemoryGroup;
import bench.react.ReactGroup;
import bench.soak.SoakGroup;
import bench.tls.TlsGroup;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/// `./lwt bench`: runs a group of benchmarks and prints its tables.
public final class BenchMain {
    private static final int USAGE = 2;

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
            Arguments arguments = Arguments.parse(words.subList(1, words.size()));
            return switch (group) {
                case "core" -> new CoreGroup(arguments, out, err).run();
                case "io" -> new IoGroup(arguments, out, err).run();
                case "memory" -> new MemoryGroup(arguments, out, err).run();
                case "react" -> new ReactGroup(arguments, out, err).run();
                case "soak" -> new SoakGroup(arguments, out, err).run();
                case "tls" -> new TlsGroup(arguments, out, err).run();
                default -> throw new UsageException("unknown group: " + group);
            };
        } catch (UsageException e) {
            err.println("lwt bench: " + e.getMessage());
            err.println("usage: ./lwt bench core|io|memory|react|soak|tls [--quick] [--peers NAME,NAME] [NAME…]");
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

    private static String help() {
        return """
                usage: ./lwt bench GROUP [--quick] [--peers NAME,NAME…] [NAME…]

                Measures this library against its peers, on one core, and prints tables; bench/target keeps the
                figures as tab-separated values. Without names, everything of the group. --quick measures once and
                shortly, with fewer peers; --peers takes these peers only. What each figure means: docs/performance.md.

                core      the promise core, about 20 minutes (--quick: about 4)
                  workloads
                """ + CoreGroup.help() + """

                io        servers, descriptors, jobs and timers, about 40 minutes (--quick: about 6)
                  workloads
                """ + IoGroup.help() + """

                memory    what may not grow, and what a waiting thing costs, about 5 minutes (--quick: about 2)
                  checks
                """ + MemoryGroup.help() + """

                react     events and signals beside OCaml's React, about 2 minutes (--quick: half a minute)
                  workloads
                """ + ReactGroup.help() + """

                soak      500 clients do everything with a server, then nothing may be left over: 10 minutes, or the
                          number of minutes given (--quick: half a minute)

                tls       a TLS server beside Netty's, about 6 minutes (--quick: about 1)
                  workloads
                """ + TlsGroup.help();
    }
}
