package lwt.unix;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;

/// The main loop: runs a thread's promises until one of them is resolved.
///
/// Any thread may run a loop, its own; several threads run several loops. Without a loop that runs,
/// nothing sleeps, reads or writes.
///
/// @see "Lwt manual (December 2010), “The lwt scheduler”"
public final class LwtMain {
    private LwtMain() {}

    /// Runs the loop of the calling thread until the promise is resolved, then until the hooks of
    /// [#atExit] have ended. Returns the promise's value, or throws its failure itself: whatever
    /// kind it is, with its own stack trace.
    ///
    /// Other promises that still wait then go on when the loop is run again. A
    /// [VirtualMachineError] ends the loop at once.
    ///
    /// @throws IllegalStateException if the loop is running already, or the promise belongs to
    /// another thread's loop
    public static <T> T run(Promise<T> promise) {
        Objects.requireNonNull(promise, "promise");
        return MainLoop.current().run(() -> promise);
    }

    /// Calls `body` on the loop, then runs it until the promise that `body` made is resolved, as
    /// [#run(Promise)] does.
    ///
    /// @throws IllegalStateException if the loop is running already
    public static <T> T run(ThrowingSupplier<? extends Promise<T>> body) {
        return MainLoop.current().run(Objects.requireNonNull(body, "body"));
    }

    /// Runs the loop until the condition holds, which is looked at in every turn when what was
    /// ready has run. The hooks of [#atExit] are not run. For drivers and test tools; programs use
    /// [#run].
    ///
    /// @throws IllegalStateException if the loop is running already
    public static void runUntil(BooleanSupplier condition) {
        MainLoop.current().runUntil(Objects.requireNonNull(condition, "condition"));
    }

    /// Has `hook` called when this thread's loop is about to end; the end waits for the promise
    /// that `hook` makes. Hooks run one after the other, newest first, each once; their failures go
    /// to the hook for asynchronous exceptions and are otherwise ignored.
    ///
    /// The loop ends when [#run(Promise)] has its result, or, while it runs, when the process is
    /// told to end by a signal or by `System.exit`; then the process waits five seconds at most.
    public static void atExit(ThrowingSupplier<? extends Promise<?>> hook) {
        MainLoop.current().exitHooks().add(Objects.requireNonNull(hook, "hook"));
    }

    /// **Any thread.** Has `action` called when the process ends in an orderly way, by a signal too, after
    /// the hooks of [#atExit] and the last output of all loops: for what must be put right even if a
    /// loop does not answer any more, such as the mode of a terminal. It is called on a thread of the
    /// virtual machine, and is to be quick.
    public static void atProcessEnd(Runnable action) {
        ExitHooks.afterwards(Objects.requireNonNull(action, "action"));
    }

    /// The hooks of [#atExit], to be arranged in another order, or taken out.
    public static Hooks<ThrowingSupplier<? extends Promise<?>>> exitHooks() {
        return MainLoop.current().exitHooks().hooks();
    }

    /// What this thread's loop calls in each turn before it waits. What they resolve, or hand to the
    /// loop, is run without waiting. An exception of one ends [#run] with it.
    ///
    /// @see "Lwt_main.Enter_iter_hooks (Lwt 4.2)"
    public static Hooks<Runnable> enterIterHooks() {
        return MainLoop.current().enterHooks();
    }

    /// What this thread's loop calls in each turn after it has waited and has run what was ready.
    /// An exception of one ends [#run] with it.
    ///
    /// @see "Lwt_main.Leave_iter_hooks (Lwt 4.2)"
    public static Hooks<Runnable> leaveIterHooks() {
        return MainLoop.current().leaveHooks();
    }

    /// Lets the others go first: resolves in the next turn of the loop. The same as [Lwt#pause].
    public static Promise<@Nullable Void> yieldNow() {
        return Lwt.pause();
    }

    /// The engine with which this thread's loop waits.
    ///
    /// @see "Lwt manual (December 2010), “The lwt scheduler”"
    public static Engine engine() {
        return MainLoop.current().engine();
    }

    /// Has this thread's loop wait with another engine from now on. The one it had is closed,
    /// unless the new one wraps it or was wrapped by it: see [ForwardingEngine]. Sleeps go on: their
    /// remaining time is counted by the new engine's clock.
    ///
    /// @throws IllegalStateException if the former engine would be closed while the loop runs, or
    /// operations wait for descriptors
    /// @see "Lwt manual (December 2010), “The lwt scheduler”"
    public static void setEngine(Engine engine) {
        MainLoop.current().setEngine(engine);
    }
}
