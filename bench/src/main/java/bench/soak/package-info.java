/// `./lwt bench soak`: a server and its clients do everything that programs do with connections, for
/// as long as told; afterwards nothing may be left over.
@NullMarked
package bench.soak;

import org.jspecify.annotations.NullMarked;
