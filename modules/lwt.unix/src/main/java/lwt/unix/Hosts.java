package lwt.unix;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;

/// How names are looked up. **Any thread**: the calls wait for files and name servers, so workers make
/// them.
///
/// What is not found throws [java.net.UnknownHostException] or
/// [java.util.NoSuchElementException].
interface Hosts {
    String hostName() throws IOException;

    HostEntry hostByName(String name) throws IOException;

    HostEntry hostByAddress(InetAddress address) throws IOException;

    List<AddressInfo> addressInfo(String host, String service, AddressHints hints) throws IOException;

    NameInfo nameInfo(SocketAddress address, Set<NameOption> options) throws IOException;

    /// Of any protocol, if the protocol is empty.
    ServiceEntry serviceByName(String name, String protocol) throws IOException;

    /// Of any protocol, if the protocol is empty.
    ServiceEntry serviceByPort(int port, String protocol) throws IOException;

    ProtocolEntry protocolByName(String name) throws IOException;

    ProtocolEntry protocolByNumber(int number) throws IOException;
}
