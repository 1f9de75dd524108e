package lwt.extra;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lwt.Loop;
import lwt.unix.AddressHints;
import lwt.unix.AddressInfo;
import lwt.unix.Engine;
import lwt.unix.Group;
import lwt.unix.HostEntry;
import lwt.unix.LwtMain;
import lwt.unix.NameInfo;
import lwt.unix.NameOption;
import lwt.unix.ProtocolEntry;
import lwt.unix.ServiceEntry;
import lwt.unix.User;

/// What one loop knows of hosts, services, protocols, users and groups.
final class Caches {
    private static final Duration FIRST_LIFETIME = Duration.ofMinutes(1);

    record Place(String host, String service, AddressHints hints) {}

    record Named(SocketAddress address, Set<NameOption> options) {}

    record ServiceName(String name, String protocol) {}

    record ServicePort(int port, String protocol) {}

    private final List<Cache<?, ?>> all = new ArrayList<>();
    private Engine clock = LwtMain.engine();
    private Duration lifetime = FIRST_LIFETIME;
    private long lifetimeNanos = FIRST_LIFETIME.toNanos();

    final Cache<Place, List<AddressInfo>> addressInfo = cache();
    final Cache<Named, NameInfo> nameInfo = cache();
    final Cache<String, HostEntry> hostByName = cache();
    final Cache<InetAddress, HostEntry> hostByAddress = cache();
    final Cache<ServiceName, ServiceEntry> serviceByName = cache();
    final Cache<ServicePort, ServiceEntry> serviceByPort = cache();
    final Cache<String, ProtocolEntry> protocolByName = cache();
    final Cache<Integer, ProtocolEntry> protocolByNumber = cache();
    final Cache<String, User> userByName = cache();
    final Cache<Integer, User> userById = cache();
    final Cache<String, Group> groupByName = cache();
    final Cache<Integer, Group> groupById = cache();

    /// Those of the calling thread's loop.
    static Caches current() {
        return Loop.current().attachment(Caches.class, _ -> new Caches());
    }

    <K, V> Cache<K, V> cache() {
        Cache<K, V> cache = new Cache<>(this);
        all.add(cache);
        return cache;
    }

    Duration lifetime() {
        return lifetime;
    }

    void setLifetime(Duration lifetime) {
        if (lifetime.isNegative()) {
            throw new IllegalArgumentException("a lifetime must not be negative: " + lifetime);
        }
        this.lifetime = lifetime;
        boolean countable = lifetime.toSeconds() < Long.MAX_VALUE / 1_000_000_000;
        lifetimeNanos = countable ? lifetime.toNanos() : Long.MAX_VALUE;
    }

    long lifetimeNanos() {
        return lifetimeNanos;
    }

    long now() {
        return clock.nanoTime();
    }

    /// Forgets everything if the loop has got another engine: its clock, and what it asks, may be others.
    void watchClock() {
        Engine engine = LwtMain.engine();
        if (engine != clock) {
            clock = engine;
            clear();
        }
    }

    void clear() {
        all.forEach(Cache::clear);
    }
}
