import static lwt.direct.Direct.*;

import module lwt.unix;

import lwt.unix.FileDescriptor; // not that of java.io

/// Passes each connection on to another server, in both directions, for many clients at a time.
///
/// `./lwt run examples/Relay.java PORT HOST:PORT`. A connection takes two buffers, however much
/// goes through it: who sends faster than the other side receives has to wait. When one direction
/// ends, the end is passed on and the other direction goes on.
void main(String... arguments) {
    int colon = arguments.length == 2 ? arguments[1].lastIndexOf(':') : -1;
    if (colon < 1 || !isPort(arguments[0]) || !isPort(arguments[1].substring(colon + 1))) {
        System.err.println("usage: ./lwt run examples/Relay.java PORT HOST:PORT");
        System.exit(2);
    }
    var target = InetSocketAddress.createUnresolved(
            arguments[1].substring(0, colon), Integer.parseInt(arguments[1].substring(colon + 1)));
    var address = new InetSocketAddress(Integer.parseInt(arguments[0]));
    var options = ServerOptions.DEFAULT.withOnFailure(e -> LwtIo.eprintl(e.getMessage()));
    LwtMain.run(() -> {
        Server server = LwtIo.establishSocketServer(address, options, client -> spawn(() -> relay(client, target)));
        return LwtIo.printl("listening on " + server.address()).then(server::drained);
    });
}

static boolean isPort(String text) {
    return text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535;
}

void relay(FileDescriptor client, SocketAddress target) {
    FileDescriptor server = await(LwtUnix.connect(target));
    try {
        Promise<Void> up = spawn(() -> copy(client, server));
        Promise<Void> down = spawn(() -> copy(server, client));
        up.onFailure(_ -> down.cancel());
        down.onFailure(_ -> up.cancel());
        await(Lwt.join(up, down));
    } finally {
        await(server.close());
    }
}

void copy(FileDescriptor from, FileDescriptor to) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    int count = await(from.read(buffer, 0, buffer.length));
    while (count > 0) {
        send(to, buffer, count);
        count = await(from.read(buffer, 0, buffer.length));
    }
    to.shutdownSend();
}

void send(FileDescriptor to, byte[] bytes, int count) {
    int sent = 0;
    while (sent < count) {
        int written = await(to.write(bytes, sent, count - sent));
        sent += written;
    }
}
