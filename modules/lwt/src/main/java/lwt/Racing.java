package lwt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Waiting for one of several promises: choose, pick, nchoose, npick, nchooseSplit.
 *
 * If some are resolved already, the answer is there at once. Else one record is registered with all of them;
 * the first that is resolved fires it, and for the others it is dead: they drop it when they need the room
 * (Batch), so a race against a promise that lives for ever leaves nothing behind.
 *
 * pick and npick cancel the losers before their own result is resolved; the record counts as done before that,
 * so that a loser which fails because of it does not fire it again.
 */
final class Racing {
    private Racing() {}

    private static void notEmpty(String what, Promise<?>[] ps) {
        if (ps.length == 0) {
            throw new IllegalArgumentException(
                    what + ": the list is empty; with no promise to wait for, the result could never be resolved");
        }
    }

    private static List<Promise<?>> inState(int state, Promise<?>[] ps) {
        List<Promise<?>> found = new ArrayList<>();
        for (Promise<?> p : ps) {
            if (p.underlying().state == state) {
                found.add(p);
            }
        }
        return found;
    }

    /// A promise in state `state`, one of several at random; null if there is none.
    @SuppressWarnings("unchecked") // it is one of ps
    private static <T extends @Nullable Object> @Nullable Promise<T> any(int state, Promise<T>[] ps) {
        List<Promise<?>> found = inState(state, ps);
        if (found.isEmpty()) {
            return null;
        }
        int i = found.size() == 1 ? 0 : Loop.current().random().nextInt(found.size());
        return (Promise<T>) found.get(i);
    }

    /* ---- choose ---- */

    static <T extends @Nullable Object> Promise<T> choose(Promise<T>[] ps) {
        notEmpty("choose", ps);
        if (Combining.pending(ps) < ps.length) {
            Promise<T> failed = any(Promise.FAIL, ps);
            Promise<T> chosen = failed != null ? failed : any(Promise.RETURN, ps);
            if (chosen != null) {
                return chosen;
            }
        }
        return race(new Race<>(ps), ps);
    }

    private static <T extends @Nullable Object> Promise<T> race(Race<T> record, Promise<?>[] ps) {
        Combining.register(record, ps);
        return record;
    }

    /// The record of choose; the others differ in what they do with the winner.
    private static class Race<T extends @Nullable Object> extends Derived<T> {
        private Promise<?> @Nullable [] arguments; // null when the race is over, so that it keeps no loser alive

        Race(Promise<?>[] arguments) {
            super(Combining.loopOf(arguments), arguments);
            this.arguments = arguments;
        }

        @Override
        String kind() {
            return "choose";
        }

        @Override
        final @Nullable Promise<?> fire(Loop on, Promise<?> from) {
            Promise<?>[] ps = arguments;
            if (ps == null || isDead()) {
                return null;
            }
            arguments = null;
            return won(on, from, ps);
        }

        @Nullable
        Promise<?> won(Loop on, Promise<?> from, Promise<?>[] ps) {
            return settle(on, from.state, from.slot);
        }

        @Override
        final boolean isDead() {
            return arguments == null || !underlying().isPending();
        }
    }

    /* ---- pick ---- */

    static <T extends @Nullable Object> Promise<T> pick(Promise<T>[] ps) {
        notEmpty("pick", ps);
        int resolved = ps.length - Combining.pending(ps);
        if (resolved == 0) {
            return race(new Pick<>(ps), ps);
        }
        Promise<T> failed = any(Promise.FAIL, ps);
        if (failed != null) {
            Cancellation.cancelAll(ps);
            return failed;
        }
        return pickResolved(ps, resolved == 1 ? 0 : Loop.current().random().nextInt(resolved));
    }

    /// Goes once from left to right: cancels what is pending when it is met, and takes the resolved promise
    /// number `skip` that it meets. That may be one that failed because an earlier one was canceled.
    private static <T extends @Nullable Object> Promise<T> pickResolved(Promise<T>[] ps, int skip) {
        Promise<T> picked = null;
        for (Promise<T> p : ps) {
            if (p.isSleeping() || picked != null) {
                p.cancel();
            } else if (skip-- == 0) {
                picked = p;
            }
        }
        if (picked == null) {
            throw new AssertionError("a promise that was resolved is pending again");
        }
        return picked;
    }

    private static final class Pick<T extends @Nullable Object> extends Race<T> {
        Pick(Promise<T>[] arguments) {
            super(arguments);
        }

        @Override
        String kind() {
            return "pick";
        }

        @Override
        @Nullable
        Promise<?> won(Loop on, Promise<?> from, Promise<?>[] ps) {
            Cancellation.cancelAll(ps);
            return settle(on, from.state, from.slot);
        }
    }

    /* ---- nchoose, npick ---- */

    static <T extends @Nullable Object> Promise<List<T>> nchoose(Promise<T>[] ps, boolean cancelLosers) {
        notEmpty(cancelLosers ? "npick" : "nchoose", ps);
        if (Combining.pending(ps) == ps.length) {
            return race(new Several<>(ps, cancelLosers), ps);
        }
        Promise<T> failed = Combining.firstFailed(ps);
        List<T> values = Combining.fulfilledValues(ps);
        if (cancelLosers) {
            Cancellation.cancelAll(ps);
        }
        return failed != null ? Plain.failed(failed.failure()) : Lwt.of(values);
    }

    private static final class Several<T extends @Nullable Object> extends Race<List<T>> {
        private final boolean cancelLosers;

        Several(Promise<T>[] arguments, boolean cancelLosers) {
            super(arguments);
            this.cancelLosers = cancelLosers;
        }

        @Override
        String kind() {
            return cancelLosers ? "npick" : "nchoose";
        }

        @Override
        @SuppressWarnings("unchecked") // the constructor took promises of T
        @Nullable
        Promise<?> won(Loop on, Promise<?> from, Promise<?>[] arguments) {
            Promise<T>[] ps = (Promise<T>[]) arguments;
            Promise<T> failed = Combining.firstFailed(ps);
            List<T> values = Combining.fulfilledValues(ps);
            if (cancelLosers) {
                Cancellation.cancelAll(ps);
            }
            return failed != null ? settleFailed(on, failed.failure()) : settle(on, RETURN, values);
        }
    }

    /* ---- nchooseSplit ---- */

    static <T extends @Nullable Object> Promise<Split<T>> nchooseSplit(Promise<T>[] ps) {
        notEmpty("nchooseSplit", ps);
        if (Combining.pending(ps) == ps.length) {
            return race(new Splitting<>(ps), ps);
        }
        Promise<T> failed = Combining.firstFailed(ps);
        if (failed != null) {
            return Plain.failed(failed.failure());
        }
        List<Promise<T>> pending = pendingOf(ps);
        Collections.reverse(pending); // as the original: reversed if nothing had to be waited for
        return Lwt.of(new Split<>(Combining.fulfilledValues(ps), Collections.unmodifiableList(pending)));
    }

    private static <T extends @Nullable Object> List<Promise<T>> pendingOf(Promise<T>[] ps) {
        List<Promise<T>> pending = new ArrayList<>();
        for (Promise<T> p : ps) {
            if (p.isSleeping()) {
                pending.add(p);
            }
        }
        return pending;
    }

    private static final class Splitting<T extends @Nullable Object> extends Race<Split<T>> {
        Splitting(Promise<T>[] arguments) {
            super(arguments);
        }

        @Override
        String kind() {
            return "nchooseSplit";
        }

        @Override
        @SuppressWarnings("unchecked") // the constructor took promises of T
        @Nullable
        Promise<?> won(Loop on, Promise<?> from, Promise<?>[] arguments) {
            Promise<T>[] ps = (Promise<T>[]) arguments;
            Promise<T> failed = Combining.firstFailed(ps);
            if (failed != null) {
                return settleFailed(on, failed.failure());
            }
            List<Promise<T>> pending = Collections.unmodifiableList(pendingOf(ps));
            return settle(on, RETURN, new Split<>(Combining.fulfilledValues(ps), pending));
        }
    }
}
