import static lwt.direct.Direct.*;

import module lwt.unix;

/// Reads a file in pieces of 1 MiB, while another fiber sleeps a millisecond again and again and
/// prints a dot now and then: reading never stops the program.
///
/// `./lwt run examples/LoadFile.java FILE`
void main(String... arguments) {
    if (arguments.length != 1) {
        System.err.println("usage: ./lwt run examples/LoadFile.java FILE");
        System.exit(2);
    }
    Path file = Path.of(arguments[0]);
    try {
        LwtMain.run(() -> LwtIo.withInput(file, input -> spawn(() -> load(input))));
    } catch (Exception e) { // such as ENOENT
        System.err.println(e.getMessage());
        System.exit(1);
    }
}

static final int PIECE = 1 << 20;
static final Duration PAUSE = Duration.ofMillis(1);

void load(InputChannel input) {
    var sleeper = new Sleeper();
    Promise<Void> sleeping = spawn(sleeper::sleepOn);
    long start = System.nanoTime();
    long bytes = readAll(input);
    double seconds = (System.nanoTime() - start) / 1e9;
    sleeping.cancel();
    await(LwtIo.printf(
            "%n%d bytes in %.3f s, %.0f MiB/s; slept %d times, the longest pause was %.1f ms%n",
            bytes, seconds, bytes / seconds / PIECE, sleeper.count, sleeper.longest / 1e6));
}

long readAll(InputChannel input) {
    byte[] piece = new byte[PIECE];
    long total = 0;
    int count = await(input.readInto(piece, 0, PIECE));
    while (count > 0) {
        total += count;
        count = await(input.readInto(piece, 0, PIECE));
    }
    return total;
}

/// Counts its sleeps, and measures by how much they were too long.
static final class Sleeper {
    int count;
    long longest;

    void sleepOn() {
        while (true) {
            long start = System.nanoTime();
            await(LwtUnix.sleep(PAUSE));
            longest = Math.max(longest, System.nanoTime() - start - PAUSE.toNanos());
            if (count++ % 20 == 0) {
                await(LwtIo.print("."));
            }
        }
    }
}
