/// How long a program takes to say its first word.
@NullMarked
package bench.start;

import org.jspecify.annotations.NullMarked;
