package lwt.ssl;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.Optional;
import lwt.Lwt;
import lwt.Promise;
import lwt.unix.InputChannel;
import lwt.unix.LwtIo;

/// Who one is for a peer: a certificate, those that lead from it to an authority, and its key.
///
/// @param chain one's own certificate first, then that of who issued it, and so on
/// @param key the private key of the first one
public record SslIdentity(List<X509Certificate> chain, PrivateKey key) {
    /// @throws IllegalArgumentException if there is no certificate, or the key is not that of the first
    /// one
    public SslIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("an identity needs a certificate");
        }
        if (!belongTogether(chain.getFirst().getPublicKey(), key)) {
            throw new IllegalArgumentException("the private key is not that of the certificate of "
                    + chain.getFirst().getSubjectX500Principal());
        }
    }

    /// From texts in PEM: the certificates in order, and the key.
    ///
    /// @throws GeneralSecurityException if they are not what they should be
    public static SslIdentity ofPem(String certificates, String key) throws GeneralSecurityException {
        return of(certificates, Pem.privateKey(key));
    }

    /// From texts in PEM, with a key that is encrypted.
    ///
    /// @throws GeneralSecurityException if they are not what they should be, or the password is wrong
    public static SslIdentity ofPem(String certificates, String key, char[] password) throws GeneralSecurityException {
        return of(certificates, Pem.privateKey(key, password));
    }

    private static SslIdentity of(String certificates, PrivateKey key) throws GeneralSecurityException {
        List<X509Certificate> chain = Pem.certificates(certificates);
        if (!belongTogether(chain.getFirst().getPublicKey(), key)) {
            throw new InvalidKeyException("the private key is not that of the certificate of "
                    + chain.getFirst().getSubjectX500Principal());
        }
        return new SslIdentity(chain, key);
    }

    /// Reads files in PEM, which may be the same one: certificates and key. Fails with
    /// [java.io.IOException] or [GeneralSecurityException].
    public static Promise<SslIdentity> load(Path certificates, Path key) {
        return Lwt.both(text(certificates), text(key)).map(texts -> ofPem(texts.first(), texts.second()));
    }

    /// Reads files in PEM, with a key that is encrypted.
    public static Promise<SslIdentity> load(Path certificates, Path key, char[] password) {
        char[] own = password.clone();
        return Lwt.both(text(certificates), text(key)).map(texts -> ofPem(texts.first(), texts.second(), own));
    }

    private static Promise<String> text(Path path) {
        return LwtIo.withInput(path, InputChannel::read);
    }

    /// Whether what one signs the other verifies; if we do not know how to ask, yes.
    private static boolean belongTogether(PublicKey open, PrivateKey secret) {
        if (open instanceof RSAKey one && secret instanceof RSAKey other) {
            return one.getModulus().equals(other.getModulus());
        }
        Optional<String> algorithm = switch (secret.getAlgorithm()) {
            case "EC" -> Optional.of("SHA256withECDSA");
            case "EdDSA", "Ed25519", "Ed448" -> Optional.of("EdDSA");
            case "RSA" -> Optional.of("SHA256withRSA");
            default -> Optional.empty();
        };
        try {
            return algorithm.isEmpty() || verifies(algorithm.get(), open, secret);
        } catch (InvalidKeyException _) {
            return false;
        } catch (GeneralSecurityException _) {
            return true; // a key of hardware, perhaps, which signs in ways of its own
        }
    }

    private static boolean verifies(String algorithm, PublicKey open, PrivateKey secret)
            throws GeneralSecurityException {
        byte[] probe = {1, 2, 3};
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(secret);
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(open);
        signature.update(probe);
        return signature.verify(signed);
    }

    /// Does not show the key.
    @Override
    public String toString() {
        return "SslIdentity[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
