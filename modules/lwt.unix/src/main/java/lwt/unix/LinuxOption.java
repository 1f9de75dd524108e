package lwt.unix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where Linux keeps the options of sockets, and how it writes their values.
///
/// They are found by name: so those of the JDK, of its module `jdk.net` and ours are one table.
final class LinuxOption {
    private static final Map<String, LinuxOption> BY_NAME = new HashMap<>();

    static {
        socket("SO_DEBUG", SocketStructs.SO_DEBUG, Form.FLAG);
        socket("SO_REUSEADDR", Structs.SO_REUSEADDR, Form.FLAG);
        socket("SO_TYPE", SocketStructs.SO_TYPE, Form.TYPE);
        socket("SO_DONTROUTE", SocketStructs.SO_DONTROUTE, Form.FLAG);
        socket("SO_BROADCAST", SocketStructs.SO_BROADCAST, Form.FLAG);
        socket("SO_SNDBUF", SocketStructs.SO_SNDBUF, Form.SIZE);
        socket("SO_RCVBUF", SocketStructs.SO_RCVBUF, Form.SIZE);
        socket("SO_KEEPALIVE", SocketStructs.SO_KEEPALIVE, Form.FLAG);
        socket("SO_OOBINLINE", SocketStructs.SO_OOBINLINE, Form.FLAG);
        socket("SO_LINGER", SocketStructs.SO_LINGER, Form.LINGER);
        socket("SO_REUSEPORT", SocketStructs.SO_REUSEPORT, Form.FLAG);
        socket("SO_RCVLOWAT", SocketStructs.SO_RCVLOWAT, Form.NUMBER);
        socket("SO_SNDLOWAT", SocketStructs.SO_SNDLOWAT, Form.NUMBER);
        socket("SO_RCVTIMEO", SocketStructs.SO_RCVTIMEO, Form.TIME);
        socket("SO_SNDTIMEO", SocketStructs.SO_SNDTIMEO, Form.TIME);
        socket("SO_ACCEPTCONN", SocketStructs.SO_ACCEPTCONN, Form.FLAG);
        tcp("TCP_NODELAY", Structs.TCP_NODELAY, Form.FLAG);
        tcp("TCP_KEEPIDLE", SocketStructs.TCP_KEEPIDLE, Form.NUMBER);
        tcp("TCP_KEEPINTERVAL", SocketStructs.TCP_KEEPINTVL, Form.NUMBER);
        tcp("TCP_KEEPCOUNT", SocketStructs.TCP_KEEPCNT, Form.NUMBER);
        tcp("TCP_QUICKACK", SocketStructs.TCP_QUICKACK, Form.FLAG);
        ip("IP_TOS", SocketStructs.IP_TOS, SocketStructs.IPV6_TCLASS, Form.NUMBER);
        ip("IP_MULTICAST_IF", SocketStructs.IP_MULTICAST_IF, SocketStructs.IPV6_MULTICAST_IF, Form.INTERFACE);
        ip("IP_MULTICAST_TTL", SocketStructs.IP_MULTICAST_TTL, SocketStructs.IPV6_MULTICAST_HOPS, Form.NUMBER);
        ip("IP_MULTICAST_LOOP", SocketStructs.IP_MULTICAST_LOOP, SocketStructs.IPV6_MULTICAST_LOOP, Form.FLAG);
        ip("IPV6_ONLY", -1, Structs.IPV6_V6ONLY, Form.FLAG);
    }

    private static void socket(String name, int code, Form form) {
        BY_NAME.put(name, new LinuxOption(Structs.SOL_SOCKET, code, Structs.SOL_SOCKET, code, form));
    }

    private static void tcp(String name, int code, Form form) {
        BY_NAME.put(name, new LinuxOption(Structs.IPPROTO_TCP, code, Structs.IPPROTO_TCP, code, form));
    }

    private static void ip(String name, int code4, int code6, Form form) {
        BY_NAME.put(name, new LinuxOption(SocketStructs.IPPROTO_IP, code4, Structs.IPPROTO_IPV6, code6, form));
    }

    private final int level4;
    private final int code4;
    private final int level6;
    private final int code6;
    private final Form form;

    private LinuxOption(int level4, int code4, int level6, int code6, Form form) {
        this.level4 = level4;
        this.code4 = code4;
        this.level6 = level6;
        this.code6 = code6;
        this.form = form;
    }

    /// What is known of the option.
    static LinuxOption of(SocketOption<?> option) {
        LinuxOption known = BY_NAME.get(option.name());
        if (known == null || known.form.type != option.type()) {
            throw Unsupported.onThisSystem(
                    "the socket option " + option.name(),
                    "use those of StandardSocketOptions, UnixSocketOptions and, of jdk.net.ExtendedSocketOptions,"
                            + " TCP's");
        }
        return known;
    }

    int level(boolean six) {
        return six ? level6 : level4;
    }

    /// Of a socket for IPv6, or of another.
    int code(boolean six) {
        return six ? code6 : code4;
    }

    /// Whether IPv4 and IPv6 each have one.
    boolean isOfIp() {
        return level4 != level6;
    }

    /// Writes a value of the option's type and returns its length in bytes.
    int write(MemorySegment memory, Object value, boolean six) {
        return form.write(memory, value, six);
    }

    /// The value that the system wrote. Null is an interface that was not chosen.
    @Nullable
    Object read(MemorySegment memory, boolean six) throws UnixException {
        try {
            return form.read(memory, six);
        } catch (SocketException | UnknownHostException e) {
            throw Failures.translate(e, "getsockopt", "");
        }
    }

    /// Room for any value.
    static final int LONGEST = 16;

    /// How a value is written.
    private enum Form {
        FLAG(Boolean.class) {
            @Override
            int write(MemorySegment memory, Object value, boolean six) {
                return writeInt(memory, (Boolean) value ? 1 : 0);
            }

            @Override
            Object read(MemorySegment memory, boolean six) {
                return memory.get(JAVA_INT, 0) != 0;
            }
        },
        NUMBER(Integer.class) {
            @Override
            int write(MemorySegment memory, Object value, boolean six) {
                return writeInt(memory, (Integer) value);
            }

            @Override
            Object read(MemorySegment memory, boolean six) {
                return memory.get(JAVA_INT, 0);
            }
        },
        /// Linux doubles the size that it is told, to have room for its own needs, and tells that.
        SIZE(Integer.class) {
            @Override
            int write(MemorySegment memory, Object value, boolean six) {
                if ((Integer) value < 0) {
                    throw new IllegalArgumentException("the size of a buffer must not be negative: " + value);
                }
                return writeInt(memory, (Integer) value);
            }

            @Override
            Object read(MemorySegment memory, boolean six) {
                return memory.get(JAVA_INT, 0) / 2;
            }
        },
        /// Seconds; negative is off.
        LINGER(Integer.class) {
            @Override
            int write(MemorySegment memory, Object value, boolean six) {
                int seconds = (Integer) value;
                memory.set(JAVA_INT, SocketStructs.LINGER_ONOFF, seconds < 0 ? 0 : 1);
                memory.set(JAVA_INT, SocketStructs.LINGER_LINGER, Math.max(0, seconds));
                return SocketStructs.LINGER_SIZE;
            }

            @Override
            Object read(MemorySegment memory, boolean six) {
                boolean on = memory.get(JAVA_INT, SocketStructs.LINGER_ONOFF) != 0;
                return on ? memory.get(JAVA_INT, SocketStructs.LINGER_LINGER) : -1;
            }
        },
        TIME(Duration.class) {
            @Override
            int write(MemorySegment memory, Object value, boolean six) {
                long micros = Times.toNanos((Duration) value) / 1_000;
                if (micros == 0 && !((Duration) value).isZero()) {
                    micros = 1; // zero means no limit
                }
                memory.set(JAVA_LONG, SocketStructs.TIMEVAL_SEC, micros / 1_000_000);
                memory.set(JAVA_LONG, SocketStructs.TIMEVAL_USEC, micros % 1_000_000);
                return SocketStructs.TIMEVAL_SIZE;
            }

            @Override
            Object read(MemorySegment memory, boolean six) {
                long micros = memory.get(JAVA_LONG, SocketStructs.TIMEVAL_USEC);
                return Duration.ofSeconds(memory.get(JAVA_LONG, SocketStructs.TIMEVAL_SEC), micros * 1_000);
            }
        },
        TYPE(SocketType.class) {
            @Override
            int write(MemorySegment memory, Object value, boolean six) {
                return writeInt(memory, ((SocketType) value).code);
            }

            @Override
            @Nullable
            Object read(MemorySegment memory, boolean six) {
                int code = memory.get(JAVA_INT, 0);
                return Arrays.stream(SocketType.values())
                        .filter(type -> type.code == code)
                        .findFirst()
                        .orElse(null);
            }
        },
        INTERFACE(NetworkInterface.class) {
            @Override
            int write(MemorySegment memory, Object value, boolean six) {
                NetworkInterface chosen = (NetworkInterface) value;
                if (six) {
                    return writeInt(memory, chosen.getIndex());
                }
                memory.fill((byte) 0);
                // The address is what can be asked for later, the index is what counts.
                chosen.inetAddresses()
                        .filter(Inet4Address.class::isInstance)
                        .findFirst()
                        .ifPresent(address -> memory.asSlice(SocketStructs.IP_MREQN_ADDRESS)
                                .copyFrom(MemorySegment.ofArray(address.getAddress())));
                memory.set(JAVA_INT, SocketStructs.IP_MREQN_IFINDEX, chosen.getIndex());
                return SocketStructs.IP_MREQN_SIZE;
            }

            @Override
            @Nullable
            Object read(MemorySegment memory, boolean six) throws SocketException, UnknownHostException {
                int number = memory.get(JAVA_INT, 0);
                if (number == 0) {
                    return null;
                }
                return six
                        ? NetworkInterface.getByIndex(number)
                        : NetworkInterface.getByInetAddress(
                                InetAddress.getByAddress(memory.asSlice(0, 4).toArray(JAVA_BYTE)));
            }
        };

        final Class<?> type;

        Form(Class<?> type) {
            this.type = type;
        }

        abstract int write(MemorySegment memory, Object value, boolean six);

        abstract @Nullable Object read(MemorySegment memory, boolean six) throws SocketException, UnknownHostException;

        private static int writeInt(MemorySegment memory, int value) {
            memory.set(JAVA_INT, 0, value);
            return Integer.BYTES;
        }
    }
}
