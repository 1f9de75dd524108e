import static java.nio.charset.StandardCharsets.UTF_8;
import static lwt.direct.Direct.*;

import module lwt.unix;

import java.util.concurrent.Callable;

/// Serves the files of a folder over HTTP/1.1, to many clients at a time.
///
/// `./lwt run examples/FileServer.java FOLDER [PORT]`; without a port the system chooses one. It
/// knows GET and HEAD, keeps connections alive, sends ranges, answers 304 to those who have the
/// file already, and lists folders. Nothing outside of the folder is served, also if a link in it
/// leads there. A client who says nothing, or takes nothing, for half a minute is left.
void main(String... arguments) throws IOException {
    boolean usable = arguments.length == 1 || (arguments.length == 2 && isPort(arguments[1]));
    if (!usable || !Files.isDirectory(Path.of(arguments[0]))) {
        System.err.println("usage: ./lwt run examples/FileServer.java FOLDER [PORT]");
        System.exit(2);
    }
    Path root = Path.of(arguments[0]).toRealPath();
    var address = new InetSocketAddress(arguments.length == 2 ? Integer.parseInt(arguments[1]) : 0);
    var options = ServerOptions.DEFAULT
            .withMaxConnections(10_000)
            .withOnFailure(e -> LwtIo.eprintl(e.getMessage()));
    LwtMain.run(() -> {
        Server server = LwtIo.establishServer(address, options,
                (input, output) -> spawn(() -> new Client(root, input, output).serve()));
        return LwtIo.printl("listening on " + server.address()).then(server::drained);
    });
}

static final Duration PATIENCE =
        Duration.ofMillis(Long.getLong("fileserver.patience", 30_000));
static final int LONGEST_LINE = 8 * 1024;
static final int MOST_HEADERS = 100;
static final int PIECE = 64 * 1024;

static final DateTimeFormatter DATE =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US).withZone(ZoneOffset.UTC);

static final Map<String, String> TYPES = Map.ofEntries(
        Map.entry("html", "text/html; charset=utf-8"), Map.entry("htm", "text/html; charset=utf-8"),
        Map.entry("txt", "text/plain; charset=utf-8"), Map.entry("md", "text/plain; charset=utf-8"),
        Map.entry("css", "text/css; charset=utf-8"), Map.entry("js", "text/javascript; charset=utf-8"),
        Map.entry("json", "application/json"), Map.entry("xml", "application/xml"),
        Map.entry("svg", "image/svg+xml"), Map.entry("png", "image/png"), Map.entry("gif", "image/gif"),
        Map.entry("jpg", "image/jpeg"), Map.entry("jpeg", "image/jpeg"), Map.entry("webp", "image/webp"),
        Map.entry("ico", "image/x-icon"), Map.entry("pdf", "application/pdf"), Map.entry("wasm", "application/wasm"),
        Map.entry("zip", "application/zip"), Map.entry("gz", "application/gzip"));

static boolean isPort(String text) {
    return text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535;
}

/// The answer to a request that cannot be served.
static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    final int status;

    Refusal(int status, String reason) {
        super(reason);
        this.status = status;
    }
}

/// What a client asks for; the names of headers are in lower case.
record Request(String method, String target, boolean isOld, Map<String, String> headers) {
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /// Whether the connection can serve another request: not if something unread may follow.
    boolean keepsAlive() {
        return !isOld
                && !header("connection").toLowerCase(Locale.ROOT).contains("close")
                && header("transfer-encoding").isEmpty()
                && header("content-length").matches("0?");
    }
}

/// What there is under a name.
record Resource(Path path, BasicFileAttributes attributes) {
    String tag() {
        return "\"%x-%x\"".formatted(attributes.size(), attributes.lastModifiedTime().toMillis());
    }

    Instant modified() {
        return attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.SECONDS);
    }

    String type() {
        String name = path.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(extension, "application/octet-stream");
    }
}

/// The bytes of a file that are to be sent.
record Range(long from, long length) {}

/// Calls what may block on a worker.
static <T> T onWorker(Callable<T> call) {
    return await(LwtUnix.runJob(new Job<T>() {
        private T value;

        @Override
        protected void run() throws Exception {
            value = call.call();
        }

        @Override
        protected T result() {
            return value;
        }
    }));
}

/// One connection.
record Client(Path root, InputChannel input, OutputChannel output) {
    void serve() throws Exception {
        try {
            boolean goOn = true;
            while (goOn) {
                Optional<Request> request = readRequest();
                goOn = request.isPresent() && answer(request.get());
            }
        } catch (Refusal e) {
            refuse(e, false, false);
        } catch (Exception e) {
            if (!(e instanceof TimeoutException)) {
                throw e;
            }
            await(output.abort()); // it may not take an answer either
        }
    }

    /* ---- Requests ---- */

    Optional<Request> readRequest() throws Refusal, IOException {
        Optional<String> first = readLine();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String[] words = first.get().split(" ");
        if (words.length != 3 || !words[2].matches("HTTP/1\\.[01]")) {
            throw new Refusal(400, "Bad Request");
        }
        Map<String, String> headers = new HashMap<>();
        String line = readLine().orElse("");
        for (int count = 0; !line.isEmpty(); count++, line = readLine().orElse("")) {
            int colon = line.indexOf(':');
            if (colon < 1 || Character.isWhitespace(line.charAt(colon - 1))) {
                throw new Refusal(400, "Bad Request");
            }
            if (count == MOST_HEADERS) {
                throw new Refusal(431, "Request Header Fields Too Large");
            }
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        boolean old = words[2].endsWith("0");
        if (!old && !headers.containsKey("host")) {
            throw new Refusal(400, "Bad Request");
        }
        return Optional.of(new Request(words[0], words[1], old, headers));
    }

    Optional<String> readLine() throws Refusal, IOException {
        Promise<String> line = LwtUnix.withTimeout(PATIENCE, () -> input.readLineAtMost(LONGEST_LINE));
        try {
            return Optional.of(await(line, IOException.class));
        } catch (EOFException _) {
            return Optional.empty();
        } catch (LineTooLongException _) {
            throw new Refusal(431, "Request Header Fields Too Large");
        }
    }

    /* ---- Answers ---- */

    /// Answers, and tells whether the connection goes on.
    boolean answer(Request request) throws IOException {
        boolean goesOn = request.keepsAlive();
        boolean head = request.method().equals("HEAD");
        try {
            if (!head && !request.method().equals("GET")) {
                throw new Refusal(405, "Method Not Allowed");
            }
            String path = decode(request.target().replaceFirst("[?#].*", ""));
            Resource found = find(path);
            if (!found.attributes().isDirectory()) {
                sendFile(request, found, goesOn);
            } else if (!path.endsWith("/")) {
                String target = encode(path) + "/";
                sendText(301, "Moved Permanently", "Location: " + target + "\r\n", "text/plain", target + "\n", head, goesOn);
            } else {
                sendText(200, "OK", "", "text/html", onWorker(() -> list(path, found.path())), head, goesOn);
            }
        } catch (Refusal e) {
            refuse(e, head, goesOn);
        } catch (AccessDeniedException _) {
            refuse(new Refusal(403, "Forbidden"), head, goesOn);
        } catch (FileSystemException _) { // it does not exist, or a part of its path is no folder
            refuse(new Refusal(404, "Not Found"), head, goesOn);
        }
        return goesOn;
    }

    void refuse(Refusal refusal, boolean head, boolean goesOn) {
        String extra = refusal.status == 405 ? "Allow: GET, HEAD\r\n" : "";
        String text = refusal.status + " " + refusal.getMessage() + "\n";
        sendText(refusal.status, refusal.getMessage(), extra, "text/plain", text, head, goesOn);
    }

    void sendText(
            int status, String reason, String extra, String type, String text, boolean head, boolean goesOn) {
        byte[] body = text.getBytes(UTF_8);
        String lines = extra + "Content-Type: " + type + "; charset=utf-8\r\nContent-Length: " + body.length + "\r\n";
        sendHead(status, reason, lines, goesOn);
        if (!head) {
            patiently(() -> output.write(body));
        }
        patiently(output::flush);
    }

    void sendHead(int status, String reason, String lines, boolean goesOn) {
        String head = "HTTP/1.1 " + status + " " + reason + "\r\nDate: " + DATE.format(Instant.now()) + "\r\n" + lines
                + "Connection: " + (goesOn ? "keep-alive" : "close") + "\r\n\r\n";
        patiently(() -> output.write(head));
    }

    static <T> T patiently(ThrowingSupplier<Promise<T>> operation) {
        return await(LwtUnix.withTimeout(PATIENCE, operation));
    }

    /* ---- Names ---- */

    /// Undoes the `%` of a path, strictly.
    static String decode(String target) throws Refusal {
        if (!target.startsWith("/")) {
            throw new Refusal(400, "Bad Request");
        }
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) != '%') {
                bytes.writeBytes(target.substring(i, i + 1).getBytes(UTF_8));
            } else if (target.length() >= i + 3 && target.substring(i + 1, i + 3).matches("[0-9a-fA-F]{2}")) {
                bytes.write(Integer.parseInt(target, i + 1, i + 3, 16));
                i += 2;
            } else {
                throw new Refusal(400, "Bad Request");
            }
        }
        String path = bytes.toString(UTF_8);
        if (path.indexOf('\0') >= 0 || List.of(path.split("[/\\\\]")).contains("..")) {
            throw new Refusal(403, "Forbidden");
        }
        return path;
    }

    static String encode(String path) {
        var text = new StringBuilder();
        for (byte b : path.getBytes(UTF_8)) {
            boolean plain = Character.isLetterOrDigit(b) || "/-._~".indexOf(b) >= 0;
            text.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
        }
        return text.toString();
    }

    /// What there is under this path; a folder's `index.html` stands for it.
    Resource find(String path) throws Refusal, IOException {
        Path wanted = root.resolve(path.replaceFirst("^/+", ""));
        Optional<Resource> found = onWorker(() -> {
            Path real = wanted.toRealPath();
            if (Files.isDirectory(real) && path.endsWith("/") && Files.isRegularFile(real.resolve("index.html"))) {
                real = real.resolve("index.html").toRealPath();
            }
            var attributes = Files.readAttributes(real, BasicFileAttributes.class);
            boolean served = attributes.isDirectory() || attributes.isRegularFile();
            return real.startsWith(root) && served ? Optional.of(new Resource(real, attributes)) : Optional.empty();
        });
        return found.orElseThrow(() -> new Refusal(403, "Forbidden"));
    }

    static String list(String path, Path folder) throws IOException {
        var names = new TreeSet<String>();
        try (var entries = Files.newDirectoryStream(folder)) {
            entries.forEach(entry -> names.add(entry.getFileName() + (Files.isDirectory(entry) ? "/" : "")));
        }
        var page = new StringBuilder("<!DOCTYPE html>\n<title>%1$s</title>\n<h1>%1$s</h1>\n<ul>\n".formatted(escape(path)));
        if (!path.equals("/")) {
            page.append("<li><a href=\"../\">../</a>\n");
        }
        for (String name : names) {
            page.append("<li><a href=\"./%s\">%s</a>\n".formatted(encode(name), escape(name)));
        }
        return page.append("</ul>\n").toString();
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    /* ---- Files ---- */

    void sendFile(Request request, Resource file, boolean goesOn) throws Refusal, IOException {
        boolean head = request.method().equals("HEAD");
        String lines = "ETag: " + file.tag() + "\r\nLast-Modified: " + DATE.format(file.modified())
                + "\r\nAccept-Ranges: bytes\r\n";
        if (isKnown(request, file)) {
            sendHead(304, "Not Modified", lines, goesOn);
            patiently(output::flush);
            return;
        }
        long size = file.attributes().size();
        Optional<Range> part = range(request, file);
        Range range = part.orElse(new Range(0, size));
        if (range.length() < 0) {
            sendText(416, "Range Not Satisfiable", "Content-Range: bytes */" + size + "\r\n", "text/plain",
                    "416 Range Not Satisfiable\n", head, goesOn);
            return;
        }
        lines += "Content-Type: " + file.type() + "\r\nContent-Length: " + range.length() + "\r\n";
        if (part.isPresent()) {
            lines += "Content-Range: bytes %d-%d/%d\r\n".formatted(range.from(), range.from() + range.length() - 1, size);
        }
        InputChannel content = open(file);
        try {
            sendHead(part.isPresent() ? 206 : 200, part.isPresent() ? "Partial Content" : "OK", lines, goesOn);
            if (!head) {
                await(content.setPosition(range.from()));
                sendBytes(content, range.length());
            }
            patiently(output::flush);
        } finally {
            await(content.close());
        }
    }

    static InputChannel open(Resource file) throws Refusal {
        try {
            return await(LwtIo.openInput(file.path(), LinkOption.NOFOLLOW_LINKS), UnixException.class);
        } catch (UnixException e) {
            throw e.errno().equals("EACCES") ? new Refusal(403, "Forbidden") : new Refusal(404, "Not Found");
        }
    }

    void sendBytes(InputChannel content, long length) throws IOException {
        for (long left = length; left > 0; ) {
            long most = Math.min(left, PIECE);
            long sent = patiently(() -> content.transferTo(output, most));
            if (sent == 0) {
                throw new EOFException("the file was cut while it was sent");
            }
            left -= sent;
        }
    }

    /// Whether the client has the file already.
    static boolean isKnown(Request request, Resource file) {
        String tags = request.header("if-none-match");
        if (!tags.isEmpty()) {
            return tags.equals("*") || tags.contains(file.tag());
        }
        try {
            Instant since = DATE.parse(request.header("if-modified-since"), Instant::from);
            return !file.modified().isAfter(since);
        } catch (DateTimeException _) {
            return false; // none, or one that is to be ignored
        }
    }

    /// The one range that is asked for; one of a negative length if there is nothing in it. Several
    /// ranges are answered with the whole file, as the protocol allows.
    static Optional<Range> range(Request request, Resource file) {
        var wanted = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})").matcher(request.header("range"));
        String condition = request.header("if-range");
        if (!wanted.matches() || wanted.group().equals("bytes=-")
                || !(condition.isEmpty() || condition.equals(file.tag()))) {
            return Optional.empty();
        }
        long size = file.attributes().size();
        String first = wanted.group(1);
        String last = wanted.group(2);
        long from = first.isEmpty() ? Math.max(0, size - Long.parseLong(last)) : Long.parseLong(first);
        long to = first.isEmpty() || last.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(last));
        if (!first.isEmpty() && !last.isEmpty() && Long.parseLong(last) < from) {
            return Optional.empty();
        }
        return Optional.of(from < size ? new Range(from, to - from + 1) : new Range(0, -1));
    }
}
