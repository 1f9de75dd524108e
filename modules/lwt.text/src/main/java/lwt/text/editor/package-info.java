/// The line editor: lines of input, read from a terminal with edition, history, search and completion.
///
/// [LwtReadLine] has the functions that most programs need. [Control] is the advanced way: an instance that the
/// program controls while the user types. Both are made of parts that can be used alone: [EngineState] knows what
/// the commands ([Command]) do to a text, and nothing of terminals; [Rendering] knows how to show that on a screen;
/// [KeyBindings] which key means which command.
///
/// Texts are strings, and what the user sees as one character is one: the cursor never stands within a grapheme
/// cluster. Thread rule: the loop's thread, but for what is immutable.
///
/// @see "Lwt manual (December 2010), “Read-line”"
@NullMarked
package lwt.text.editor;

import org.jspecify.annotations.NullMarked;
