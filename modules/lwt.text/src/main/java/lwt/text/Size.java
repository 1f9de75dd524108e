package lwt.text;

/// How large a terminal is.
///
/// @param lines how many lines it shows
/// @param columns how many characters of the usual width a line has
public record Size(int lines, int columns) {}
