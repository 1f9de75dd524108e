package lwt.direct;

import java.util.List;
import java.util.Objects;
import lwt.Both;
import lwt.Key;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingRunnable;
import lwt.ThrowingSupplier;
import org.jspecify.annotations.Nullable;

/// Direct style: [#spawn] starts a fiber, [#await] waits in it for a promise.
///
/// {@snippet class=lwt.direct.Snippets region=direct}
///
/// All fibers of a loop run on the loop's thread, one at a time, in turn with its callbacks. A fiber gives the
/// turn away where it awaits a pending promise, and nowhere else but in a call of the JDK that blocks: between
/// two such points nothing else of the loop runs.
///
/// What may surprise:
///
///   * `sum += await(p)` reads `sum` *before* it waits, as Java evaluates from left to right: what other fibers
///     add meanwhile is lost. Write `var x = await(p); sum += x;`.
///   * A blocking call of the JDK (`Thread.sleep`, a socket, `BlockingQueue.take`, `Process.waitFor`), a lock
///     or a monitor that another fiber holds are points where others run, just like an await: only this fiber
///     waits. Exceptions are reads of files and whatever blocks in native code: these hold up the loop.
///   * A `synchronized` block or a lock held across an await excludes other fibers all that time, but not the
///     loop's callbacks: one that needs the same monitor stops the loop, and with it the fiber that it waits for.
///   * An await below a native method or a class initializer cannot give the turn away: it throws
///     `IllegalStateException`.
///   * A fiber's calls are on the stack of the loop's thread while it runs, and to leave it from thousands of
///     calls deep takes as much stack again: a [StackOverflowError] there is cured with `-Xss4m`.
///   * A fiber that waits for what nobody can resolve any more is garbage, but the JDK remembers all threads
///     that have not ended, unless it is started with `-Djdk.trackAllThreads=false`. That also saves 60 bytes
///     for each fiber.
///   * A promise of a fiber that failed and that nobody looks at says nothing; see [Lwt#async].
///
/// All this needs `--add-opens java.base/java.lang=lwt.direct` (`=ALL-UNNAMED` if this library is on the class
/// path) and a loop that runs on a platform thread. Otherwise fibers are ordinary virtual threads that pass a
/// baton to the loop and back: some fifty times slower to wait, and **a blocking call in a fiber then blocks
/// the loop**. The log says so, once. The property `lwt.fibers` (`loop` or `baton`) asks for one of the two.
///
/// The constructs of the manual's syntax extension:
///
/// | manual                            | here                                      |
/// |-----------------------------------|-------------------------------------------|
/// | `lwt x = e in …`                  | `var x = await(e);`                       |
/// | `lwt x = f () and y = g () in …`  | `var both = awaitBoth(f(), g());`         |
/// | `try_lwt … with … finally …`      | `try { … } catch (…) { … } finally { … }` |
/// | `for_lwt`                         | `for`                                     |
/// | `raise_lwt e`                     | `throw e;`                                |
///
/// @see "Lwt manual (December 2010), “The syntax extension”"
public final class Direct {
    private Direct() {}

    /// Starts a fiber that runs `body`; its result or its exception is the promise's.
    ///
    /// The body begins in the loop's next round, not inside this call, with the values that keys have now.
    /// A [VirtualMachineError] of the body (out of memory, stack overflow) is thrown out of the loop instead.
    ///
    /// Canceling the promise cancels what the fiber awaits at that time, by that promise's own rules; `await`
    /// then throws [lwt.CanceledException] in the fiber, which may clean up, recover or await more. A fiber
    /// that has not begun is dropped, its body never runs. A fiber that is just blocked in a call of the JDK,
    /// or has its turn already, is left alone. In all cases the promise is resolved when the fiber has ended,
    /// so not yet when `cancel` returns.
    ///
    /// @see "Lwt manual (December 2010), “Lwt concepts”"
    public static <T extends @Nullable Object> Promise<T> spawn(ThrowingSupplier<T> body) {
        Objects.requireNonNull(body, "body");
        return Fiber.spawn(body);
    }

    /// Starts a fiber for a body without a result. Else like [#spawn(ThrowingSupplier)].
    public static Promise<@Nullable Void> spawn(ThrowingRunnable body) {
        Objects.requireNonNull(body, "body");
        return Fiber.spawn(body);
    }

    /// Waits for `p` and returns its value; a failure is thrown as it is, also if it is a checked exception.
    ///
    /// A promise that is resolved already costs nothing and gives no turn away. The compiler does not know of
    /// the checked exceptions thrown here; to catch one, use [#await(Promise, Class)].
    ///
    /// @throws IllegalStateException if `p` is pending and this is not code of a fiber, or `p` belongs to the
    ///     loop of another thread, or there is a native method or a class initializer below on the stack
    public static <T extends @Nullable Object> T await(Promise<T> p) {
        Objects.requireNonNull(p, "promise");
        return Fiber.valueOrWait(p);
    }

    /// Like [#await(Promise)], and tells the compiler of a checked exception that is to be caught or declared.
    ///
    /// {@snippet class=lwt.direct.Snippets region=checked}
    ///
    /// Every failure is thrown as it is here too, of this class or not.
    public static <T extends @Nullable Object, X extends Throwable> T await(Promise<T> p, Class<X> failure) throws X {
        Objects.requireNonNull(failure, "failure");
        return await(p);
    }

    /// Waits for both promises, which are under way already, and returns their values.
    ///
    /// Waits for both in any case; then throws the failure of the one that failed first, if any did.
    ///
    /// {@snippet class=lwt.direct.Snippets region=both}
    public static <A extends @Nullable Object, B extends @Nullable Object> Both<A, B> awaitBoth(
            Promise<A> first, Promise<B> second) {
        return await(Lwt.both(first, second));
    }

    /// Waits for all the promises, which are under way already, and returns their values in this order.
    ///
    /// Waits for all in any case; then throws the failure of the one that failed first, if any did.
    public static <T extends @Nullable Object> List<T> awaitAll(List<? extends Promise<T>> promises) {
        return await(Lwt.all(promises));
    }

    /// Gives every other fiber and callback that is ready its turn before this fiber goes on.
    public static void yieldNow() {
        await(Lwt.pause());
    }

    /// Sets a key for the rest of this fiber, across its awaits; null unsets it.
    ///
    /// Other fibers do not see it, unless this one starts them. Inside [Key#withValue] the value lasts until
    /// that ends, as it does in a callback.
    ///
    /// @throws IllegalStateException if this is not code of a fiber
    /// @see "OCaml's `Lwt_direct.Storage`"
    public static <V> void set(Key<V> key, @Nullable V value) {
        Objects.requireNonNull(key, "key");
        if (!(Loop.current().strand() instanceof Fiber<?> fiber)) {
            throw new IllegalStateException("set outside a fiber, on " + Thread.currentThread()
                    + ": start the code with Direct.spawn, or use Key.withValue");
        }
        fiber.set(key, value);
    }
}
