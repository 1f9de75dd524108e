package lwt.unix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import lwt.Loop;

/// The handlers of signals, of all loops.
///
/// The JDK calls us on a thread of its own, new for each signal; each handler is posted to its
/// loop, which is thereby woken up. While a signal has a handler, what the JVM does of itself (to
/// end, for `SIGTERM`) is off; it is restored when the last one goes.
final class Signals {
    private static final Map<UnixSignal, Handlers> ALL = new HashMap<>();

    private Signals() {}

    /// The handlers of one signal, and the JDK's handler before them.
    private static final class Handlers {
        final List<SignalHandler> list = new ArrayList<>();
        final Object before;

        Handlers(Object before) {
            this.before = before;
        }
    }

    static synchronized SignalHandler add(
            UnixSignal signal, BiConsumer<? super SignalHandler, ? super UnixSignal> action) {
        Handlers handlers = ALL.get(signal);
        if (handlers == null) {
            handlers = new Handlers(install(signal));
            ALL.put(signal, handlers);
        }
        SignalHandler handler = new SignalHandler(Loop.current(), signal, action);
        handlers.list.add(handler);
        return handler;
    }

    static synchronized void remove(SignalHandler handler) {
        Handlers handlers = ALL.get(handler.signal());
        if (handlers != null && handlers.list.remove(handler) && handlers.list.isEmpty()) {
            ALL.remove(handler.signal());
            JdkSignals.restore(name(handler.signal()), handlers.before);
        }
    }

    static synchronized void reinstall(UnixSignal signal) {
        if (ALL.containsKey(signal)) {
            install(signal);
        }
    }

    /// Has all handlers of this signal called.
    static void deliver(UnixSignal signal) {
        List<SignalHandler> list;
        synchronized (Signals.class) {
            Handlers handlers = ALL.get(signal);
            list = handlers == null ? List.of() : List.copyOf(handlers.list);
        }
        list.forEach(SignalHandler::post);
    }

    static synchronized int count() {
        return ALL.values().stream().mapToInt(handlers -> handlers.list.size()).sum();
    }

    private static Object install(UnixSignal signal) {
        try {
            return JdkSignals.handle(name(signal), () -> deliver(signal));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    signal + " cannot be handled in a JVM: " + reason(signal)
                            + " (with -Xrs the JVM also leaves SIGHUP, SIGINT and SIGTERM alone, and to no other code)",
                    e);
        }
    }

    private static String reason(UnixSignal signal) {
        return signal.equals(UnixSignal.KILL) || signal.equals(UnixSignal.STOP)
                ? "the system lets no process do that"
                : "the JVM keeps it for itself";
    }

    private static String name(UnixSignal signal) {
        return signal.name()
                .orElseThrow(() -> new IllegalArgumentException(
                        signal + " cannot be handled in a JVM, which knows signals that have a name only"));
    }
}
