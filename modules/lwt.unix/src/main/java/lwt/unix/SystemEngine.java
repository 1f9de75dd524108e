package lwt.unix;

import java.util.List;
import lwt.Loop;
import org.jspecify.annotations.Nullable;

/// The engine of a loop that has no other: parks its thread until the first descriptor is made,
/// then becomes the engine that the property `lwt.engine` names. So a program that only sleeps
/// links no native code.
final class SystemEngine extends Engine {
    private static final String PROPERTY = "lwt.engine";

    private final Parking parking = new Parking();
    private volatile @Nullable Engine chosen;
    private @Nullable Loop loop;

    @Override
    public boolean iterate(long timeoutNanos) {
        Engine engine = chosen;
        if (engine != null) {
            return engine.iterate(timeoutNanos);
        }
        if (timeoutNanos != 0 && mayWait()) {
            parking.park(timeoutNanos);
            waited();
        }
        return false;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void wakeUp() {
        Engine engine = chosen;
        // The choice is made by the loop's thread, so not while it sleeps: who is to be woken sleeps where we look.
        if (engine != null) {
            engine.wakeUp();
        } else {
            parking.unpark();
        }
    }

    @Override
    public List<FileDescriptor> waiting() {
        Engine engine = chosen;
        return engine != null ? engine.waiting() : List.of();
    }

    @Override
    public void close() {
        Engine engine = chosen;
        if (engine != null) {
            engine.close();
        }
    }

    @Override
    boolean uses(Engine other) {
        Engine engine = chosen;
        return super.uses(other) || (engine != null && engine.uses(other));
    }

    @Override
    boolean hasChanges() {
        Engine engine = chosen;
        return engine != null && engine.hasChanges();
    }

    @Override
    boolean settle() {
        return choose().settle();
    }

    @Override
    Lookout lookout() throws UnixException {
        return choose().lookout();
    }

    @Override
    SystemCalls calls() {
        return choose().calls();
    }

    private Engine choose() {
        Engine engine = chosen;
        if (engine == null) {
            engine = choose(System.getProperty(PROPERTY, ""));
            Engine other = chosen;
            if (other != null) {
                return other; // of code that ran while a fiber waited for a monitor of the JDK just now
            }
            if (loop != null) {
                engine.attach(loop);
            }
            chosen = engine;
        }
        return engine;
    }

    @Override
    void attach(Loop loop) {
        super.attach(loop);
        this.loop = loop;
        Engine engine = chosen;
        if (engine != null) {
            engine.attach(loop);
        }
    }

    @Override
    void rest() {
        parking.giveBackInterruption();
        Engine engine = chosen;
        if (engine != null) {
            engine.rest();
        }
    }

    static Engine choose(String name) {
        return switch (name) {
            case "selector" -> new SelectorEngine();
            case "epoll" -> {
                String obstacle = obstacleToEpoll();
                if (obstacle != null) {
                    throw new UnsupportedOperationException("-D" + PROPERTY + "=epoll cannot be used: " + obstacle
                            + "; without the property the portable engine is taken");
                }
                yield new EpollEngine();
            }
            case "" -> {
                String obstacle = obstacleToEpoll();
                if (obstacle == null) {
                    yield new EpollEngine();
                }
                Fallback.tell(obstacle);
                yield new SelectorEngine();
            }
            default ->
                throw new IllegalArgumentException(
                        "-D" + PROPERTY + "=" + name + ": there is no such engine; say epoll or selector");
        };
    }

    /// Why epoll cannot be used here, or null if it can.
    private static @Nullable String obstacleToEpoll() {
        if (!Structs.fitThisMachine()) {
            return System.getProperty("os.name") + " on " + System.getProperty("os.arch") + " has none that is known";
        }
        try {
            NativeCalls.check();
            return null;
        } catch (RuntimeException | LinkageError e) {
            // A refusal of native access, or a library without the calls.
            return String.valueOf(e.getMessage());
        }
    }

    /// Says once per process that the portable engine is used.
    private static final class Fallback {
        private static boolean told;

        static synchronized void tell(String obstacle) {
            if (!told) {
                told = true;
                System.getLogger("lwt.unix")
                        .log(
                                System.Logger.Level.WARNING,
                                "using the portable engine (java.nio), because epoll cannot be used: " + obstacle);
            }
        }
    }
}
