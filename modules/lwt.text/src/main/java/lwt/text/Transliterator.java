package lwt.text;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What to write for a character that an encoding lacks: what the C library's `iconv` writes for it when it is asked to
/// transliterate, as Lwt asked it. It has rules for the user's locale, and few in the locale C: there an é is a `?`.
///
/// Without that library it is the character without its accents, or one of a few pairs, or `?`.
final class Transliterator {
    private static final Map<Charset, Transliterator> ALL = new ConcurrentHashMap<>();
    private static final int ROOM = 64;

    private static final Map<Integer, String> PAIRS = Map.ofEntries(
            Map.entry((int) '€', "EUR"),
            Map.entry((int) '“', "\""),
            Map.entry((int) '”', "\""),
            Map.entry((int) '„', ",,"),
            Map.entry((int) '‘', "'"),
            Map.entry((int) '’', "'"),
            Map.entry((int) '–', "-"),
            Map.entry((int) '—', "-"),
            Map.entry((int) '«', "<<"),
            Map.entry((int) '»', ">>"),
            Map.entry((int) 'ß', "ss"),
            Map.entry((int) 'æ', "ae"),
            Map.entry((int) 'Æ', "AE"),
            Map.entry((int) 'œ', "oe"),
            Map.entry((int) 'Œ', "OE"),
            Map.entry((int) 'ø', "o"),
            Map.entry((int) 'Ø', "O"));

    private final Charset charset;
    private final Map<Integer, String> known = new HashMap<>();
    private final @Nullable MemorySegment converter; // of iconv, kept for the life of the process

    private Transliterator(Charset charset) {
        this.charset = charset;
        this.converter = converter(charset);
    }

    static Transliterator of(Charset charset) {
        return ALL.computeIfAbsent(charset, Transliterator::new);
    }

    /// Text that can be encoded.
    synchronized String replacement(int codePoint) {
        return known.computeIfAbsent(codePoint, this::find);
    }

    private String find(int codePoint) {
        String replacement = converter == null ? plain(codePoint) : convert(converter, Character.toString(codePoint));
        return charset.newEncoder().canEncode(replacement) ? replacement : "?";
    }

    /* ---- By the C library ---- */

    private static @Nullable MemorySegment converter(Charset charset) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment to = arena.allocateFrom(charset.name() + "//TRANSLIT");
            MemorySegment opened = Native.iconvOpen(to, arena.allocateFrom("UTF-8"));
            return opened.address() == -1 ? null : opened;
        } catch (RuntimeException | LinkageError _) {
            return null; // there is no such function, or no access to it
        }
    }

    private String convert(MemorySegment converter, String character) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = character.getBytes(UTF_8);
            MemorySegment input = arena.allocate(ADDRESS);
            input.set(ADDRESS, 0, arena.allocateFrom(JAVA_BYTE, bytes));
            MemorySegment inputLength = arena.allocateFrom(JAVA_LONG, bytes.length);
            MemorySegment room = arena.allocate(ROOM);
            MemorySegment output = arena.allocate(ADDRESS);
            output.set(ADDRESS, 0, room);
            MemorySegment outputLength = arena.allocateFrom(JAVA_LONG, ROOM);
            long result = Native.iconv(converter, input, inputLength, output, outputLength);
            // Back to the first state, whose bytes belong to the text.
            Native.iconv(converter, MemorySegment.NULL, MemorySegment.NULL, output, outputLength);
            int written = (int) (ROOM - outputLength.get(JAVA_LONG, 0));
            return result < 0 ? "?" : new String(room.asSlice(0, written).toArray(JAVA_BYTE), charset);
        }
    }

    /* ---- Without it ---- */

    static String plain(int codePoint) {
        String pair = PAIRS.get(codePoint);
        if (pair != null) {
            return pair;
        }
        String parts = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD);
        StringBuilder plain = new StringBuilder();
        parts.codePoints()
                .filter(part -> Character.getType(part) != Character.NON_SPACING_MARK)
                .forEach(plain::appendCodePoint);
        return plain.isEmpty() ? "?" : plain.toString();
    }
}
