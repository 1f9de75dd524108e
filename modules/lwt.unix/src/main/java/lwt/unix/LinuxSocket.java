package lwt.unix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A socket of Linux.
final class LinuxSocket implements SocketPort {
    private static final int MOST_OF_A_STREAM = 262_144; // the collector waits meanwhile
    private static final int CONTROL_SIZE = 2_048; // more than the 253 descriptors that a message can carry
    private static final int UNKNOWN = -1;

    private final LinuxPort port;
    private final LinuxCalls calls;
    private final int number;
    private int domain = UNKNOWN;
    private int type = UNKNOWN;

    LinuxSocket(LinuxPort port, LinuxCalls calls) {
        this.port = port;
        this.calls = calls;
        this.number = port.number;
    }

    @Override
    public int flags(String function, MessageFlag... flags) {
        return MessageFlag.codes(flags);
    }

    @Override
    public void checkAddress(SocketAddress address, String function) {
        // The system knows all that SocketAddresses.check lets pass.
    }

    @Override
    public void checkDescriptors(List<FileDescriptor> descriptors) {
        for (FileDescriptor descriptor : descriptors) {
            if (!(descriptor.port() instanceof LinuxPort)) {
                throw new IllegalArgumentException("not a descriptor of an epoll engine: " + descriptor);
            }
        }
    }

    /* ---- Connections ---- */

    @Override
    public void bind(SocketAddress address) throws UnixException {
        int length = SocketAddresses.encode(fitting(address), calls.address, "bind");
        LinuxCalls.check(calls.libc.bind(number, calls.address, length), "bind", SocketAddresses.show(address));
    }

    @Override
    public void listen(int backlog) throws UnixException {
        LinuxCalls.check(calls.libc.listen(number, backlog), "listen", port.toString());
    }

    /// The address as a socket of this domain takes it: one for IPv6 takes IPv4 in IPv6 clothes.
    SocketAddress fitting(SocketAddress address) throws UnixException {
        if (!(address instanceof InetSocketAddress internet)
                || internet.getAddress() instanceof Inet6Address
                || domain() != Structs.AF_INET6) {
            return address;
        }
        return new InetSocketAddress(SocketAddresses.inIpv6(internet.getAddress()), internet.getPort());
    }

    /* ---- Messages ---- */

    @Override
    public int receive(ByteBuffer buffer, int flags) throws UnixException {
        int length = most(buffer);
        int result = calls.sockets.recvfrom(
                number,
                MemorySegment.ofBuffer(buffer),
                length,
                flags | SocketStructs.MSG_DONTWAIT,
                MemorySegment.NULL,
                MemorySegment.NULL);
        return moved(buffer, transferred(result, "recv"));
    }

    @Override
    public @Nullable Received receiveFrom(ByteBuffer buffer, int flags) throws UnixException {
        int length = most(buffer);
        // Of a stream this flag would throw bytes away; of a message it gives the true length.
        int more = isStream() ? 0 : SocketStructs.MSG_TRUNC;
        calls.number.set(JAVA_INT, 0, (int) calls.address.byteSize());
        int result = transferred(
                calls.sockets.recvfrom(
                        number,
                        MemorySegment.ofBuffer(buffer),
                        length,
                        flags | more | SocketStructs.MSG_DONTWAIT,
                        calls.address,
                        calls.number),
                "recvfrom");
        if (result == Port.WOULD_WAIT) {
            return null;
        }
        int count = moved(buffer, Math.min(result, length));
        int addressLength = calls.number.get(JAVA_INT, 0);
        SocketAddress sender = addressLength == 0 && isStream()
                ? port.remoteAddress()
                : SocketAddresses.decode(calls.address, addressLength);
        return new Received(count, sender, result > length);
    }

    @Override
    public int send(ByteBuffer buffer, @Nullable SocketAddress target, int flags) throws UnixException {
        int addressLength = target == null ? 0 : SocketAddresses.encode(fitting(target), calls.address, "sendto");
        int result = calls.sockets.sendto(
                number,
                MemorySegment.ofBuffer(buffer),
                most(buffer),
                flags | SocketStructs.MSG_DONTWAIT | SocketStructs.MSG_NOSIGNAL,
                target == null ? MemorySegment.NULL : calls.address,
                addressLength);
        return moved(
                buffer,
                target == null
                        ? transferred(result, "send")
                        : transferred(result, "sendto", SocketAddresses.show(target)));
    }

    @Override
    public @Nullable ReceivedMessage receiveMessage(List<ByteBuffer> buffers) throws UnixException {
        try (Arena arena = Arena.ofConfined()) {
            IoVectors vectors = IoVectors.toRead(arena, few(buffers));
            MemorySegment control = arena.allocate(CONTROL_SIZE, 8);
            MemorySegment header = header(arena, vectors, control);
            int result = transferred(
                    calls.sockets.recvmsg(number, header, SocketStructs.MSG_DONTWAIT | SocketStructs.MSG_CMSG_CLOEXEC),
                    "recvmsg");
            if (result == Port.WOULD_WAIT) {
                return null;
            }
            vectors.moved(result);
            int lost = SocketStructs.MSG_CTRUNC | SocketStructs.MSG_TRUNC;
            boolean truncated = (header.get(JAVA_INT, SocketStructs.MSGHDR_FLAGS) & lost) != 0;
            long length = header.get(JAVA_LONG, SocketStructs.MSGHDR_CONTROLLEN);
            return new ReceivedMessage(result, passed(control.asSlice(0, length)), truncated);
        }
    }

    @Override
    public int sendMessage(List<ByteBuffer> buffers, List<FileDescriptor> descriptors, @Nullable SocketAddress target)
            throws UnixException {
        String function = "sendmsg";
        try (Arena arena = Arena.ofConfined()) {
            IoVectors vectors = IoVectors.toWrite(arena, few(buffers));
            MemorySegment header = header(arena, vectors, toPass(arena, descriptors));
            if (target != null) {
                int length = SocketAddresses.encode(fitting(target), calls.address, function);
                header.set(ADDRESS, SocketStructs.MSGHDR_NAME, calls.address);
                header.set(JAVA_INT, SocketStructs.MSGHDR_NAMELEN, length);
            }
            int flags = SocketStructs.MSG_DONTWAIT | SocketStructs.MSG_NOSIGNAL;
            int result = transferred(calls.sockets.sendmsg(number, header, flags), function);
            if (result > 0) {
                vectors.moved(result);
            }
            return result;
        }
    }

    private static MemorySegment header(Arena arena, IoVectors vectors, MemorySegment control) {
        MemorySegment header = arena.allocate(SocketStructs.MSGHDR_SIZE, 8);
        header.set(ADDRESS, SocketStructs.MSGHDR_IOV, vectors.array());
        header.set(JAVA_LONG, SocketStructs.MSGHDR_IOVLEN, vectors.count());
        header.set(ADDRESS, SocketStructs.MSGHDR_CONTROL, control);
        header.set(JAVA_LONG, SocketStructs.MSGHDR_CONTROLLEN, control.byteSize());
        return header;
    }

    /// No more buffers of a stream than the system takes. A message must be whole: too many for one
    /// are for the system to refuse.
    private List<ByteBuffer> few(List<ByteBuffer> buffers) throws UnixException {
        return buffers.size() > SocketStructs.IOV_MAX && isStream()
                ? buffers.subList(0, SocketStructs.IOV_MAX)
                : buffers;
    }

    /// The descriptors' numbers as a control message; `NULL` if there are none.
    private static MemorySegment toPass(Arena arena, List<FileDescriptor> descriptors) throws UnixException {
        if (descriptors.isEmpty()) {
            return MemorySegment.NULL;
        }
        long length = SocketStructs.CMSGHDR_SIZE + 4L * descriptors.size();
        MemorySegment control = arena.allocate(aligned(length), 8);
        control.set(JAVA_LONG, SocketStructs.CMSGHDR_LEN, length);
        control.set(JAVA_INT, SocketStructs.CMSGHDR_LEVEL, Structs.SOL_SOCKET);
        control.set(JAVA_INT, SocketStructs.CMSGHDR_TYPE, SocketStructs.SCM_RIGHTS);
        for (int i = 0; i < descriptors.size(); i++) {
            FileDescriptor descriptor = descriptors.get(i);
            descriptor.checkOpen("sendmsg");
            int passed = ((LinuxPort) descriptor.port()).number;
            control.set(JAVA_INT, SocketStructs.CMSGHDR_SIZE + 4L * i, passed);
        }
        return control;
    }

    /// The descriptors in the control messages. None is lost: they are closed if they cannot be given
    /// to the program.
    private List<FileDescriptor> passed(MemorySegment control) throws UnixException {
        List<Integer> numbers = new ArrayList<>();
        long at = 0;
        while (at + SocketStructs.CMSGHDR_SIZE <= control.byteSize()) {
            long length = control.get(JAVA_LONG, at + SocketStructs.CMSGHDR_LEN);
            boolean rights = control.get(JAVA_INT, at + SocketStructs.CMSGHDR_LEVEL) == Structs.SOL_SOCKET
                    && control.get(JAVA_INT, at + SocketStructs.CMSGHDR_TYPE) == SocketStructs.SCM_RIGHTS;
            for (long i = SocketStructs.CMSGHDR_SIZE; rights && i + 4 <= length; i += 4) {
                numbers.add(control.get(JAVA_INT, at + i));
            }
            at += Math.max(SocketStructs.CMSGHDR_SIZE, aligned(length));
        }
        List<FileDescriptor> descriptors = new ArrayList<>();
        try {
            for (int passed : numbers) {
                descriptors.add(calls.received(port.owner().main(), passed));
            }
            return descriptors;
        } catch (UnixException | RuntimeException e) {
            numbers.forEach(calls.libc::close);
            throw e;
        }
    }

    private static long aligned(long length) {
        return (length + 7) & ~7L;
    }

    /// A message must be sent and received in one call. A stream need not.
    private int most(ByteBuffer buffer) throws UnixException {
        int length = buffer.remaining();
        return length > MOST_OF_A_STREAM && isStream() ? MOST_OF_A_STREAM : length;
    }

    private static int moved(ByteBuffer buffer, int count) {
        if (count > 0) {
            buffer.position(buffer.position() + count);
        }
        return count;
    }

    private int transferred(int result, String function) throws UnixException {
        return transferred(result, function, port.toString());
    }

    private static int transferred(int result, String function, String argument) throws UnixException {
        return result == -Errno.EAGAIN.code ? Port.WOULD_WAIT : LinuxCalls.check(result, function, argument);
    }

    /* ---- Options ---- */

    private boolean isStream() throws UnixException {
        if (type == UNKNOWN) {
            type = number(SocketStructs.SO_TYPE);
        }
        return type == Structs.SOCK_STREAM;
    }

    private int domain() throws UnixException {
        if (domain == UNKNOWN) {
            domain = number(SocketStructs.SO_DOMAIN);
        }
        return domain;
    }

    private int number(int code) throws UnixException {
        return get(Structs.SOL_SOCKET, code).get(JAVA_INT, 0);
    }

    private MemorySegment get(int level, int code) throws UnixException {
        calls.address.fill((byte) 0);
        calls.number.set(JAVA_INT, 0, LinuxOption.LONGEST);
        LinuxCalls.check(
                calls.libc.getsockopt(number, level, code, calls.address, calls.number), "getsockopt", port.toString());
        return calls.address;
    }

    private void set(int level, int code, MemorySegment value, int length, String shown) throws UnixException {
        LinuxCalls.check(calls.libc.setsockopt(number, level, code, value, length), "setsockopt", shown);
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // LinuxOption.of compares the types; documented when null
    public <T> T option(SocketOption<T> option) throws UnixException {
        LinuxOption known = LinuxOption.of(option);
        boolean six = known.isOfIp() && domain() == Structs.AF_INET6;
        return (T) known.read(get(known.level(six), known.code(six)), six);
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws UnixException {
        LinuxOption known = LinuxOption.of(option);
        boolean six = known.isOfIp() && domain() == Structs.AF_INET6;
        int length = known.write(calls.address, value, six);
        set(known.level(six), known.code(six), calls.address, length, option.name() + ", " + port);
        if (six && known.code(false) >= 0) {
            // A socket for IPv6 may send to IPv4 as well. One that is for IPv6 only refuses this.
            int length4 = known.write(calls.address, value, false);
            calls.libc.setsockopt(number, known.level(false), known.code(false), calls.address, length4);
        }
    }

    @Override
    public Optional<UnixException> pendingError() throws UnixException {
        int error = calls.pendingError(number);
        return error == 0 ? Optional.empty() : Optional.of(UnixException.of(error, "getsockopt", port.toString()));
    }

    @Override
    public Credentials peerCredentials() throws UnixException {
        MemorySegment ucred = get(Structs.SOL_SOCKET, SocketStructs.SO_PEERCRED);
        return new Credentials(
                ucred.get(JAVA_INT, SocketStructs.UCRED_PID),
                ucred.get(JAVA_INT, SocketStructs.UCRED_UID),
                ucred.get(JAVA_INT, SocketStructs.UCRED_GID));
    }

    @Override
    public void join(InetAddress group, @Nullable NetworkInterface over) throws UnixException {
        setMembership(SocketStructs.MCAST_JOIN_GROUP, group, over);
    }

    @Override
    public void leave(InetAddress group, @Nullable NetworkInterface over) throws UnixException {
        setMembership(SocketStructs.MCAST_LEAVE_GROUP, group, over);
    }

    private void setMembership(int code, InetAddress group, @Nullable NetworkInterface over) throws UnixException {
        boolean six = group instanceof Inet6Address;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(SocketStructs.GROUP_REQ_SIZE, 8);
            SocketAddresses.encode(
                    new InetSocketAddress(group, 0), request.asSlice(SocketStructs.GROUP_REQ_GROUP), "setsockopt");
            request.set(JAVA_INT, SocketStructs.GROUP_REQ_INTERFACE, over == null ? 0 : over.getIndex());
            String shown = group.getHostAddress() + ", " + port;
            set(six ? Structs.IPPROTO_IPV6 : SocketStructs.IPPROTO_IP, code, request, (int) request.byteSize(), shown);
        }
    }
}
