/// Promises with the semantics of Lwt: the core, without I/O and without threads.
///
/// Read in this order: [Promise] and [Lwt] to use it; `Promise` (states), `Derived`, `Sequencing` (bind is the
/// model), `Resolution` (the heart), `Batch`, `Combining`, `Racing`, `Cancellation`, [Loop] to understand it.
///
/// | manual of 2010 | here |
/// |---|---|
/// | thread | [Promise] |
/// | waker, wakener | [Resolver] |
/// | `return`, `fail` | [Lwt#of], [Lwt#fail] |
/// | `wait`, `task` | [Lwt#waiter()], [Lwt#task] |
/// | `>>=`, `>\|=`, `>>` | [Promise#bind], [Promise#map], [Promise#then] |
/// | `catch`, `finalize` | [Lwt#catching], [Lwt#finalizing] |
/// | `protected` | [Promise#shielded] |
/// | thread local storage | [Key] |
///
/// Thread rule: everything here is for the thread of one loop, unless marked **Any thread.**; another thread
/// gets there through [Loop#execute].
@NullMarked
package lwt;

import org.jspecify.annotations.NullMarked;
