package lwt.ssl;

import java.io.Serial;
import javax.net.ssl.SSLException;

/// The connection ended without the peer's saying so over TLS (`close_notify`): what was read before is
/// genuine, but somebody may have cut off the rest.
public final class SslTruncatedException extends SSLException {
    @Serial
    private static final long serialVersionUID = 1;

    SslTruncatedException(String connection) {
        super("the TLS stream of " + connection + " is cut off: the connection ended without close_notify");
    }
}
