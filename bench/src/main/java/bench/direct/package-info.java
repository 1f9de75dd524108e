/// Direct style: what it costs to wait in a fiber, beside the other ways to wait without a thread of
/// the operating system ([bench.direct.DirectWorkload], [bench.direct.DirectContender]).
@NullMarked
package bench.direct;

import org.jspecify.annotations.NullMarked;
