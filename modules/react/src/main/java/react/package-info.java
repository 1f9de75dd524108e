/// Events and signals: values that vary over time, and how one follows from another.
///
/// Read [Event] and [Signal] to use it, and [Step] about what happens at the same time, failures and threads;
/// `Node` (the graph), `Step` (how it is updated), `Switching` and `Recursion` to understand it.
///
/// It is OCaml's [React](https://erratique.ch/software/react), with its meaning, for Java: `E.map f e` is
/// `e.map(f)`; a send function is an [EventSender]; `l1` to `l6` are called `combine`. It knows nothing of
/// promises; `lwt.react` puts both together.
///
/// Thread rule: a graph belongs to one thread at a time, see [Step].
@NullMarked
package react;

import org.jspecify.annotations.NullMarked;
