/// `./lwt bench react`: events and signals beside OCaml's React.
///
/// [bench.react.ReactGroup] runs each [bench.react.ReactProgram] in a JVM of its own and in a program of OCaml.
@NullMarked
package bench.react;

import org.jspecify.annotations.NullMarked;
