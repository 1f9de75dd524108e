/// Text on channels and on terminals, in the encoding of the user.
///
/// [lwt.text.LwtText] has the standard channels and what is printed; a channel is a [lwt.text.TextInput] or a
/// [lwt.text.TextOutput], which is a channel of bytes with a [lwt.text.TextEncoding]. A character is one code point, a
/// `String` of one or two `char`s; what a reader takes for a character may be several: [lwt.text.Graphemes] tells, and
/// how
/// many columns they take.
///
/// [lwt.text.LwtTerm] is the terminal: a [lwt.text.Key] is what the user pressed, a [lwt.text.StyledText] what is
/// printed with colours, a [lwt.text.Zone] what is drawn on the whole screen. The line editor is in `lwt.text.editor`.
///
/// Thread rule: the loop's thread, unless marked.
package lwt.text;
