package lwt;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What the event loop of a thread shares with promises; for those who write loops, direct styles and new
/// primitives.
///
/// A thread has one loop, made when it is first needed. Something must drive it: a driver, such as
/// `lwt.unix.LwtMain`, calls [#turn] again and again, and between turns waits for the outside world:
///
/// {@snippet class=Snippets region=driver}
///
/// Other threads have one way in, [#execute].
///
/// Thread rule: the loop's thread, unless marked.
public final class Loop implements Executor {
    /*
     * Who runs a loop. `thread` is the thread that runs its code at this moment: the owner, or the thread of a
     * strand. Others compare it with themselves, without synchronisation, and may read an old value; but only
     * the thread itself, or the one that is about to let it run, ever makes it equal to that thread, so a
     * comparison that says "mine" is true. It is null in a loop that rests while a nested one is there.
     *
     * The first loop of the process is found by one such comparison. Others cost a look-up: see find().
     *
     * The door. execute() adds to `door`, then looks at `asleep`; trySleep() sets `asleep`, then looks at
     * `door`. Both are volatile accesses, so at least one of the two sees the other's: a task is found before
     * sleeping, or the sleeper is woken. compareAndSet lets one of many senders call the waker.
     */
    private static @Nullable Loop first;

    private static final VarHandle ASLEEP;

    static {
        try {
            ASLEEP = MethodHandles.lookup().findVarHandle(Loop.class, "asleep", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Thread owner;
    private @Nullable Thread thread;
    private final @Nullable Loop outer; // the loop that rests while this one is there
    private @Nullable Strand strand;
    private final Strand own; // keeps what belongs to the loop's own stack while a strand runs

    // the state of the resolution; see Resolution
    @Nullable
    Storage storage;

    int depth;
    int nesting;

    @Nullable
    Object detached;

    final DeferredQueue deferred = new DeferredQueue();
    final ArrayDeque<Object> postponed = new ArrayDeque<>();
    boolean hasDeferred; // true if `deferred` may hold something: one load instead of three, in each run
    boolean hasPostponed; // likewise

    private final Queue<Runnable> door = new ConcurrentLinkedQueue<>();
    private volatile boolean asleep;
    private Runnable waker = () -> {};
    private int outstanding;

    private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
    final PauseQueue pauses = new PauseQueue();
    private final Map<Class<?>, Object> attachments = new HashMap<>();
    private Consumer<? super Throwable> hook = this::reportUncaught;
    private RandomGenerator random = new SplittableRandom(0);
    private boolean shuffling;

    Loop(Thread owner, @Nullable Loop outer) {
        this.owner = owner;
        this.outer = outer;
        this.thread = owner;
        this.own = new Strand(this);
    }

    /* ---- Which loop ---- */

    /// The loop of the calling thread, or of the strand that the calling thread is.
    public static Loop current() {
        Loop loop = first;
        return loop != null && loop.thread == Thread.currentThread() ? loop : LoopRegistry.find();
    }

    /// Gives the calling thread another loop, new and empty, which [#current] finds until [#endNested].
    /// The present loop rests meanwhile, with all that it has to do.
    ///
    /// For tests and tools, which must neither see nor disturb what the thread's own loop has to do.
    /// Promises of the resting loop can't be used.
    ///
    /// @throws IllegalStateException in a strand
    public static Loop nested() {
        Loop resting = current();
        if (resting.strand != null) {
            throw new IllegalStateException("a fiber cannot have a loop of its own: " + Thread.currentThread());
        }
        Loop nested = new Loop(resting.owner, resting);
        resting.thread = null;
        LoopRegistry.replace(resting, nested);
        return nested;
    }

    /// Ends a loop made by [#nested]: the thread has its former loop again. What this one had still to
    /// do is dropped.
    ///
    /// @throws IllegalStateException if the loop is not nested, or not the thread's present one, or in a
    /// strand
    public void endNested() {
        checkCurrent("endNested");
        if (outer == null || strand != null) {
            throw new IllegalStateException("only a loop made by nested() can be ended, and not in a fiber: " + this);
        }
        thread = null;
        outer.thread = owner;
        LoopRegistry.replace(this, outer);
    }

    /// Makes `loop` the one that [#current] finds fastest.
    static void setFirst(Loop loop) {
        first = loop;
    }

    static void replaceFirst(Loop present, Loop next) {
        if (first == present) {
            first = next;
        }
    }

    static boolean hasFirst() {
        Loop loop = first;
        return loop != null && loop.owner.isAlive();
    }

    /// Whether the caller runs on this loop. **Any thread.**
    public boolean isCurrent() {
        return thread == Thread.currentThread();
    }

    /// The thread that this loop belongs to. **Any thread.**
    public Thread owner() {
        return owner;
    }

    void checkCurrent(String what) {
        if (thread != Thread.currentThread()) {
            throw foreign(what);
        }
    }

    private IllegalStateException foreign(String what) {
        String why = owner == Thread.currentThread() && strand == null
                ? ", but this is of another loop of this thread: of a nested one, or of one that rests or was ended"
                : ", but the promise belongs to the loop of " + owner + "; use Loop.execute to get there";
        return new IllegalStateException(what + ": called on " + Thread.currentThread() + why);
    }

    /// Refuses a pending promise of another loop.
    void checkOwns(Promise<?> p) {
        Promise<?> root = p.underlying();
        if (root.isPending() && root.loop != this) {
            throw mixedWith(root.owner());
        }
    }

    IllegalStateException mixedWith(Loop other) {
        return new IllegalStateException("promises of two loops are mixed: one belongs to the loop of " + owner
                + ", the other to "
                + (owner == other.owner ? "a nested loop of the same thread" : "the loop of " + other.owner)
                + "; pass values between loops with Loop.execute");
    }

    /* ---- Work for the loop ---- */

    /// Lets `task` run on the loop, in one of its next turns; tasks of one thread run in order. **Any thread.**
    ///
    /// What the task throws goes to the hook for asynchronous exceptions.
    ///
    /// Memory consistency effects: what a thread did before it handed over a task happens before the task.
    @Override
    public void execute(Runnable task) {
        door.add(Objects.requireNonNull(task, "task"));
        if (asleep && ASLEEP.compareAndSet(this, true, false)) {
            waker.run();
        }
    }

    /// Lets `task` run in the next turn, after the tasks that are ready already (unless the loop shuffles
    /// them).
    public void enqueue(Runnable task) {
        ready.add(Objects.requireNonNull(task, "task"));
    }

    /// Runs what is ready: the tasks of other threads, the ready tasks, the pauses; each time only those there
    /// when it begins.
    ///
    /// What a task throws goes to the hook for asynchronous exceptions.
    public void turn() {
        checkCurrent("turn");
        Runnable task;
        for (int n = door.size(); n > 0 && (task = door.poll()) != null; n--) {
            Watching.run(this, task::run);
        }
        if (shuffling) {
            List<Runnable> shuffled = new ArrayList<>(ready);
            Collections.shuffle(shuffled, random);
            ready.clear();
            ready.addAll(shuffled);
        }
        for (int n = ready.size(); n > 0 && (task = ready.poll()) != null; n--) {
            run(task);
        }
        pauses.wakeup(this);
        if (hasPostponed) {
            Resolution.runLeftOver(this); // an error of the virtual machine has ended a deep loop of binds
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            report(Sequencing.captured(thrown));
        }
    }

    /// Whether a turn would find nothing to do.
    public boolean isIdle() {
        return ready.isEmpty() && pauses.count() == 0 && door.isEmpty();
    }

    /// Announces that this thread is going to block: from now on [#execute] calls the waker.
    ///
    /// @return false if there is work, so that the loop must not block
    public boolean trySleep() {
        if (!ready.isEmpty() || pauses.count() > 0) {
            return false;
        }
        asleep = true;
        if (!door.isEmpty()) {
            asleep = false;
            return false;
        }
        return true;
    }

    /// Says that the loop is not blocked any more.
    public void awake() {
        asleep = false;
    }

    /// Sets what ends the blocking: it is called from any thread, at most once for each [#trySleep].
    public void setWaker(Runnable waker) {
        this.waker = Objects.requireNonNull(waker, "waker");
    }

    /// Counts one more piece of work under way elsewhere whose end will come through [#execute].
    public void retain() {
        outstanding++;
    }

    /// Counts one piece of work less that is under way elsewhere.
    public void release() {
        if (outstanding == 0) {
            throw new IllegalStateException("release without retain");
        }
        outstanding--;
    }

    /// How many pieces of work are under way elsewhere.
    public int outstanding() {
        return outstanding;
    }

    /// Runs `body`, which turns this loop, though a callback of the loop may be under way on this stack: what
    /// `body` runs knows nothing of that callback, neither its keys nor how deep it is.
    ///
    /// For drivers inside another event loop, which a callback may run in its turn: one that shows a modal
    /// dialog, for example.
    ///
    /// @throws IllegalStateException in a strand
    public void outermost(Runnable body) {
        checkCurrent("outermost");
        if (strand != null) {
            throw new IllegalStateException("a fiber cannot turn the loop that it runs on: " + Thread.currentThread());
        }
        Storage savedStorage = storage;
        int savedDepth = depth;
        int savedNesting = nesting;
        storage = null;
        depth = 0;
        nesting = 0;
        try {
            body.run();
        } finally {
            storage = savedStorage;
            depth = savedDepth;
            nesting = savedNesting;
        }
    }

    /* ---- Strands ---- */

    /// From now on, until [#leave], the code of strand `entered` runs, on thread `on`.
    public void enter(Strand entered, Thread on) {
        if (strand != null) {
            throw new IllegalStateException("a strand cannot be entered from another one");
        }
        swap(own, entered);
        strand = entered;
        thread = on;
    }

    /// The strand that runs stops or ends; the loop's own code runs again, on thread `on`.
    public void leave(Thread on) {
        Strand left = strand;
        if (left == null) {
            throw new IllegalStateException("no strand runs");
        }
        swap(left, own);
        strand = null;
        thread = on;
        if (depth == 0 && !(deferred.isEmpty() && postponed.isEmpty())) {
            Resolution.runLeftOver(this);
        }
    }

    private void swap(Strand out, Strand in) {
        out.storage = storage;
        out.depth = depth;
        out.nesting = nesting;
        storage = in.storage;
        depth = in.depth;
        nesting = in.nesting;
    }

    /// The strand whose code runs, or null in the loop's own code.
    public @Nullable Strand strand() {
        return strand;
    }

    /* ---- What belongs to a loop ---- */

    /// The one object of class `type` that belongs to this loop; `make` makes it when it is first needed.
    public <D> D attachment(Class<D> type, Function<? super Loop, ? extends D> make) {
        Object present = attachments.get(type);
        if (present == null) {
            present = make.apply(this);
            attachments.put(type, present);
        }
        return type.cast(present);
    }

    /// Where choices come from that the semantics leave open, such as which of several resolved promises
    /// `choose` takes.
    public RandomGenerator random() {
        return random;
    }

    /// Sets where choices come from that the semantics leave open.
    public void setRandom(RandomGenerator random) {
        this.random = Objects.requireNonNull(random, "random");
    }

    /// Whether what happens at the same time, in one turn, happens in an order drawn from [#random].
    public boolean isShuffling() {
        return shuffling;
    }

    /// Has the order of ready tasks drawn from [#random], and that of whatever else a driver finds to
    /// happen at the same time, such as sleeps with one deadline.
    ///
    /// For tests that look for an order in which a program fails. Pauses and the tasks of other threads
    /// keep their order.
    public void setShuffling(boolean shuffling) {
        this.shuffling = shuffling;
    }

    Consumer<? super Throwable> hook() {
        return hook;
    }

    void setHook(Consumer<? super Throwable> hook) {
        this.hook = hook;
    }

    /// Gives a failure that no promise can take to the hook. If the hook fails too, both are told to the
    /// thread's own handler.
    void report(Throwable failure) {
        try {
            hook.accept(failure);
        } catch (Throwable thrown) {
            Throwable second = Sequencing.captured(thrown);
            if (second != failure) {
                second.addSuppressed(failure);
            }
            reportUncaught(second);
        }
    }

    private void reportUncaught(Throwable failure) {
        owner.getUncaughtExceptionHandler().uncaughtException(owner, failure);
    }

    Object takeDetached() {
        Object callbacks = Objects.requireNonNull(detached, "whoever gave the promise left its callbacks");
        detached = null;
        return callbacks;
    }

    /// The loop's thread, for messages.
    @Override
    public String toString() {
        return "Loop[" + owner + "]";
    }
}
