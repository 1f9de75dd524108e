package lwt.unix;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// The JDK's handlers for signals, `sun.misc.Signal`.
///
/// Nothing else serves: the JVM owns the handlers of its process, and a signal of signalfd(2) must
/// be blocked in all threads, those of the JVM included. The class is an exported one; it is called
/// by reflection because javac warns of its name wherever it stands, and cannot be told not to.
final class JdkSignals {
    private static final Class<?> SIGNAL = type("sun.misc.Signal");
    private static final Class<?> HANDLER = type("sun.misc.SignalHandler");
    private static final Method HANDLE = method("handle", SIGNAL, HANDLER);
    private static final Method NUMBER = method("getNumber");

    private JdkSignals() {}

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("signals need the module jdk.unsupported, which this JDK lacks", e);
        }
    }

    private static Method method(String name, Class<?>... parameters) {
        try {
            return SIGNAL.getMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("signals work in another way in this JDK", e);
        }
    }

    /// The number of a signal, or 0 if there is none of this name, which lacks `SIG`.
    static int number(String name) {
        try {
            return (int) NUMBER.invoke(signal(name));
        } catch (InvocationTargetException _) {
            return 0; // the JDK throws IllegalArgumentException
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Has `action` called, each time on a new thread, when the signal comes. Returns the handler
    /// that there was, for [#restore].
    ///
    /// @throws IllegalArgumentException if the JVM keeps the signal for itself
    static Object handle(String name, Runnable action) {
        ClassLoader loader = HANDLER.getClassLoader();
        return install(name, Proxy.newProxyInstance(loader, new Class<?>[] {HANDLER}, new Handler(name, action)));
    }

    /// The methods of a `SignalHandler`, which are `handle` and those of each object.
    private record Handler(String name, Runnable action) implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) {
            return switch (method.getName()) {
                case "equals" -> arguments != null && self == arguments[0];
                case "hashCode" -> System.identityHashCode(self);
                case "toString" -> "lwt's handler of SIG" + name;
                default -> {
                    action.run();
                    yield null;
                }
            };
        }
    }

    static void restore(String name, Object handler) {
        install(name, handler);
    }

    private static Object install(String name, Object handler) {
        try {
            return HANDLE.invoke(null, signal(name), handler);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object signal(String name) throws ReflectiveOperationException {
        return SIGNAL.getConstructor(String.class).newInstance(name);
    }
}
