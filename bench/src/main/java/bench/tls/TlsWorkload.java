package bench.tls;

import java.util.Locale;

/// What clients do: each sends a message, waits until all of it has come back, and so on.
enum TlsWorkload {
    BULK(8, 256 * 1024, "8 clients, messages of 256 KiB"),
    RECORDS(16, 16 * 1024, "16 clients, messages of 16 KiB: one record"),
    SMALL(32, 64, "32 clients, messages of 64 bytes");

    private final int connections;
    private final int size;
    private final String question;

    TlsWorkload(int connections, int size, String question) {
        this.connections = connections;
        this.size = size;
        this.question = question;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    int connections() {
        return connections;
    }

    int size() {
        return size;
    }

    String question() {
        return question;
    }
}
