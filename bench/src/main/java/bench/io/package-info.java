/// `./lwt bench io`: servers, descriptors, jobs and timers against their peers.
///
/// [bench.io.IoGroup] runs [bench.io.IoWorkload]s for each [bench.io.IoContender]. A server runs in a
/// process of its own on one core, the load generator (`bench/c/client.c`) on another.
@NullMarked
package bench.io;

import org.jspecify.annotations.NullMarked;
