package lwt.direct;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/*
 * What the JDK has but does not offer: virtual threads with a scheduler of one's own. The one place that reflects.
 *
 * It is found at first use and tried with one thread: a JDK where these parts have changed must lead to the other
 * mechanism, not to errors later.
 */
final class VirtualThreads {
    private static final @Nullable MethodHandle CREATE;
    private static final @Nullable Executor DEFAULT_SCHEDULER;
    private static final @Nullable String REFUSAL;

    static {
        MethodHandle create = null;
        Executor defaultScheduler = null;
        String refusal = null;
        try {
            create = findCreate();
            defaultScheduler = findDefaultScheduler();
            tryOut(create);
        } catch (InaccessibleObjectException e) {
            Module module = VirtualThreads.class.getModule();
            refusal = "start java with --add-opens java.base/java.lang="
                    + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
        } catch (Throwable e) {
            refusal = "this JVM does not let a program schedule virtual threads (" + e + ")";
        }
        CREATE = create;
        DEFAULT_SCHEDULER = defaultScheduler;
        REFUSAL = refusal;
    }

    private VirtualThreads() {}

    /// Why there is no access, or what gives it; null if there is.
    static @Nullable String refusal() {
        return REFUSAL;
    }

    /// A thread, not started, whose continuation is given to `scheduler` each time that it can run.
    static Thread create(Executor scheduler, Runnable body) {
        try {
            return (Thread) Objects.requireNonNull(CREATE).invokeExact(scheduler, "fiber", 0, body);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("the JDK's method declares no checked exception", e);
        }
    }

    /// The scheduler that the JDK uses where none is named.
    static Executor defaultScheduler() {
        return Objects.requireNonNull(DEFAULT_SCHEDULER);
    }

    private static MethodHandle findCreate() throws ReflectiveOperationException {
        Method method = Class.forName("java.lang.ThreadBuilders")
                .getDeclaredMethod("newVirtualThread", Executor.class, String.class, int.class, Runnable.class);
        method.setAccessible(true);
        MethodType type = MethodType.methodType(Thread.class, Executor.class, String.class, int.class, Runnable.class);
        return MethodHandles.lookup().unreflect(method).asType(type);
    }

    private static Executor findDefaultScheduler() throws ReflectiveOperationException {
        Method method = Class.forName("java.lang.VirtualThread").getDeclaredMethod("defaultScheduler");
        method.setAccessible(true);
        return (Executor) Objects.requireNonNull(method.invoke(null));
    }

    /// Runs a thread that yields once, by hand: its continuation must come to its scheduler twice, and no more.
    private static void tryOut(MethodHandle create) throws Throwable {
        Runnable[] continuation = new Runnable[1];
        int[] submissions = new int[1];
        Executor scheduler = task -> {
            continuation[0] = task;
            submissions[0]++;
        };
        Runnable body = Thread::yield;
        Thread thread = (Thread) create.invokeExact(scheduler, "fiber", 0, body);
        thread.start();
        // the carrier must be a platform thread: where this one is virtual, the trial runs on another
        Runnable twice = () -> {
            continuation[0].run();
            continuation[0].run();
        };
        if (Thread.currentThread().isVirtual()) {
            Thread carrier = Thread.ofPlatform().daemon().start(twice);
            carrier.join();
        } else {
            twice.run();
        }
        if (submissions[0] != 2 || thread.isAlive()) {
            throw new IllegalStateException("this JDK schedules virtual threads in another way");
        }
    }
}
