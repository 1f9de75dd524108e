package lwt.ssl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Certificates and keys in PEM, the text form in which OpenSSL writes them: base 64 between lines of
/// `-----BEGIN …-----` and `-----END …-----`. What stands between such blocks is passed over.
public final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    private Pem() {}

    private static final class Block {
        final String label;
        final byte[] bytes;

        Block(String label, byte[] bytes) {
            this.label = label;
            this.bytes = bytes;
        }
    }

    /* ---- Certificates ---- */

    /// The certificates of a text, in its order.
    ///
    /// @throws CertificateException if there are none, or one is damaged
    public static List<X509Certificate> certificates(String pem) throws CertificateException {
        List<X509Certificate> all = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        try {
            for (Block block : blocks(pem)) {
                if (block.label.equals("CERTIFICATE") || block.label.equals("X509 CERTIFICATE")) {
                    all.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes)));
                }
            }
        } catch (InvalidKeyException e) {
            throw new CertificateException(e.getMessage(), e);
        }
        if (all.isEmpty()) {
            throw new CertificateException("no certificate in the text; one begins with -----BEGIN CERTIFICATE-----");
        }
        return List.copyOf(all);
    }

    /* ---- Keys ---- */

    /// The first private key of a text: PKCS#8, PKCS#1 (`RSA PRIVATE KEY`) or SEC 1 (`EC PRIVATE KEY`).
    ///
    /// @throws GeneralSecurityException if there is none, it is damaged, or it is encrypted
    public static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        Block block = keyBlock(pem);
        if (block.label.equals("ENCRYPTED PRIVATE KEY")) {
            throw new InvalidKeyException("the private key is encrypted: a password is needed");
        }
        return open(block);
    }

    /// The first private key of a text, which may be encrypted as PKCS#8 says (`ENCRYPTED PRIVATE KEY`).
    ///
    /// @throws GeneralSecurityException if there is none, it is damaged, or the password is wrong
    public static PrivateKey privateKey(String pem, char[] password) throws GeneralSecurityException {
        Block block = keyBlock(pem);
        return block.label.equals("ENCRYPTED PRIVATE KEY") ? decrypt(block.bytes, password) : open(block);
    }

    private static Block keyBlock(String pem) throws InvalidKeyException {
        for (Block block : blocks(pem)) {
            if (block.label.endsWith("PRIVATE KEY")) {
                return block;
            }
        }
        throw new InvalidKeyException("no private key in the text; one begins with -----BEGIN PRIVATE KEY-----, or the "
                + "like with RSA, EC or ENCRYPTED");
    }

    private static PrivateKey open(Block block) throws GeneralSecurityException {
        return switch (block.label) {
            case "PRIVATE KEY" -> ofPkcs8(block.bytes);
            case "RSA PRIVATE KEY" -> ofPkcs8(Der.wrapRsa(block.bytes));
            case "EC PRIVATE KEY" -> ofPkcs8(Der.wrapEc(block.bytes));
            default ->
                throw new InvalidKeyException("a key of the kind \"" + block.label + "\" is not understood; convert it "
                        + "with: openssl pkcs8 -topk8 -nocrypt -in KEY.pem");
        };
    }

    private static PrivateKey ofPkcs8(byte[] bytes) throws GeneralSecurityException {
        return KeyFactory.getInstance(Der.algorithmOf(bytes)).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    }

    private static PrivateKey decrypt(byte[] bytes, char[] password) throws GeneralSecurityException {
        EncryptedPrivateKeyInfo info;
        try {
            info = new EncryptedPrivateKeyInfo(bytes);
        } catch (IOException e) {
            throw unknownEncryption(e);
        }
        PBEKeySpec spec = new PBEKeySpec(password);
        try {
            String algorithm = algorithmOf(info);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(spec),
                    info.getAlgParameters());
            return ofPkcs8(info.getKeySpec(cipher).getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw unknownEncryption(e);
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("the private key cannot be decrypted: is the password right?", e);
        } finally {
            spec.clearPassword();
        }
    }

    private static InvalidKeyException unknownEncryption(Exception cause) {
        return new InvalidKeyException(
                "the private key is damaged, or encrypted in a way that this JDK does not know; convert it "
                        + "with: openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY.pem",
                cause);
    }

    /// With PBES2 the parameters say what it is made of.
    private static String algorithmOf(EncryptedPrivateKeyInfo info) throws NoSuchAlgorithmException {
        if (info.getAlgParameters() == null) {
            throw new NoSuchAlgorithmException(info.getAlgName());
        }
        boolean isPbes2 = info.getAlgName().equals("PBES2") || info.getAlgName().equals("1.2.840.113549.1.5.13");
        return isPbes2 ? info.getAlgParameters().toString() : info.getAlgName();
    }

    /* ---- Blocks ---- */

    private static List<Block> blocks(String pem) throws InvalidKeyException {
        List<Block> blocks = new ArrayList<>();
        int begin;
        int from = 0;
        while ((begin = pem.indexOf(BEGIN, from)) >= 0) {
            int labelEnd = pem.indexOf(DASHES, begin + BEGIN.length());
            String label = labelEnd < 0 ? "" : pem.substring(begin + BEGIN.length(), labelEnd);
            String endLine = "-----END " + label + DASHES;
            int end = labelEnd < 0 ? -1 : pem.indexOf(endLine, labelEnd);
            if (end < 0) {
                throw new InvalidKeyException("PEM: the block \"" + label + "\" has no end");
            }
            blocks.add(block(label, pem.substring(labelEnd + DASHES.length(), end)));
            from = end + endLine.length();
        }
        return blocks;
    }

    private static Block block(String label, String body) throws InvalidKeyException {
        if (body.contains("Proc-Type:")) {
            throw new InvalidKeyException("the private key is encrypted in the old way of OpenSSL (Proc-Type); convert "
                    + "it with: openssl pkcs8 -topk8 -in KEY.pem");
        }
        try {
            return new Block(label, Base64.getMimeDecoder().decode(body.getBytes(ISO_8859_1)));
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException("PEM: the block \"" + label + "\" is not base 64", e);
        }
    }
}
