package lwt.text;

import java.util.Objects;

/// A colour of text, or of what is behind it: the terminal's own, one of its palette, or one by its
/// parts. A terminal that has less colours shows the one that is next to it.
///
/// @see "Lwt_term.color (Lwt 2.2)"
public sealed interface Color {
    /// The colour that the terminal has by itself.
    Color DEFAULT = new Default();

    /// Black.
    Color BLACK = new Indexed(0);
    /// Red.
    Color RED = new Indexed(1);
    /// Green.
    Color GREEN = new Indexed(2);
    /// Yellow.
    Color YELLOW = new Indexed(3);
    /// Blue.
    Color BLUE = new Indexed(4);
    /// Magenta.
    Color MAGENTA = new Indexed(5);
    /// Cyan.
    Color CYAN = new Indexed(6);
    /// White.
    Color WHITE = new Indexed(7);

    /// Light black, which is grey.
    Color LIGHT_BLACK = new Indexed(8);
    /// Light red.
    Color LIGHT_RED = new Indexed(9);
    /// Light green.
    Color LIGHT_GREEN = new Indexed(10);
    /// Light yellow.
    Color LIGHT_YELLOW = new Indexed(11);
    /// Light blue.
    Color LIGHT_BLUE = new Indexed(12);
    /// Light magenta.
    Color LIGHT_MAGENTA = new Indexed(13);
    /// Light cyan.
    Color LIGHT_CYAN = new Indexed(14);
    /// Light white.
    Color LIGHT_WHITE = new Indexed(15);

    /// See [#DEFAULT].
    record Default() implements Color {}

    /// A colour of the terminal's palette.
    ///
    /// @param number 0 to 255; the first sixteen have names here
    record Indexed(int number) implements Color {
        public Indexed {
            Objects.checkIndex(number, 256);
        }
    }

    /// A colour by its parts.
    ///
    /// @param red 0 to 255
    /// @param green 0 to 255
    /// @param blue 0 to 255
    record Rgb(int red, int green, int blue) implements Color {
        public Rgb {
            Objects.checkIndex(red, 256);
            Objects.checkIndex(green, 256);
            Objects.checkIndex(blue, 256);
        }
    }

    /// The colour of this number in the terminal's palette.
    ///
    /// @throws IndexOutOfBoundsException if it is not from 0 to 255
    static Color indexed(int number) {
        return new Indexed(number);
    }

    /// The colour of these parts, each from 0 to 255.
    ///
    /// @throws IndexOutOfBoundsException if a part is not from 0 to 255
    static Color rgb(int red, int green, int blue) {
        return new Rgb(red, green, blue);
    }
}
