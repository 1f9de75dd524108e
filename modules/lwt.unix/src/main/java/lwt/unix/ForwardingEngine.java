package lwt.unix;

import java.util.List;
import java.util.Objects;
import lwt.Loop;

/// An engine that does everything as another does; to be subclassed by engines that do something
/// differently.
///
/// Override [#iterate] to take part in each wait, as the manual's filters do, and [#nanoTime]
/// together with it to let time pass as you like. The descriptors are watched by the other engine
/// in any case.
///
/// `LwtMain.setEngine(new MyEngine(LwtMain.engine()))` puts one around the engine that there is,
/// whatever waits for that one.
///
/// @see "Lwt manual (December 2010), “The lwt scheduler”"
public abstract class ForwardingEngine extends Engine {
    private final Engine engine;

    /// Wraps `engine`, which from now on belongs to this one.
    protected ForwardingEngine(Engine engine) {
        this.engine = Objects.requireNonNull(engine, "engine");
    }

    @Override
    public boolean iterate(long timeoutNanos) {
        return engine.iterate(timeoutNanos);
    }

    @Override
    public long nanoTime() {
        return engine.nanoTime();
    }

    @Override
    public void wakeUp() {
        engine.wakeUp();
    }

    @Override
    public List<FileDescriptor> waiting() {
        return engine.waiting();
    }

    @Override
    public void close() {
        engine.close();
    }

    @Override
    final boolean uses(Engine other) {
        return super.uses(other) || engine.uses(other);
    }

    @Override
    SystemCalls calls() {
        return engine.calls();
    }

    @Override
    boolean hasChanges() {
        return engine.hasChanges();
    }

    @Override
    boolean settle() {
        return engine.settle();
    }

    @Override
    Lookout lookout() throws UnixException {
        return engine.lookout();
    }

    @Override
    void rest() {
        engine.rest();
    }

    @Override
    void attach(Loop loop) {
        super.attach(loop);
        engine.attach(loop);
    }
}
