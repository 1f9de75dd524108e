import static lwt.direct.Direct.*;

import module lwt.unix;

/// Gets what a URL (of `http`) names and writes it to the standard output.
///
/// `./lwt run examples/HttpGet.java URL [SECONDS]`. It follows redirections, understands bodies of a
/// given length, in chunks and up to the end of the connection, and gives up when the server is
/// silent for so many seconds (30). The exit status is 1 unless the server answers with 2xx.
void main(String... arguments) {
    boolean usable = arguments.length == 1 || (arguments.length == 2 && arguments[1].matches("\\d{1,6}"));
    if (!usable || !arguments[0].startsWith("http://")) {
        System.err.println("usage: ./lwt run examples/HttpGet.java http://HOST[:PORT]/PATH [SECONDS]");
        System.exit(2);
    }
    var silence = Duration.ofSeconds(arguments.length == 2 ? Long.parseLong(arguments[1]) : 30);
    boolean found = false;
    try {
        found = LwtMain.run(() -> spawn(() -> get(new URI(arguments[0]), silence)));
    } catch (Exception e) { // such as ECONNREFUSED, or a timeout
        System.err.println("HttpGet: " + e.getMessage());
    }
    System.exit(found ? 0 : 1);
}

static final int MOST_REDIRECTIONS = 10;
static final int LONGEST_LINE = 64 * 1024;
static final int MOST_HEADERS = 200;

/// The names of headers are in lower case.
record Head(int status, String line, Map<String, String> headers) {}

boolean get(URI start, Duration silence) {
    URI location = start;
    for (int i = 0; i <= MOST_REDIRECTIONS; i++) {
        URI here = location;
        Optional<URI> next = await(ask(here, silence));
        if (next.isEmpty()) {
            return true;
        }
        location = here.resolve(next.get());
    }
    throw failure("more than " + MOST_REDIRECTIONS + " redirections");
}

/// Writes the body; or resolves with where it is to be found instead.
Promise<Optional<URI>> ask(URI url, Duration silence) {
    if (!"http".equals(url.getScheme()) || url.getHost() == null) {
        throw failure("cannot get " + url);
    }
    int port = url.getPort() < 0 ? 80 : url.getPort();
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String target = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    String host = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + port;
    String request = "GET " + target + " HTTP/1.1\r\nHost: " + host
            + "\r\nUser-Agent: HttpGet\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    String name = url.getHost().replaceAll("[\\[\\]]", "");
    return LwtIo.withConnection(InetSocketAddress.createUnresolved(name, port), (input, output) -> spawn(() -> {
        await(LwtUnix.withTimeout(silence, () -> output.write(request).then(output::flush)));
        return new Answer(input, silence).read();
    }));
}

static RuntimeException failure(String message) {
    return new IllegalStateException(message);
}

/// What the server says.
record Answer(InputChannel input, Duration silence) {
    Optional<URI> read() {
        Head head = readHead();
        while (head.status() / 100 == 1) {
            head = readHead(); // "continue" and the like come before the answer
        }
        String location = head.headers().get("location");
        if (head.status() / 100 == 3 && location != null) {
            return Optional.of(URI.create(location));
        }
        if (head.status() / 100 != 2) {
            throw failure("the server answered " + head.line());
        }
        if (head.status() != 204) {
            readBody(head.headers());
        }
        await(LwtIo.stdout().flush());
        return Optional.empty();
    }

    Head readHead() {
        String first = readLine();
        if (!first.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
            throw failure("this is no HTTP: " + first);
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() == MOST_HEADERS) {
                throw failure("a bad header: " + line);
            }
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        return new Head(Integer.parseInt(first, 9, 12, 10), first.substring(9), headers);
    }

    void readBody(Map<String, String> headers) {
        String length = headers.get("content-length");
        if (headers.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT).endsWith("chunked")) {
            readChunks();
        } else if (length == null) {
            copy(Long.MAX_VALUE);
        } else if (!length.matches("\\d{1,18}")) {
            throw failure("a bad length: " + length);
        } else if (copy(Long.parseLong(length)) < Long.parseLong(length)) {
            throw failure("the server closed the connection before the end");
        }
    }

    void readChunks() {
        for (long size = chunkSize(); size > 0; size = chunkSize()) {
            if (copy(size) < size || !readLine().isEmpty()) {
                throw failure("a bad chunk");
            }
        }
        String trailer = readLine(); // headers that come after the body
        while (!trailer.isEmpty()) {
            trailer = readLine();
        }
    }

    long chunkSize() {
        String size = readLine().replaceFirst("[;\\s].*", "");
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
            throw failure("a bad chunk");
        }
        return Long.parseLong(size, 16);
    }

    String readLine() {
        return await(LwtUnix.withTimeout(silence, () -> input.readLineAtMost(LONGEST_LINE)));
    }

    /// Copies so many bytes, or up to the end; returns how many there were.
    long copy(long length) {
        long done = 0;
        while (done < length) {
            long most = Math.min(length - done, 64 * 1024);
            byte[] piece = await(LwtUnix.withTimeout(silence, () -> input.readBytes((int) most)));
            if (piece.length == 0) {
                break;
            }
            await(LwtIo.stdout().write(piece));
            done += piece.length;
        }
        return done;
    }
}
