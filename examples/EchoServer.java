import module lwt.unix;

import lwt.unix.FileDescriptor; // not that of java.io

/// Sends back what it receives, to many clients at a time.
///
/// `./lwt run examples/EchoServer.java PORT [--channels]`: over sockets, or over buffered channels.
void main(String... arguments) {
    boolean channels = arguments.length == 2 && arguments[1].equals("--channels");
    if (!(arguments.length == 1 || channels) || !isPort(arguments[0])) {
        System.err.println("usage: ./lwt run examples/EchoServer.java PORT [--channels]");
        System.exit(2);
    }
    var address = new InetSocketAddress(Integer.parseInt(arguments[0]));
    var options = ServerOptions.DEFAULT.withOnFailure(e -> LwtIo.eprintl(e.getMessage()));
    LwtMain.run(() -> {
        Server server = channels
                ? LwtIo.establishServer(address, options, (input, output) -> echo(input, output, new byte[SIZE]))
                : LwtIo.establishSocketServer(address, options, client -> echo(client, new byte[SIZE]));
        return LwtIo.printl("listening on " + server.address()).then(server::drained);
    });
}

static final int SIZE = 16 * 1024;

static boolean isPort(String text) {
    return text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535;
}

Promise<Void> echo(FileDescriptor client, byte[] buffer) {
    return client.read(buffer, 0, SIZE).bind(count -> count == 0
            ? Lwt.unit()
            : send(client, buffer, 0, count).then(() -> echo(client, buffer)));
}

Promise<Void> send(FileDescriptor client, byte[] bytes, int from, int to) {
    return client.write(bytes, from, to - from).bind(count -> from + count == to
            ? Lwt.unit()
            : send(client, bytes, from + count, to));
}

Promise<Void> echo(InputChannel input, OutputChannel output, byte[] buffer) {
    return input.readInto(buffer, 0, SIZE).bind(count -> count == 0
            ? Lwt.unit()
            : output.writeFromExactly(buffer, 0, count).then(output::flush).then(() -> echo(input, output, buffer)));
}
