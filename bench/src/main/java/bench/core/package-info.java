/// The promise core against its peers: what is measured ([bench.core.Workload]), who takes part
/// ([bench.core.Contender], one [bench.core.Peer] each), how it is timed ([bench.core.Meter]), what
/// must come out ([bench.core.Goal]).
@NullMarked
package bench.core;

import org.jspecify.annotations.NullMarked;
