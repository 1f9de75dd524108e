/// Cost against size: what each of many costs may not depend on how many there are
/// ([bench.growth.GrowthWorkload]).
@NullMarked
package bench.growth;

import org.jspecify.annotations.NullMarked;
