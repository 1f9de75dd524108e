package lwt.unix;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import lwt.Loop;
import org.jspecify.annotations.Nullable;

/// A way for other threads, those of native code too, to have a function called on the loop.
///
/// @see LwtUnix#makeNotification(Runnable)
/// @see "Lwt manual (December 2010), “Thread-safe notifications”"
public final class Notification {
    private final Loop loop;
    private final boolean once;
    private @Nullable Runnable handler;

    Notification(Loop loop, boolean once, Runnable handler) {
        this.loop = loop;
        this.once = once;
        this.handler = handler;
    }

    /// **Any thread.** Has the handler called on the loop, once for each time that this is called.
    /// After [#stop] it does nothing.
    ///
    /// Memory consistency effects: what a thread did before it sent happens before the handler's
    /// call.
    public void send() {
        loop.execute(this::call);
    }

    /// Calls the handler now, as if the notification had been sent and received.
    public void call() {
        check();
        Runnable current = handler;
        if (current == null) {
            return;
        }
        if (once) {
            handler = null;
        }
        current.run();
    }

    /// Has another function called from now on.
    ///
    /// @throws IllegalStateException if it was stopped, or was to be called once and was
    public void set(Runnable handler) {
        check();
        if (this.handler == null) {
            throw new IllegalStateException("the notification was stopped: make a new one");
        }
        this.handler = Objects.requireNonNull(handler, "handler");
    }

    /// Calls the handler no more, not even for what was sent before. Stopping twice does no harm.
    public void stop() {
        check();
        handler = null;
    }

    private void check() {
        if (!loop.isCurrent()) {
            throw new IllegalStateException("a notification of the loop of thread "
                    + loop.owner().getName() + " was changed or called on thread "
                    + Thread.currentThread().getName() + ": other threads may only send it");
        }
    }

    /// A pointer to a C function, `void (*)(void)`, that does what [#send] does: for native code,
    /// which may call it on any thread, not in a signal handler. It may be called until `arena` is
    /// closed.
    ///
    /// Needs native access for `lwt.unix`, on either engine. A program that must not enter the
    /// virtual machine can write to an eventfd instead, and watch that as any other descriptor.
    @SuppressWarnings("restricted") // native code is to call Java
    public MemorySegment nativeSender(Arena arena) {
        MethodHandle send = NativeSender.SEND.bindTo(this);
        return Linker.nativeLinker().upcallStub(send, FunctionDescriptor.ofVoid(), arena);
    }

    /// Linked only if somebody asks for it.
    private static final class NativeSender {
        static final MethodHandle SEND;

        static {
            try {
                SEND = MethodHandles.lookup()
                        .findVirtual(Notification.class, "sendFromNative", MethodType.methodType(void.class));
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }

    /// What leaves this would end the process.
    @SuppressWarnings("unused") // called through its handle
    private void sendFromNative() {
        try {
            send();
        } catch (Throwable e) {
            Thread caller = Thread.currentThread();
            caller.getUncaughtExceptionHandler().uncaughtException(caller, e);
        }
    }
}
