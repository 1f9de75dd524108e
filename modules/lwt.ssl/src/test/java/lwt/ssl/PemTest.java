package lwt.ssl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys and certificates as the `openssl` program writes them.
final class PemTest {
    private static final char[] SECRET = "très secret".toCharArray();

    @TempDir
    Path folder;

    private String openssl(String arguments) throws Exception {
        Certificates.folder(); // or the test is skipped
        Certificates.run(folder, List.of(arguments.split(" ")));
        return Files.readString(folder.resolve(
                arguments.substring(arguments.indexOf("-out ") + 5).split(" ")[0]));
    }

    /* ---- Keys ---- */

    @ParameterizedTest
    @ValueSource(ints = {1024, 2048, 4096})
    void privateKey_pkcs1_isTheSameAsPkcs8(int bits) throws Exception {
        String pkcs8 = openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:" + bits + " -out key.pem");
        String pkcs1 = openssl("rsa -in key.pem -traditional -out old.pem");
        assertThat(pkcs8).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(pkcs1).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(Pem.privateKey(pkcs1)).isEqualTo(Pem.privateKey(pkcs8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prime256v1", "secp384r1", "secp521r1"})
    void privateKey_sec1_isTheSameAsPkcs8(String curve) throws Exception {
        String sec1 = openssl("ecparam -name " + curve + " -genkey -out key.pem");
        String pkcs8 = openssl("pkcs8 -topk8 -nocrypt -in key.pem -out new.pem");
        assertThat(sec1).contains("-----BEGIN EC PARAMETERS-----").contains("-----BEGIN EC PRIVATE KEY-----");
        ECPrivateKey key = (ECPrivateKey) Pem.privateKey(sec1);
        assertThat(key.getS()).isEqualTo(((ECPrivateKey) Pem.privateKey(pkcs8)).getS());
        assertThat(key.getParams()).isEqualTo(((ECPrivateKey) Pem.privateKey(pkcs8)).getParams());
    }

    @Test
    void privateKey_edwards() throws Exception {
        assertThat(Pem.privateKey(openssl("genpkey -algorithm ED25519 -out key.pem"))
                        .getAlgorithm())
                .isEqualTo("EdDSA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-v2 aes128", "-v2 aes-256-cbc -v2prf hmacWithSHA512", "-v2 aes-256-cbc -iter 1000"})
    void privateKey_encrypted(String way) throws Exception {
        PrivateKey key = Pem.privateKey(openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem"));
        Files.writeString(folder.resolve("secret"), new String(SECRET));
        String encrypted = openssl("pkcs8 -topk8 -in key.pem -passout file:secret" + (way.isEmpty() ? "" : " " + way)
                + " -out encrypted.pem");
        assertThat(encrypted).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        assertThat(Pem.privateKey(encrypted, SECRET)).isEqualTo(key);
        assertThatThrownBy(() -> Pem.privateKey(encrypted, "guess".toCharArray()))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("is the password right?");
        assertThatThrownBy(() -> Pem.privateKey(encrypted))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("a password is needed");
    }

    @Test
    void privateKey_notEncrypted_passwordIsOfNoUse() throws Exception {
        assertThat(Pem.privateKey(openssl("genpkey -algorithm ED25519 -out key.pem"), SECRET))
                .isNotNull();
    }

    @Test
    void privateKey_encryptedInAWayUnknown_saysHowToConvert() throws Exception {
        openssl("genpkey -algorithm ED25519 -out key.pem");
        String encrypted = openssl("pkcs8 -topk8 -in key.pem -scrypt -passout pass:x -out encrypted.pem");
        assertThatThrownBy(() -> Pem.privateKey(encrypted, new char[] {'x'})).hasMessageContaining("openssl pkcs8");
    }

    @Test
    void privateKey_encryptedInTheOldWay_saysHowToConvert() throws Exception {
        openssl("genpkey -algorithm RSA -out key.pem");
        String old = openssl("rsa -in key.pem -traditional -aes128 -passout pass:x -out old.pem");
        assertThatThrownBy(() -> Pem.privateKey(old, new char[] {'x'})).hasMessageContaining("openssl pkcs8 -topk8");
    }

    @Test
    void privateKey_none() {
        assertThatThrownBy(() -> Pem.privateKey("nothing"))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessageContaining("no private key");
    }

    @Test
    void privateKey_damagedAnywhere_isAFailureOfItsKind() throws Exception {
        for (String key : List.of(
                openssl("ecparam -name prime256v1 -genkey -noout -out key.pem"),
                openssl("genpkey -algorithm ED25519 -out other.pem"))) {
            for (int cut = 0; cut < key.length() - 30; cut++) {
                String damaged = key.substring(0, cut) + key.substring(cut + 4);
                try {
                    assertThat(Pem.privateKey(damaged)).isNotNull();
                } catch (GeneralSecurityException expected) {
                    assertThat(expected).hasMessageMatching("(?s).+");
                }
            }
        }
    }

    /* ---- Certificates ---- */

    @Test
    void certificates_inOrder_amongOtherText() throws Exception {
        String text = "subject: someone\n" + Certificates.text("ec.pem") + "\n" + Certificates.text("ec.key")
                + Certificates.text("ca.pem").replace("\n", "\r\n");
        assertThat(Pem.certificates(text))
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactly("CN=localhost", "CN=authority");
        assertThat(SslIdentity.ofPem(text, text).chain()).hasSize(2);
    }

    @Test
    void certificates_none() {
        assertThatThrownBy(() -> Pem.certificates("nothing"))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("no certificate");
        assertThatThrownBy(() -> Pem.certificates("-----BEGIN CERTIFICATE-----\nAAAA"))
                .hasMessageContaining("has no end");
        assertThatThrownBy(() -> Pem.certificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
                .isInstanceOf(CertificateException.class);
    }

    /* ---- Identities ---- */

    @Test
    void identity_keyOfAnother_isRefused() throws Exception {
        for (String[] pair : new String[][] {{"ec", "other"}, {"ec", "rsa"}, {"rsa", "ec"}}) {
            String certificate = Certificates.text(pair[0] + ".pem");
            String key = Certificates.text(pair[1] + ".key");
            assertThatThrownBy(() -> SslIdentity.ofPem(certificate, key))
                    .isInstanceOf(InvalidKeyException.class)
                    .hasMessageContaining("not that of the certificate of CN=localhost");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SslIdentity(Pem.certificates(certificate), Pem.privateKey(key)));
        }
    }

    @Test
    void identity_load_readsFiles() throws Exception {
        SslIdentity identity =
                OnLoop.run(() -> SslIdentity.load(Certificates.file("rsa.pem"), Certificates.file("rsa.key")));
        assertThat(identity.chain()).hasSize(1);
        assertThat(identity).hasToString("SslIdentity[CN=localhost]");
    }
}
