import static lwt.direct.Direct.*;

import module lwt.unix;

/// Sends a file to a server, while another fiber prints a dot each tenth of a second.
///
/// `./lwt run examples/SendFile.java FILE HOST PORT`. Workers read the file, so a slow disk stops
/// nobody; a slow receiver stops the reading.
void main(String... arguments) {
    if (arguments.length != 3 || !isPort(arguments[2])) {
        System.err.println("usage: ./lwt run examples/SendFile.java FILE HOST PORT");
        System.exit(2);
    }
    Path file = Path.of(arguments[0]);
    var address = InetSocketAddress.createUnresolved(arguments[1], Integer.parseInt(arguments[2]));
    try {
        LwtMain.run(() -> spawn(() -> send(file, address)));
    } catch (Exception e) { // such as ECONNREFUSED
        System.err.println(e.getMessage());
        System.exit(1);
    }
}

static boolean isPort(String text) {
    return text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535;
}

void send(Path file, SocketAddress address) {
    Promise<Void> dots = spawn(this::printDots);
    long start = System.nanoTime();
    long bytes = await(LwtIo.withInput(file, input -> LwtIo.withConnection(address, (_, output) ->
            input.resizeBuffer(256 * 1024)
                    .then(() -> output.resizeBuffer(256 * 1024))
                    .then(() -> input.transferTo(output)))));
    double seconds = (System.nanoTime() - start) / 1e9;
    dots.cancel();
    await(LwtIo.printf("%nsent %d bytes in %.3f s, %.0f MiB/s%n", bytes, seconds, bytes / seconds / (1 << 20)));
}

void printDots() {
    while (true) {
        await(LwtUnix.sleep(Duration.ofMillis(100)));
        await(LwtIo.print("."));
    }
}
