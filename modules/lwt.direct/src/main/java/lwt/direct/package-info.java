/// Direct style: code that waits for promises as if they were ordinary calls.
///
/// [Direct#spawn] starts a *fiber*, a piece of code with a stack of its own; [Direct#await] waits in it for a
/// promise, and everything else of the loop goes on meanwhile. A fiber is a promise to those outside.
///
/// Reading order: `Direct` (what a user calls), `Fiber` (its life, the same for both mechanisms),
/// `ScheduledFiber` (the default mechanism), `BatonFiber` (the one that needs no flag), `Mechanism` (which of
/// the two, and why).
package lwt.direct;
