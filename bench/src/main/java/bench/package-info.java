/// The benchmarks: `./lwt bench --help` lists them, `docs/performance.md` explains their figures.
@NullMarked
package bench;

import org.jspecify.annotations.NullMarked;
