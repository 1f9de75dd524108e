package lwt.ssl;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.util.HexFormat;

/// As much of DER, the binary form of keys, as it takes to put those of PKCS#1 and SEC 1 into PKCS#8.
///
///     PrivateKeyInfo ::= SEQUENCE { version INTEGER, algorithm SEQUENCE { OBJECT IDENTIFIER, parameters }, key OCTET
/// STRING }
///     ECPrivateKey   ::= SEQUENCE { version INTEGER, key OCTET STRING, [0] parameters OPTIONAL, [1] public OPTIONAL }
final class Der {
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int IDENTIFIER = 0x06;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xa0;

    private static final byte[] VERSION = HexFormat.of().parseHex("020100");
    private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

    private Der() {}

    /// An RSA key of PKCS#1 in PKCS#8.
    static byte[] wrapRsa(byte[] key) {
        return pkcs8(RSA, key);
    }

    /// An EC key of SEC 1 in PKCS#8.
    static byte[] wrapEc(byte[] key) throws InvalidKeyException {
        ByteBuffer fields = enter(ByteBuffer.wrap(key), SEQUENCE);
        enter(fields, INTEGER);
        enter(fields, OCTETS);
        ByteBuffer parameters = enter(fields, PARAMETERS);
        byte[] algorithm = new byte[EC.length + parameters.remaining()];
        System.arraycopy(EC, 0, algorithm, 0, EC.length);
        parameters.get(algorithm, EC.length, parameters.remaining());
        return pkcs8(algorithm, key);
    }

    /// The object identifier of what kind of key this one of PKCS#8 is, such as `1.2.840.10045.2.1`.
    static String algorithmOf(byte[] key) throws InvalidKeyException {
        ByteBuffer fields = enter(ByteBuffer.wrap(key), SEQUENCE);
        enter(fields, INTEGER);
        ByteBuffer identifier = enter(enter(fields, SEQUENCE), IDENTIFIER);
        StringBuilder text = new StringBuilder();
        long number = 0;
        while (identifier.hasRemaining()) {
            int next = identifier.get();
            number = (number << 7) | (next & 0x7f);
            if (next >= 0) {
                text.append(text.isEmpty() ? number / 40 + "." + number % 40 : "." + number);
                number = 0;
            }
        }
        return text.toString();
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, VERSION, element(SEQUENCE, algorithm), element(OCTETS, key));
    }

    private static byte[] element(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        // DER wants the shortest form of a length, and the JDK insists on it.
        int digits = length < 0x80 ? 0 : (39 - Integer.numberOfLeadingZeros(length)) / 8;
        ByteBuffer element = ByteBuffer.allocate(2 + digits + length);
        element.put((byte) tag).put((byte) (digits == 0 ? length : 0x80 | digits));
        for (int shift = 8 * (digits - 1); shift >= 0; shift -= 8) {
            element.put((byte) (length >>> shift));
        }
        for (byte[] part : parts) {
            element.put(part);
        }
        return element.array();
    }

    /// The content of the next element, which must have this tag; `from` is behind it then.
    private static ByteBuffer enter(ByteBuffer from, int tag) throws InvalidKeyException {
        if (!from.hasRemaining() || (from.get() & 0xff) != tag) {
            throw new InvalidKeyException("the private key is damaged, or of a form that is not understood");
        }
        int length = length(from);
        if (length < 0 || length > from.remaining()) {
            throw new InvalidKeyException("the private key is damaged: it is cut off");
        }
        ByteBuffer content = from.slice(from.position(), length);
        from.position(from.position() + length);
        return content;
    }

    private static int length(ByteBuffer from) {
        int first = from.hasRemaining() ? from.get() & 0xff : 0x80;
        if (first < 0x80) {
            return first;
        }
        int digits = first & 0x7f;
        if (digits == 0 || digits > 4 || digits > from.remaining()) {
            return -1;
        }
        int length = 0;
        for (int i = 0; i < digits; i++) {
            length = (length << 8) | (from.get() & 0xff);
        }
        return length;
    }
}
