package lwt.unix;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Flow;
import lwt.Loop;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.State;
import lwt.Switch;
import lwt.ThrowingFunction;
import org.jspecify.annotations.Nullable;

/// A subscriber of a stream: reads an element when it is asked for one.
final class StreamSubscription<T> implements Flow.Subscription {
    /*
     * All fields belong to the loop; whatever comes from another thread goes through its door first. So signals are
     * given one after the other, as the rules want (1.3), and `onSubscribe` comes before all others (1.9).
     *
     * pump() reads as long as there is demand. A subscriber that asks for more while it is given an element only adds
     * to the demand of the pump that runs: no recursion (3.3). After some elements that were there at once the pump
     * lets the rest of the loop have a turn.
     */
    private static final int TURN = 64;

    private final Loop loop;
    private final Switch scope = new Switch();
    private Flow.@Nullable Subscriber<? super T> subscriber; // null when it is to be told no more (3.13)
    private @Nullable LwtStream<T> stream; // not null while there may be more to read
    private @Nullable Promise<Optional<T>> reading;
    private long demand;
    private boolean isPumping;

    private StreamSubscription(Loop loop, Flow.Subscriber<? super T> subscriber) {
        this.loop = loop;
        this.subscriber = subscriber;
    }

    static <T> void begin(
            Loop loop,
            ThrowingFunction<? super Switch, ? extends LwtStream<T>> source,
            Flow.Subscriber<? super T> subscriber) {
        StreamSubscription<T> subscription = new StreamSubscription<>(loop, subscriber);
        loop.execute(() -> subscription.start(source, subscriber));
    }

    private void start(
            ThrowingFunction<? super Switch, ? extends LwtStream<T>> source, Flow.Subscriber<? super T> told) {
        isPumping = true; // whatever is asked for now waits
        try {
            told.onSubscribe(this);
        } catch (Throwable broken) {
            give(broken);
            return;
        }
        if (subscriber == null) {
            return;
        }
        try {
            stream = Objects.requireNonNull(source.apply(scope), "the source of a publisher returned null");
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            end(e);
            return;
        }
        isPumping = false;
        pump();
    }

    /* ---- What the subscriber asks, on any thread ---- */

    @Override
    public void request(long elements) {
        onLoop(() -> {
            if (subscriber == null) {
                return;
            }
            if (elements <= 0) {
                end(new IllegalArgumentException(
                        "request(" + elements + "): at least one element must be asked for (Reactive Streams 3.9)"));
                return;
            }
            demand = demand + elements < 0 ? Long.MAX_VALUE : demand + elements;
            pump();
        });
    }

    @Override
    public void cancel() {
        onLoop(() -> {
            subscriber = null;
            close();
        });
    }

    private void onLoop(Runnable task) {
        if (loop.isCurrent()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /* ---- On the loop ---- */

    private void pump() {
        if (isPumping || reading != null) {
            return;
        }
        isPumping = true;
        for (int n = 0; demand > 0 && stream != null && reading == null; n++) {
            if (n == TURN) {
                loop.enqueue(() -> {
                    isPumping = false;
                    pump();
                });
                return;
            }
            read(stream);
        }
        isPumping = false;
    }

    private void read(LwtStream<T> from) {
        Promise<Optional<T>> next = from.get();
        if (next.isSleeping()) {
            reading = next;
            next.onTermination(() -> {
                reading = null;
                isPumping = true;
                took(next.state());
                isPumping = false;
                pump();
            });
        } else {
            took(next.state());
        }
    }

    private void took(State<Optional<T>> outcome) {
        Flow.Subscriber<? super T> told = subscriber;
        if (told == null) {
            return;
        }
        switch (outcome) {
            case State.Return<Optional<T>>(var element) -> {
                if (element.isEmpty()) {
                    end(null);
                    return;
                }
                demand--;
                try {
                    told.onNext(element.get());
                } catch (Throwable broken) {
                    give(broken);
                }
            }
            case State.Fail<Optional<T>>(var failure) -> end(failure);
            case State.Sleep<Optional<T>> _ -> throw new AssertionError("it was resolved");
        }
    }

    /// Tells the end, or the failure, when what the stream needed is released.
    private void end(@Nullable Throwable failure) {
        Flow.Subscriber<? super T> told = subscriber;
        subscriber = null;
        stream = null;
        Promise<@Nullable Void> released = scope.turnOff();
        if (told != null) {
            released.onAny(_ -> tell(told, failure), e -> {
                if (failure != null && failure != e) {
                    failure.addSuppressed(e);
                }
                tell(told, failure == null ? e : failure);
            });
        }
    }

    private static void tell(Flow.Subscriber<?> told, @Nullable Throwable failure) {
        if (failure == null) {
            told.onComplete();
        } else {
            told.onError(failure);
        }
    }

    /// A subscriber that throws has canceled; what it threw goes to the hook.
    private void give(Throwable broken) {
        subscriber = null;
        close();
        if (broken instanceof VirtualMachineError error) {
            throw error;
        }
        Lwt.asyncExceptionHook().accept(broken);
    }

    private void close() {
        stream = null;
        Promise<?> abandoned = reading;
        if (abandoned != null) {
            abandoned.cancel();
        }
        Lwt.async(scope::turnOff);
    }
}
