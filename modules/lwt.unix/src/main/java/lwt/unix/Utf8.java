package lwt.unix;

/// Finds where characters end in bytes that arrive in pieces.
final class Utf8 {
    private Utf8() {}

    /// Measures the UTF-8 sequence that begins at `from`: its length if it is well-formed; minus
    /// the length of the ill-formed bytes that one U+FFFD replaces; 0 if the bytes up to `to` are
    /// only the beginning of a sequence.
    static int sequence(byte[] bytes, int from, int to) {
        int lead = bytes[from] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        int length = lengthAfter(lead);
        if (length == 0) {
            return -1;
        }
        for (int i = 1; i < length; i++) {
            if (from + i == to) {
                return 0;
            }
            int next = bytes[from + i] & 0xff;
            if (next < lowest(lead, i) || next > highest(lead, i)) {
                return -i;
            }
        }
        return length;
    }

    /// The number of bytes at the end of `[from, to)` that are the beginning of a sequence whose
    /// rest is missing.
    static int incompleteTail(byte[] bytes, int from, int to) {
        for (int back = 1; back <= 3 && to - back >= from; back++) {
            int candidate = bytes[to - back] & 0xff;
            if (candidate < 0x80) {
                return 0;
            }
            if (candidate >= 0xc0) {
                return sequence(bytes, to - back, to) == 0 ? back : 0;
            }
        }
        return 0;
    }

    /// The length that a lead byte announces; 0 if no sequence begins with it (C0, C1 and F5 to FF
    /// never occur).
    private static int lengthAfter(int lead) {
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    }

    /// Second bytes are narrower than later ones: overlong forms begin below, surrogates and what
    /// is above U+10FFFF end above (Unicode, table 3-7).
    private static int lowest(int lead, int index) {
        return index > 1 ? 0x80 : lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    }

    private static int highest(int lead, int index) {
        return index > 1 ? 0xbf : lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    }
}
