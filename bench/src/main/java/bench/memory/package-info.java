/// Memory and stack: what may not grow, and what a waiting thing costs ([bench.memory.Check]). Each
/// check runs in a JVM of its own ([bench.memory.Probe]).
@NullMarked
package bench.memory;

import org.jspecify.annotations.NullMarked;
