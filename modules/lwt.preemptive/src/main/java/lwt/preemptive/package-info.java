/// Computations and blocking calls on threads of the system: [lwt.preemptive.LwtPreemptive#detach] runs
/// a function on one of a pool of threads while the loop goes on, and [lwt.preemptive.LwtPreemptive#runInMain]
/// is the way back.
///
/// @see "Lwt manual (December 2010), “Detaching computation to preemptive threads”"
@org.jspecify.annotations.NullMarked
package lwt.preemptive;
