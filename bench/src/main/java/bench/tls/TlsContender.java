package bench.tls;

import java.util.Locale;

/// Who serves.
enum TlsContender {
    LWT("SslSocket, one loop"),
    NETTY("SslHandler with the JDK's provider, on the native epoll");

    private final String description;

    TlsContender(String description) {
        this.description = description;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    String description() {
        return description;
    }
}
