package lwt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// At most so many members, such as connections, that are made when needed, lent to one user at a time, and
/// used again.
///
/// Who finds none free waits, first come, first served.
///
/// {@snippet class=Snippets region=pool}
///
/// @see "Lwt manual (December 2010), “Other modules of the core library”"
public final class Pool<T> {
    /*
     * A member is idle, lent, or being made, validated or disposed; `count` counts all of these. As in the
     * original, two cases do not look like the others: a member made for a waiter because the one it would have
     * got failed its validation is not counted, and when a member is disposed after its user failed, no waiter
     * is served.
     */
    private final int max;
    private final ThrowingSupplier<? extends Promise<T>> create;
    private ThrowingFunction<? super T, ? extends Promise<Boolean>> validate = member -> Lwt.of(true);
    private ThrowingFunction<? super T, Boolean> check = member -> true;
    private ThrowingFunction<? super T, ? extends Promise<?>> dispose = member -> Lwt.unit();

    private final ArrayDeque<T> idle = new ArrayDeque<>();
    private final WaitQueue<Plain<T>> waiters = new WaitQueue<>();
    private int count;
    private Generation generation = new Generation();

    /// Tells a user whether the pool was cleared while it had a member.
    private static final class Generation {
        private boolean cleared;
    }

    /// A pool of at most `max` members, each made by `create`.
    ///
    /// @throws IllegalArgumentException if `max` is negative
    public Pool(int max, ThrowingSupplier<? extends Promise<T>> create) {
        if (max < 0) {
            throw new IllegalArgumentException("Pool: the greatest number of members is negative: " + max);
        }
        this.max = max;
        this.create = Objects.requireNonNull(create, "create");
    }

    /// Before a member is lent again, asks whether it is still good; if not, it is disposed and another one
    /// made.
    ///
    /// If the question itself fails, the member is disposed and the user gets the failure.
    ///
    /// @return this pool
    public Pool<T> validatedBy(ThrowingFunction<? super T, ? extends Promise<Boolean>> validate) {
        this.validate = Objects.requireNonNull(validate, "validate");
        return this;
    }

    /// After a user failed, asks whether the member is still good; if not, it is disposed.
    ///
    /// @return this pool
    public Pool<T> checkedBy(ThrowingFunction<? super T, Boolean> check) {
        this.check = Objects.requireNonNull(check, "check");
        return this;
    }

    /// How a member is disposed that is not used any more.
    ///
    /// @return this pool
    public Pool<T> disposedBy(ThrowingFunction<? super T, ? extends Promise<?>> dispose) {
        this.dispose = Objects.requireNonNull(dispose, "dispose");
        return this;
    }

    /// Lends a member to `body` until the promise of `body` is resolved, and behaves as that promise.
    ///
    /// Waits if all members are lent. Fails without calling `body` if no member can be made or validated.
    /// Canceling it while it waits gives up the place in the line; later it cancels the promise of `body`, and
    /// the member comes back when that is resolved.
    public <R extends @Nullable Object> Promise<R> use(ThrowingFunction<? super T, ? extends Promise<R>> body) {
        Objects.requireNonNull(body, "body");
        Promise<R> result = acquire().bind(member -> lend(member, body));
        return Backtrace.marked("lwt:use", body, result);
    }

    private <R extends @Nullable Object> Promise<R> lend(
            @Nullable T member, ThrowingFunction<? super T, ? extends Promise<R>> body) {
        if (member == null) {
            count--;
            throw new NullPointerException("Pool: the function that makes members gave null, which cannot be lent");
        }
        Generation lent = generation;
        Promise<R> result = Lwt.catching(
                () -> body.apply(member),
                failure -> releaseAfterFailure(member, lent).bind(ignored -> Lwt.fail(failure)));
        return result.bind(ignored -> {
            if (lent.cleared) {
                return disposeOf(member).bind(done -> result);
            }
            release(member);
            return result;
        });
    }

    /// Disposes of all idle members, the last used first, one after the other; those that are lent are disposed
    /// of when they come back.
    ///
    /// Is resolved when the idle ones are disposed of. If that fails for one, it fails, and those behind are
    /// forgotten.
    public Promise<@Nullable Void> clear() {
        List<T> members = new ArrayList<>(idle);
        Collections.reverse(members);
        idle.clear();
        generation.cleared = true;
        generation = new Generation();
        return disposeAll(members, 0);
    }

    private Promise<@Nullable Void> disposeAll(List<T> members, int from) {
        return from == members.size()
                ? Lwt.unit()
                : disposeOf(members.get(from)).bind(ignored -> disposeAll(members, from + 1));
    }

    /// How many wait for a member.
    public int waitQueueLength() {
        return waiters.count();
    }

    private Promise<T> acquire() {
        T member = idle.poll();
        if (member != null) {
            return validated(member);
        }
        if (count < max) {
            return makeMember();
        }
        return waiters.add(Plain.queued(Loop.current())).bind(this::validated);
    }

    private Promise<T> makeMember() {
        return Lwt.catching(
                () -> {
                    count++; // before create, which may let others run
                    return create.get();
                },
                failure -> {
                    count--;
                    return Lwt.fail(failure);
                });
    }

    private Promise<T> validated(T member) {
        return Lwt.<Boolean, T>tryBind(
                () -> validate.apply(member),
                good -> good ? Lwt.of(member) : disposeOf(member).bind(ignored -> makeMember()),
                failure -> disposeOf(member).bind(ignored -> {
                    serveWaiter();
                    return Lwt.fail(failure);
                }));
    }

    private Promise<@Nullable Void> disposeOf(T member) {
        return Sequencing.startAny(() -> dispose.apply(member)).bind(ignored -> {
            count--;
            return Lwt.unit();
        });
    }

    /// Makes a member for the first waiter, whose own was lost.
    private void serveWaiter() {
        Plain<T> waiter = waiters.poll();
        if (waiter != null) {
            Sequencing.<T>start(create)
                    .onAny(
                            member -> {
                                if (waiter.isSleeping()) {
                                    WaitQueue.wakeupLater(waiter, member);
                                }
                            },
                            failure -> {
                                if (waiter.isSleeping()) {
                                    WaitQueue.failLater(waiter, failure);
                                }
                            });
        }
    }

    private void release(T member) {
        Plain<T> waiter = waiters.poll();
        if (waiter == null) {
            idle.add(member);
        } else {
            WaitQueue.wakeupLater(waiter, member);
        }
    }

    private Promise<@Nullable Void> releaseAfterFailure(T member, Generation lent) throws Throwable {
        boolean good = check.apply(member);
        if (lent.cleared || !good) {
            return disposeOf(member);
        }
        release(member);
        return Lwt.unit();
    }
}
