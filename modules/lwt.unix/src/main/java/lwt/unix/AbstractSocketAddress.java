package lwt.unix;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// A Unix-domain address that is no path: a name in a space of its own, which no file stands for and
/// which is free again when the socket is closed. Only Linux has them, and only the epoll engine.
public final class AbstractSocketAddress extends SocketAddress {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = Structs.SOCKADDR_UN_SIZE - Structs.SOCKADDR_UN_PATH - 1;

    private final byte[] name;

    private AbstractSocketAddress(byte[] name) {
        this.name = name;
    }

    /// Of this name, as UTF-8.
    ///
    /// @throws IllegalArgumentException if the name has no bytes or more than 107
    public static AbstractSocketAddress of(String name) {
        return of(name.getBytes(StandardCharsets.UTF_8));
    }

    /// Of this name: any bytes, zeros included, all of which count.
    ///
    /// @throws IllegalArgumentException if there are none or more than 107
    public static AbstractSocketAddress of(byte[] name) {
        Objects.requireNonNull(name, "name");
        if (name.length == 0 || name.length > LONGEST) {
            throw new IllegalArgumentException(
                    "an abstract name has 1 to " + LONGEST + " bytes, this one has " + name.length);
        }
        return new AbstractSocketAddress(name.clone());
    }

    /// The bytes of the name.
    public byte[] name() {
        return name.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AbstractSocketAddress address && Arrays.equals(name, address.name);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(name);
    }

    /// As the system's tools show it: an `@`, then the name.
    @Override
    public String toString() {
        return "@" + new String(name, StandardCharsets.UTF_8);
    }
}
