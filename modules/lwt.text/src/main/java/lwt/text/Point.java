package lwt.text;

/// What is at one place of the screen.
///
/// A character that takes two columns is at its first one; what is at its second is not shown, and
/// [Zone] leaves [#COVERED] there.
///
/// @param character one character as a reader sees it: a letter with its accents, say
/// @param style how it looks
/// @see "Lwt_term.point (Lwt 2.2)"
public record Point(String character, Style style) {
    /// A space, without style.
    public static final Point BLANK = new Point(" ", Style.PLAIN);

    /// The second column of a character that takes two.
    public static final Point COVERED = new Point("", Style.PLAIN);
}
