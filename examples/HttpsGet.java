import module lwt.ssl;

/// Gets what a URL of `https` names and writes it to the standard output.
///
/// `./lwt run examples/HttpsGet.java URL [CA.pem]`: trusts the JDK's authorities, or those of a file. The
/// exit status is 1 unless the server is who it should be, answers with 2xx, and says when it is done: a
/// body that was cut off on the way is told from one that ended.
void main(String... arguments) {
    if (arguments.length < 1 || arguments.length > 2 || !arguments[0].startsWith("https://")) {
        System.err.println("usage: ./lwt run examples/HttpsGet.java https://HOST[:PORT]/PATH [CA.pem]");
        System.exit(2);
    }
    try {
        LwtMain.run(() -> context(arguments).bind(context -> get(new URI(arguments[0]), context)));
    } catch (Exception e) { // such as a certificate that nobody trusts
        System.err.println("HttpsGet: " + e.getMessage());
        System.exit(1);
    }
}

static final Duration PATIENCE = Duration.ofSeconds(60);
static final int LONGEST_LINE = 64 * 1024;

Promise<SslContext> context(String... arguments) throws Exception {
    return arguments.length == 1
            ? Lwt.of(SslContext.defaultClient())
            : LwtIo.withInput(Path.of(arguments[1]), InputChannel::read)
                    .map(pem -> SslContext.client().trust(Pem.certificates(pem)).build());
}

Promise<Void> get(URI url, SslContext context) {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String target = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    // A server that is spoken to in HTTP/1.0 sends no chunks.
    String request = "GET " + target + " HTTP/1.0\r\nHost: " + url.getRawAuthority()
            + "\r\nUser-Agent: HttpsGet\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    int port = url.getPort() < 0 ? 443 : url.getPort();
    return LwtUnix.withTimeout(PATIENCE, () -> LwtSsl.withConnection(url.getHost(), port, context, (input, output) ->
            output.write(request)
                    .then(output::flush)
                    .then(() -> input.readLineAtMost(LONGEST_LINE))
                    .bind(status -> status.matches("HTTP/1\\.[01] 2\\d\\d( .*)?")
                            ? passHeaders(input)
                            : Lwt.fail(new IOException("the server answered " + status)))
                    .then(() -> input.transferTo(LwtIo.stdout()))
                    .then(LwtIo.stdout()::flush)));
}

Promise<Void> passHeaders(InputChannel input) {
    return input.readLineAtMost(LONGEST_LINE).bind(line -> line.isEmpty() ? Lwt.unit() : passHeaders(input));
}
