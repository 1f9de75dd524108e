/// Events and signals of [react] together with promises and streams: [LwtEvent] and [LwtSignal].
///
/// Thread rule: the loop's thread.
@NullMarked
package lwt.react;

import org.jspecify.annotations.NullMarked;
