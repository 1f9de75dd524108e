package lwt.text.editor;

import lwt.text.Style;

/// One character on the screen, which takes one column or more.
record Cell(String text, int width, Style style) {
    private static final char EMOJI = '\ufe0f'; // the variation selector

    /// Whether terminals may disagree with us on how wide it is: clusters of several characters, beyond an accent.
    boolean hasDoubtfulWidth() {
        return text.indexOf(EMOJI) > 0 || (text.codePointCount(0, text.length()) > 1 && text.codePointAt(0) >= 0x2000);
    }
}
