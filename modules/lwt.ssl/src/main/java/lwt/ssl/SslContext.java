package lwt.ssl;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// What a client or a server demands and offers in its handshakes, and the sessions that it may resume.
/// One context serves any number of connections, on any loop.
///
/// Clients trust the JDK's authorities and check that the certificate is for the host they mean, unless
/// they are told otherwise. Protocols and ciphers are the JDK's: TLS 1.3 and 1.2.
public final class SslContext implements SslEngineFactory {
    private final SSLContext jdk;
    private final Builder options;

    private SslContext(SSLContext jdk, Builder options) {
        this.jdk = jdk;
        this.options = options;
    }

    /// For clients, as it is best for most.
    public static Builder client() {
        return new Builder(true);
    }

    /// For servers, which show this certificate.
    public static Builder server(SslIdentity identity) {
        return new Builder(false).identity(identity);
    }

    /// A client context as it is best for most: `client().build()`.
    ///
    /// @throws GeneralSecurityException if the JDK has no TLS, or no authorities to trust
    public static SslContext defaultClient() throws GeneralSecurityException {
        return client().build();
    }

    /// Whether it is for clients.
    public boolean isClient() {
        return options.client;
    }

    /// The sessions that may be resumed.
    public SSLSessionContext sessions() {
        return options.client ? jdk.getClientSessionContext() : jdk.getServerSessionContext();
    }

    /// A new engine, in its mode.
    ///
    /// @throws SSLException if a client's check of the host needs a name and there is none
    @Override
    public SSLEngine newEngine(@Nullable String host, int port) throws SSLException {
        SSLEngine engine = host == null ? jdk.createSSLEngine() : jdk.createSSLEngine(host, port);
        engine.setUseClientMode(options.client);
        SSLParameters parameters = engine.getSSLParameters();
        if (options.client && options.checksHost) {
            if (host == null) {
                throw new SSLException(
                        "the certificate cannot be checked without a host name: name the host in connect,"
                                + " or make the context withoutHostCheck");
            }
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!options.protocols.isEmpty()) {
            parameters.setProtocols(options.protocols.toArray(String[]::new));
        }
        if (!options.cipherSuites.isEmpty()) {
            parameters.setCipherSuites(options.cipherSuites.toArray(String[]::new));
        }
        if (!options.applicationProtocols.isEmpty()) {
            parameters.setApplicationProtocols(options.applicationProtocols.toArray(String[]::new));
        }
        if (!options.client) {
            switch (options.authentication) {
                case NONE -> parameters.setWantClientAuth(false);
                case WANTED -> parameters.setWantClientAuth(true);
                case REQUIRED -> parameters.setNeedClientAuth(true);
            }
        }
        engine.setSSLParameters(parameters);
        options.finish.accept(engine);
        return engine;
    }

    @Override
    public String toString() {
        return options.client ? "SslContext[client]" : "SslContext[server]";
    }

    /// What a context is made of. A context keeps what it was built with.
    public static final class Builder {
        private final boolean client;
        private List<SslIdentity> identities = List.of();
        private TrustManager @Nullable [] trust;
        private ClientAuthentication authentication = ClientAuthentication.NONE;
        private boolean checksHost = true;
        private List<String> protocols = List.of();
        private List<String> cipherSuites = List.of();
        private List<String> applicationProtocols = List.of();
        private int mostSessions = -1;
        private @Nullable Duration sessionTimeout;
        private @Nullable Provider provider;
        private Consumer<? super SSLEngine> finish = _ -> {};

        private Builder(boolean client) {
            this.client = client;
        }

        /// Shows this certificate. With several, the one that suits the peer: by the kinds of keys that it
        /// knows, and by the name that a client asks a server for.
        public Builder identity(SslIdentity identity) {
            List<SslIdentity> more = new ArrayList<>(identities);
            more.add(identity);
            identities = List.copyOf(more);
            return this;
        }

        /// Trusts these authorities, or single certificates, and nobody else.
        ///
        /// @throws IllegalArgumentException if there is none
        public Builder trust(Collection<X509Certificate> authorities) throws GeneralSecurityException {
            if (authorities.isEmpty()) {
                throw new IllegalArgumentException("who trusts nobody cannot talk to anybody");
            }
            KeyStore store = emptyStore();
            int number = 0;
            for (X509Certificate authority : authorities) {
                store.setCertificateEntry("authority " + number++, authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            trust = factory.getTrustManagers();
            return this;
        }

        /// Leaves it to this one whom to trust. It is asked by workers' threads.
        public Builder trust(X509TrustManager manager) {
            trust = new TrustManager[] {Objects.requireNonNull(manager, "manager")};
            return this;
        }

        /// Whether clients are asked for certificates: only a server asks.
        ///
        /// @throws IllegalStateException if this is for clients
        public Builder clientAuthentication(ClientAuthentication authentication) {
            if (client) {
                throw new IllegalStateException("a client does not ask for a client's certificate: a server does");
            }
            this.authentication = Objects.requireNonNull(authentication, "authentication");
            return this;
        }

        /// Takes a certificate that is trusted for whatever host it is: anybody who has one can answer in
        /// the place of the host that is meant.
        public Builder withoutHostCheck() {
            checksHost = false;
            return this;
        }

        /// Speaks these versions only, by the names of the JDK: `TLSv1.3`, `TLSv1.2`.
        public Builder protocols(String... names) {
            protocols = List.of(names);
            return this;
        }

        /// Uses these ciphers only, by the names of the JDK: `TLS_AES_128_GCM_SHA256`.
        public Builder cipherSuites(String... names) {
            cipherSuites = List.of(names);
            return this;
        }

        /// Offers these protocols by ALPN, the best one first: `h2`, `http/1.1`. A server refuses clients
        /// that offer others only.
        public Builder applicationProtocols(String... names) {
            applicationProtocols = List.of(names);
            return this;
        }

        /// Keeps so many sessions to resume, each for so long at most; 0 is no bound.
        ///
        /// @throws IllegalArgumentException for negative numbers
        public Builder sessionCache(int most, Duration longest) {
            if (most < 0 || longest.isNegative()) {
                throw new IllegalArgumentException("a session cache of " + most + " for " + longest);
            }
            mostSessions = most;
            sessionTimeout = longest;
            return this;
        }

        /// Uses the TLS of this provider instead of the first one that the JDK has.
        public Builder provider(Provider provider) {
            this.provider = Objects.requireNonNull(provider, "provider");
            return this;
        }

        /// Has every new engine pass here at last, for what this builder does not offer.
        public Builder engines(Consumer<? super SSLEngine> finish) {
            this.finish = Objects.requireNonNull(finish, "finish");
            return this;
        }

        /// The context.
        ///
        /// @throws GeneralSecurityException if the JDK, or the provider, cannot make one
        public SslContext build() throws GeneralSecurityException {
            Provider chosen = provider;
            SSLContext jdk = chosen == null ? SSLContext.getInstance("TLS") : SSLContext.getInstance("TLS", chosen);
            jdk.init(keyManagers(), trust, null);
            SSLSessionContext sessions = client ? jdk.getClientSessionContext() : jdk.getServerSessionContext();
            Duration timeout = sessionTimeout;
            if (timeout != null) {
                sessions.setSessionCacheSize(mostSessions);
                sessions.setSessionTimeout((int) Math.min(Integer.MAX_VALUE, timeout.toSeconds()));
            }
            return new SslContext(jdk, copy());
        }

        private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException {
            if (identities.isEmpty()) {
                return null;
            }
            char[] password = {'-'}; // the store is in memory, and needs one
            KeyStore store = emptyStore();
            int number = 0;
            for (SslIdentity identity : identities) {
                store.setKeyEntry(
                        "identity " + number++,
                        identity.key(),
                        password,
                        identity.chain().toArray(X509Certificate[]::new));
            }
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, password);
            return factory.getKeyManagers();
        }

        private static KeyStore emptyStore() throws GeneralSecurityException {
            KeyStore store = KeyStore.getInstance("PKCS12");
            try {
                store.load(null, null);
            } catch (IOException e) {
                throw new IllegalStateException("nothing was read", e);
            }
            return store;
        }

        private Builder copy() {
            Builder copy = new Builder(client);
            copy.authentication = authentication;
            copy.checksHost = checksHost;
            copy.protocols = protocols;
            copy.cipherSuites = cipherSuites;
            copy.applicationProtocols = applicationProtocols;
            copy.finish = finish;
            return copy;
        }
    }
}
