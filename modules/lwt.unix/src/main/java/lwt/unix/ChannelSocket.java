package lwt.unix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A socket of `java.nio`.
///
/// There a socket that listens and one that connects are of different classes, so one that was made
/// for either becomes the former in [#listen]: it is closed, and another one is bound to its address.
final class ChannelSocket implements SocketPort {
    private static final int LONGEST_DATAGRAM = 65_536;

    private final ChannelPort port;
    private final StandardProtocolFamily domain;
    private final Map<SocketOption<?>, Object> options = new LinkedHashMap<>();
    private final List<MembershipKey> memberships = new ArrayList<>();
    private @Nullable ByteBuffer scratch;

    ChannelSocket(ChannelPort port, StandardProtocolFamily domain) {
        this.port = port;
        this.domain = domain;
    }

    private NetworkChannel channel() {
        return (NetworkChannel) port.channel();
    }

    /// A call of the JDK, whose failures become the system's.
    private interface Call<T> {
        T make() throws IOException;
    }

    private static <T> T call(String function, String argument, Call<T> call) throws UnixException {
        try {
            return call.make();
        } catch (IOException e) {
            throw Failures.translate(e, function, argument);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw Failures.translate(e, function, argument);
        }
    }

    @Override
    public int flags(String function, MessageFlag... flags) {
        if (flags.length > 0) {
            throw Unsupported.onPortableEngine(
                    function + " with the flag " + flags[0], "use the epoll engine, or no flag");
        }
        return 0;
    }

    @Override
    public void checkAddress(SocketAddress address, String function) {
        PortableCalls.check(address, function);
    }

    @Override
    public void checkDescriptors(List<FileDescriptor> descriptors) {
        if (!descriptors.isEmpty()) {
            throw Unsupported.onPortableEngine("passing descriptors with sendmsg", "use the epoll engine");
        }
    }

    /* ---- Connections ---- */

    @Override
    public void bind(SocketAddress address) throws UnixException {
        call("bind", SocketAddresses.show(address), () -> channel().bind(address));
    }

    @Override
    public void listen(int backlog) throws UnixException {
        if (port.channel() instanceof ServerSocketChannel) {
            return; // the backlog of one that listens cannot be changed
        }
        if (!(port.channel() instanceof SocketChannel socket)) {
            throw UnixException.of(Errno.EOPNOTSUPP, "listen", port.toString());
        }
        if (socket.isConnected()) {
            throw UnixException.of(Errno.EINVAL, "listen", port.toString());
        }
        call("listen", port.toString(), () -> {
            SocketAddress address = socket.getLocalAddress();
            ServerSocketChannel listener = ServerSocketChannel.open(domain);
            try {
                for (Map.Entry<SocketOption<?>, Object> option : options.entrySet()) {
                    copy(option.getKey(), option.getValue(), listener);
                }
                listener.configureBlocking(false);
                socket.close();
                if (address instanceof UnixDomainSocketAddress local) {
                    Files.deleteIfExists(local.getPath());
                }
                listener.bind(address, backlog);
            } catch (IOException | RuntimeException e) {
                listener.close();
                throw e;
            }
            port.become(listener);
            return listener;
        });
    }

    @SuppressWarnings("unchecked") // it was set with a value of its type
    private static <T> void copy(SocketOption<T> option, Object value, NetworkChannel channel) throws IOException {
        if (channel.supportedOptions().contains(option)) {
            channel.setOption(option, (T) value);
        }
    }

    /* ---- Messages ---- */

    @Override
    public int receive(ByteBuffer buffer, int flags) throws UnixException {
        if (!(port.channel() instanceof DatagramChannel)) {
            return buffer.hasRemaining() ? port.read(buffer) : 0;
        }
        Received received = receiveFrom(buffer, flags);
        return received == null ? Port.WOULD_WAIT : received.count();
    }

    @Override
    public @Nullable Received receiveFrom(ByteBuffer buffer, int flags) throws UnixException {
        if (!(port.channel() instanceof DatagramChannel datagrams)) {
            int count = receive(buffer, flags);
            return count == Port.WOULD_WAIT ? null : new Received(count, port.remoteAddress(), false);
        }
        // The JDK cuts off what there is no room for, and does not tell.
        ByteBuffer room = scratch();
        SocketAddress sender = call("recvfrom", port.toString(), () -> datagrams.receive(room));
        if (sender == null) {
            return null;
        }
        room.flip();
        boolean truncated = room.remaining() > buffer.remaining();
        int count = Math.min(room.remaining(), buffer.remaining());
        buffer.put(room.limit(count));
        return new Received(count, sender, truncated);
    }

    private ByteBuffer scratch() {
        ByteBuffer room = scratch;
        if (room == null) {
            room = ByteBuffer.allocateDirect(LONGEST_DATAGRAM);
            scratch = room;
        }
        return room.clear();
    }

    @Override
    public int send(ByteBuffer buffer, @Nullable SocketAddress target, int flags) throws UnixException {
        if (!(port.channel() instanceof DatagramChannel datagrams)) {
            if (target != null) {
                throw UnixException.of(Errno.EISCONN, "sendto", SocketAddresses.show(target));
            }
            return buffer.hasRemaining() ? port.write(buffer) : 0;
        }
        int length = buffer.remaining();
        int sent = target == null
                ? call("send", port.toString(), () -> datagrams.write(buffer))
                : call("sendto", SocketAddresses.show(target), () -> datagrams.send(buffer, target));
        return sent == 0 && length > 0 ? Port.WOULD_WAIT : sent;
    }

    @Override
    public @Nullable ReceivedMessage receiveMessage(List<ByteBuffer> buffers) throws UnixException {
        ByteBuffer all = ByteBuffer.allocate(total(buffers));
        Received received = receiveFrom(all, 0);
        if (received == null) {
            return null;
        }
        all.flip();
        for (ByteBuffer buffer : buffers) {
            int count = Math.min(all.remaining(), buffer.remaining());
            buffer.put(all.slice(all.position(), count));
            all.position(all.position() + count);
        }
        return new ReceivedMessage(received.count(), List.of(), received.truncated());
    }

    @Override
    public int sendMessage(List<ByteBuffer> buffers, List<FileDescriptor> descriptors, @Nullable SocketAddress target)
            throws UnixException {
        boolean whole = port.channel() instanceof DatagramChannel;
        int most = port.most(Port.WRITE);
        ByteBuffer all = ByteBuffer.allocate(whole ? total(buffers) : Math.min(total(buffers), most));
        for (ByteBuffer buffer : buffers) {
            ByteBuffer part = buffer.duplicate();
            all.put(part.limit(part.position() + Math.min(part.remaining(), all.remaining())));
        }
        int sent = send(all.flip(), target, 0);
        int left = sent;
        for (ByteBuffer buffer : buffers) {
            int count = Math.max(0, Math.min(left, buffer.remaining()));
            buffer.position(buffer.position() + count);
            left -= count;
        }
        return sent;
    }

    private static int total(List<ByteBuffer> buffers) {
        return buffers.stream().mapToInt(ByteBuffer::remaining).reduce(0, Math::addExact);
    }

    /* ---- Options ---- */

    @Override
    public <T> T option(SocketOption<T> option) throws UnixException {
        if (option.equals(UnixSocketOptions.SO_TYPE)) {
            boolean messages = port.channel() instanceof DatagramChannel;
            return option.type().cast(messages ? SocketType.DATAGRAM : SocketType.STREAM);
        }
        if (option.equals(UnixSocketOptions.SO_ACCEPTCONN)) {
            return option.type().cast(port.channel() instanceof ServerSocketChannel);
        }
        SocketOption<T> known = known(option);
        return call("getsockopt", option.name() + ", " + port, () -> channel().getOption(known));
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws UnixException {
        SocketOption<T> known = known(option);
        call("setsockopt", option.name() + ", " + port, () -> channel().setOption(known, value));
        options.put(known, value);
    }

    /// The channel's own option of this name.
    @SuppressWarnings("unchecked") // the types are compared
    private <T> SocketOption<T> known(SocketOption<T> option) {
        for (SocketOption<?> offered : channel().supportedOptions()) {
            if (offered.name().equals(option.name()) && offered.type() == option.type()) {
                return (SocketOption<T>) offered;
            }
        }
        throw Unsupported.onPortableEngine(
                "the option " + option.name() + " of this kind of socket",
                "it has " + channel().supportedOptions() + "; or use the epoll engine");
    }

    @Override
    public Optional<UnixException> pendingError() {
        throw Unsupported.onPortableEngine("getsockopt of SO_ERROR", "the failed call tells its error itself");
    }

    @Override
    public Credentials peerCredentials() {
        throw Unsupported.onPortableEngine("getsockopt of SO_PEERCRED", "use the epoll engine");
    }

    @Override
    public void join(InetAddress group, @Nullable NetworkInterface over) throws UnixException {
        String shown = group.getHostAddress() + ", " + port;
        DatagramChannel datagrams = multicaster(shown);
        memberships.removeIf(key -> !key.isValid());
        if (membership(group, over) != null) {
            throw UnixException.of(Errno.EADDRINUSE, "setsockopt", shown);
        }
        memberships.add(call(
                "setsockopt", shown, () -> datagrams.join(group, over != null ? over : defaultInterface(datagrams))));
    }

    @Override
    public void leave(InetAddress group, @Nullable NetworkInterface over) throws UnixException {
        String shown = group.getHostAddress() + ", " + port;
        multicaster(shown);
        MembershipKey key = membership(group, over);
        if (key == null) {
            throw UnixException.of(Errno.EADDRNOTAVAIL, "setsockopt", shown);
        }
        key.drop();
        memberships.remove(key);
    }

    private DatagramChannel multicaster(String shown) throws UnixException {
        if (port.channel() instanceof DatagramChannel datagrams) {
            return datagrams;
        }
        throw UnixException.of(Errno.ENOPROTOOPT, "setsockopt", shown);
    }

    private @Nullable MembershipKey membership(InetAddress group, @Nullable NetworkInterface over) {
        return memberships.stream()
                .filter(key -> key.group().equals(group)
                        && (over == null || key.networkInterface().equals(over)))
                .findFirst()
                .orElse(null);
    }

    /// The one that was set for sending; else the first that is up and not the loopback; else that.
    private static NetworkInterface defaultInterface(DatagramChannel datagrams) throws IOException {
        NetworkInterface chosen = datagrams.getOption(StandardSocketOptions.IP_MULTICAST_IF);
        if (chosen != null) {
            return chosen;
        }
        NetworkInterface loopback = null;
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (each.isUp() && each.supportsMulticast() && !each.isLoopback()) {
                return each;
            }
            loopback = each.isLoopback() ? each : loopback;
        }
        if (loopback == null) {
            throw new SocketException("no such device: there is no network interface");
        }
        return loopback;
    }
}
