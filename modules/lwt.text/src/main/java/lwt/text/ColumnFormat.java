package lwt.text;

import java.util.FormatFlagsConversionMismatchException;
import java.util.Formattable;
import java.util.FormattableFlags;
import java.util.Formatter;
import org.jspecify.annotations.Nullable;

/// Formats as [String#format(String, Object...)] does, but the width and precision of a text are columns of the
/// terminal:
/// what is aligned in the format is aligned on the screen, whatever it is written in.
///
/// Texts are wrapped into a [Formattable], which is asked to pad and cut itself; everything else stays as it is.
final class ColumnFormat {
    private ColumnFormat() {}

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of the library
    static String format(String format, @Nullable Object... arguments) {
        @Nullable Object[] wrapped = arguments.clone();
        for (int i = 0; i < wrapped.length; i++) {
            if (wrapped[i] instanceof String text) {
                wrapped[i] = new ColumnText(text);
            }
        }
        return String.format(format, wrapped);
    }

    /// A text that knows its columns. Other conversions than `%s` see the text in it, too.
    private record ColumnText(String text) implements Formattable {
        @Override
        public void formatTo(Formatter formatter, int flags, int width, int precision) {
            if ((flags & FormattableFlags.ALTERNATE) != 0) {
                throw new FormatFlagsConversionMismatchException("#", 's');
            }
            String shown = precision < 0 ? text : cut(precision);
            if ((flags & FormattableFlags.UPPERCASE) != 0) {
                shown = shown.toUpperCase(formatter.locale());
            }
            String padding = " ".repeat(Math.max(0, width - Graphemes.width(shown)));
            boolean isLeft = (flags & FormattableFlags.LEFT_JUSTIFY) != 0;
            formatter.format("%s", isLeft ? shown + padding : padding + shown);
        }

        private String cut(int columns) {
            int end = 0;
            int width = 0;
            while (end < text.length()) {
                int next = Graphemes.next(text, end);
                width += Graphemes.width(text.substring(end, next));
                if (width > columns) {
                    break;
                }
                end = next;
            }
            return text.substring(0, end);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ColumnText(String same) && same.equals(text);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
