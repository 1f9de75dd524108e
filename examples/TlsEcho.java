import module lwt.ssl;

/// Sends back what it receives over TLS, to many clients at a time.
///
/// `./lwt run examples/TlsEcho.java PORT CERT.pem KEY.pem`: the certificate (with those that lead to an
/// authority after it) and its key, as OpenSSL writes them. Try it with
/// `openssl s_client -connect localhost:PORT -CAfile CERT.pem`.
void main(String... arguments) {
    if (arguments.length != 3 || !isPort(arguments[0])) {
        System.err.println("usage: ./lwt run examples/TlsEcho.java PORT CERT.pem KEY.pem");
        System.exit(2);
    }
    var address = new InetSocketAddress(Integer.parseInt(arguments[0]));
    var options = ServerOptions.DEFAULT.withOnFailure(e -> LwtIo.eprintl(e.getMessage()));
    try {
        LwtMain.run(() -> SslIdentity.load(Path.of(arguments[1]), Path.of(arguments[2])).bind(identity -> {
            SslContext context = SslContext.server(identity).build();
            Server server = LwtSsl.establishServer(
                    address, context, options, (input, output) -> echo(input, output, new byte[SIZE]));
            return LwtIo.printl("listening on " + server.address()).then(server::drained);
        }));
    } catch (Exception e) { // such as a key that is not that of the certificate
        System.err.println("TlsEcho: " + e.getMessage());
        System.exit(1);
    }
}

static final int SIZE = 16 * 1024;

static boolean isPort(String text) {
    return text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535;
}

Promise<Void> echo(InputChannel input, OutputChannel output, byte[] buffer) {
    return input.readInto(buffer, 0, SIZE).bind(count -> count == 0
            ? Lwt.unit()
            : output.writeFromExactly(buffer, 0, count).then(output::flush).then(() -> echo(input, output, buffer)));
}
