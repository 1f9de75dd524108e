package bench.direct;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// `jdk.internal.vm.Continuation` by method handles, which the compiler inlines since they are
/// constants; javac does not compile calls of internal classes for a release. Needs
/// `--add-exports java.base/jdk.internal.vm=ALL-UNNAMED`.
final class Continuations {
    /// What a JVM needs to have for this.
    static final String FLAG = "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED";

    private static final MethodHandle MAKE;
    private static final MethodHandle RUN;
    private static final MethodHandle SUSPEND;
    private static final MethodHandle IS_DONE;

    static {
        try {
            var lookup = MethodHandles.lookup();
            Class<?> scopes = Class.forName("jdk.internal.vm.ContinuationScope");
            Class<?> continuations = Class.forName("jdk.internal.vm.Continuation");
            Object scope = lookup.findConstructor(scopes, MethodType.methodType(void.class, String.class))
                    .invoke("bench");
            MAKE = lookup.findConstructor(continuations, MethodType.methodType(void.class, scopes, Runnable.class))
                    .bindTo(scope)
                    .asType(MethodType.methodType(Object.class, Runnable.class));
            RUN = lookup.findVirtual(continuations, "run", MethodType.methodType(void.class))
                    .asType(MethodType.methodType(void.class, Object.class));
            SUSPEND = lookup.findStatic(continuations, "yield", MethodType.methodType(boolean.class, scopes))
                    .bindTo(scope);
            IS_DONE = lookup.findVirtual(continuations, "isDone", MethodType.methodType(boolean.class))
                    .asType(MethodType.methodType(boolean.class, Object.class));
        } catch (Throwable e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Continuations() {}

    static Object make(Runnable body) {
        try {
            return (Object) MAKE.invokeExact(body);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static void run(Object continuation) {
        try {
            RUN.invokeExact(continuation);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// Suspends the continuation that calls.
    static void suspend() {
        try {
            boolean unmounted = (boolean) SUSPEND.invokeExact();
            DirectPeer.check(unmounted, "the continuation is pinned");
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isDone(Object continuation) {
        try {
            return (boolean) IS_DONE.invokeExact(continuation);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
