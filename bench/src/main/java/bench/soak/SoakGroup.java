package bench.soak;

import bench.Arguments;
import bench.Machine;
import bench.Table;
import bench.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import lwt.Lwt;
import lwt.Promise;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;
import lwt.unix.Server;
import org.jspecify.annotations.Nullable;

/// `./lwt bench soak [MINUTES]`: 500 clients keep a server busy; afterwards the process must hold
/// what it held before.
public final class SoakGroup {
    private static final int CLIENTS = 500;
    private static final double MINUTES = 10;
    private static final double QUICK_MINUTES = 0.5;
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration REPORT = Duration.ofSeconds(30);

    /// Longer than idle threads are kept.
    private static final Duration SETTLING = Duration.ofSeconds(20);

    private static final long HEAP_NOISE = 1 << 20;

    private final Duration time;
    private final PrintStream out;
    private final PrintStream err;

    /// A run of this group.
    ///
    /// @throws UsageException if the time is not a number of minutes
    public SoakGroup(Arguments arguments, PrintStream out, PrintStream err) {
        this.time = Duration.ofMillis((long) (60_000 * minutes(arguments)));
        this.out = out;
        this.err = err;
    }

    private static double minutes(Arguments arguments) {
        if (arguments.names().isEmpty()) {
            return arguments.quick() ? QUICK_MINUTES : MINUTES;
        }
        String minutes = arguments.names().getFirst();
        try {
            return Double.parseDouble(minutes);
        } catch (NumberFormatException e) {
            throw new UsageException("how many minutes? " + minutes + " is not a number");
        }
    }

    /// Runs the clients and prints what was held before and afterwards.
    ///
    /// @return the exit status: 0, or 1 if something was left over
    public int run() throws IOException, InterruptedException {
        err.println("warming up");
        load(WARM_UP, 1);
        Holdings before = settled();
        long operations = load(time, 2);
        Holdings after = settled();
        out.println(Machine.describe("", List.of()));
        out.printf(
                Locale.ROOT,
                "%,d operations of %d clients in %.1f minutes%n%n",
                operations,
                CLIENTS,
                time.toMillis() / 60_000.0);
        Table table = new Table(List.of("", "before", "after"));
        table.add(row("descriptors", before.descriptors(), after.descriptors()));
        table.add(row("threads", before.threads(), after.threads()));
        table.add(row("bytes of heap", before.heap(), after.heap()));
        out.print(table);
        boolean same = after.descriptors() == before.descriptors()
                && after.threads() <= before.threads()
                && after.heap() <= before.heap() + HEAP_NOISE;
        out.println(same ? "Nothing was left over." : "Something was left over.");
        return same ? 0 : 1;
    }

    private static List<String> row(String what, long before, long after) {
        return List.of(what, String.format(Locale.ROOT, "%,d", before), String.format(Locale.ROOT, "%,d", after));
    }

    private static Holdings settled() throws IOException, InterruptedException {
        LwtMain.run(LwtUnix.sleep(SETTLING));
        return Holdings.now();
    }

    /// Has a server and all clients run for this time, and everything closed. Returns how much they
    /// did; throws if an answer was wrong.
    private long load(Duration duration, long seed) {
        long end = System.nanoTime() + duration.toNanos();
        BooleanSupplier isOver = () -> System.nanoTime() - end >= 0;
        List<SoakClient> clients = new ArrayList<>();
        LwtMain.run(() -> {
            Server server = SoakServer.start();
            List<Promise<?>> running = new ArrayList<>();
            for (int k = 0; k < CLIENTS; k++) {
                SoakClient client = new SoakClient(server.address(), seed * CLIENTS + k, isOver);
                clients.add(client);
                running.add(client.run());
            }
            Promise<@Nullable Void> all = Lwt.join(running);
            return Lwt.pick(all, report(clients)).bind(_ -> server.shutdown()).bind(_ -> server.drained());
        });
        return total(clients);
    }

    private Promise<@Nullable Void> report(List<SoakClient> clients) {
        return LwtUnix.sleep(REPORT).bind(_ -> {
            err.printf(Locale.ROOT, "%,d operations%n", total(clients));
            return report(clients);
        });
    }

    private static long total(List<SoakClient> clients) {
        return clients.stream().mapToLong(SoakClient::operations).sum();
    }
}
