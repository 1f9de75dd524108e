package lwt.extra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import lwt.Lwt;
import lwt.Promise;
import lwt.State;
import lwt.testkit.TestLoop;
import lwt.unix.AddressHints;
import lwt.unix.LwtHosts;
import lwt.unix.LwtUsers;
import lwt.unix.NameOption;
import lwt.unix.SocketType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The look-ups themselves, of what every Linux machine knows.
class LwtLibTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(LOOPBACK, 9);

    @BeforeEach
    void onLinux() {
        assumeTrue(Files.exists(Path.of("/etc/passwd")), "no /etc/passwd here: users and services are not tested");
    }

    private static <T> T value(Promise<T> promise) {
        return ((State.Return<T>) promise.state()).value();
    }

    /// It answers what the function without a memory answers, the second time at once, and not once the
    /// lifetime is over.
    private static <T> void assertRemembers(Supplier<Promise<T>> lookUp, Supplier<Promise<T>> original) {
        try (TestLoop time = new TestLoop()) {
            T expected = time.runUntilResolved(original.get());
            Promise<T> first = lookUp.get();
            assertThat(first.isSleeping()).as("it waits for a worker").isTrue();
            assertThat(time.runUntilResolved(first)).isEqualTo(expected);
            assertThat(value(lookUp.get())).isEqualTo(expected);
            time.advance(Duration.ofMinutes(1));
            assertThat(lookUp.get().isSleeping()).isTrue();
        }
    }

    @Test
    void addressInfo_isRemembered() {
        assertRemembers(() -> LwtLib.addressInfo("127.0.0.1", "80"), () -> LwtHosts.addressInfo("127.0.0.1", "80"));
    }

    @Test
    void addressInfo_otherHints_areAnotherQuestion() {
        AddressHints streams = AddressHints.DEFAULT.withType(SocketType.STREAM);
        AddressHints datagrams = AddressHints.DEFAULT.withType(SocketType.DATAGRAM);
        TestLoop.run(() -> Lwt.both(
                        LwtLib.addressInfo("127.0.0.1", "80", streams),
                        LwtLib.addressInfo("127.0.0.1", "80", datagrams))
                .map(both -> assertThat(both.first()).isNotEqualTo(both.second())));
    }

    @Test
    void nameInfo_isRemembered() {
        NameOption[] options = {NameOption.NUMERIC_HOST, NameOption.NUMERIC_SERVICE};
        assertRemembers(() -> LwtLib.nameInfo(ADDRESS, options), () -> LwtHosts.nameInfo(ADDRESS, options));
    }

    @Test
    void nameInfo_otherOptions_areAnotherQuestion() {
        TestLoop.run(() -> Lwt.both(
                        LwtLib.nameInfo(ADDRESS, NameOption.NUMERIC_HOST, NameOption.NUMERIC_SERVICE),
                        LwtLib.nameInfo(ADDRESS, NameOption.NUMERIC_SERVICE))
                .map(both -> {
                    assertThat(both.first().host()).isEqualTo("127.0.0.1");
                    return assertThat(both.second().host()).isNotEqualTo("127.0.0.1");
                }));
    }

    @Test
    void hosts_areRemembered() {
        assertRemembers(() -> LwtLib.hostByName("localhost"), () -> LwtHosts.hostByName("localhost"));
        assertRemembers(() -> LwtLib.hostByAddress(LOOPBACK), () -> LwtHosts.hostByAddress(LOOPBACK));
    }

    @Test
    void servicesAndProtocols_areRemembered() {
        assumeTrue(
                Files.exists(Path.of("/etc/services")) && Files.exists(Path.of("/etc/protocols")),
                "no /etc/services or no /etc/protocols here (Debian: netbase)");
        assertRemembers(() -> LwtLib.serviceByName("http", "tcp"), () -> LwtHosts.serviceByName("http", "tcp"));
        assertRemembers(() -> LwtLib.serviceByPort(80, "tcp"), () -> LwtHosts.serviceByPort(80, "tcp"));
        assertRemembers(() -> LwtLib.protocolByName("udp"), () -> LwtHosts.protocolByName("udp"));
        assertRemembers(() -> LwtLib.protocolByNumber(17), () -> LwtHosts.protocolByNumber(17));
    }

    @Test
    void usersAndGroups_areRemembered() {
        assertRemembers(() -> LwtLib.user("root"), () -> LwtUsers.user("root"));
        assertRemembers(() -> LwtLib.user(0), () -> LwtUsers.user(0));
        assertRemembers(() -> LwtLib.group("root"), () -> LwtUsers.group("root"));
        assertRemembers(() -> LwtLib.group(0), () -> LwtUsers.group(0));
    }

    @Test
    void unknown_failsEachTime() {
        try (TestLoop time = new TestLoop()) {
            for (int i = 0; i < 2; i++) {
                Promise<?> lookUp = LwtLib.user("nobody of this name");
                assertThat(lookUp.isSleeping()).isTrue();
                assertThatThrownBy(() -> time.runUntilResolved(lookUp)).isInstanceOf(NoSuchElementException.class);
            }
        }
    }

    @Test
    void arguments_thatMakeNoSense_areRefusedAtOnce() {
        for (Runnable call : List.<Runnable>of(
                () -> LwtLib.serviceByPort(-1, "tcp"),
                () -> LwtLib.hostByName("a\0b"),
                () -> LwtLib.nameInfo(InetSocketAddress.createUnresolved("x", 1)))) {
            assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void clearAndSetLifetime_holdForThisLoop() {
        try (TestLoop time = new TestLoop()) {
            assertThat(LwtLib.lifetime()).isEqualTo(Duration.ofMinutes(1));
            LwtLib.setLifetime(Duration.ofSeconds(1));
            assertThat(LwtLib.lifetime()).isEqualTo(Duration.ofSeconds(1));
            time.runUntilResolved(LwtLib.user(0));
            LwtLib.clear();
            assertThat(LwtLib.user(0).isSleeping()).isTrue();
            try (TestLoop other = new TestLoop()) {
                assertThat(LwtLib.lifetime()).isEqualTo(Duration.ofMinutes(1));
                other.runUntilIdle();
            }
        }
    }
}
