package lwt;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A share of something that is limited, such as memory or connections: each who enters takes some of it, and
/// who finds it used up waits.
///
/// First come, first served. As long as something is left, the next one may enter, also if that takes more than
/// is left.
///
/// @see "OCaml's `Lwt_util` (Lwt 2.2), regions"
public final class Region {
    private int size;
    private int used;
    private final WaitQueue<Entrant> waiters = new WaitQueue<>();

    /// Somebody who waits, and how much it will take.
    private static final class Entrant extends Plain<@Nullable Void> {
        final int share;

        Entrant(Loop loop, int share) {
            super(QUEUED, null, loop);
            this.share = share;
            keepStorage();
        }
    }

    /// A region of which `size` can be used at the same time.
    ///
    /// @throws IllegalArgumentException if `size` is negative
    public Region(int size) {
        this.size = checked("size", size);
    }

    /// Changes how much can be used; who is inside stays there.
    ///
    /// @throws IllegalArgumentException if `size` is negative
    public void resize(int size) {
        this.size = checked("size", size);
        admit();
    }

    /// Waits until something is left, then takes `share` of it until the promise of `body` is resolved.
    ///
    /// Behaves as the promise of `body`. Canceling it while it waits gives up the place in the line; later it
    /// cancels the promise of `body`.
    ///
    /// @throws IllegalArgumentException if `share` is negative
    public <T extends @Nullable Object> Promise<T> run(int share, ThrowingSupplier<? extends Promise<T>> body) {
        checked("share", share);
        Objects.requireNonNull(body, "body");
        return Backtrace.marked(
                "lwt:run",
                body,
                enter(share)
                        .bind(ignored -> Lwt.<T>finalizing(body, () -> {
                            used -= share;
                            admit();
                            return Lwt.unit();
                        })));
    }

    private Promise<@Nullable Void> enter(int share) {
        if (used >= size) {
            return waiters.add(new Entrant(Loop.current(), share));
        }
        used += share;
        return Lwt.unit();
    }

    private void admit() {
        while (used < size) {
            Entrant next = waiters.poll();
            if (next == null) {
                return;
            }
            used += next.share;
            WaitQueue.wakeupLater(next, null);
        }
    }

    private static int checked(String what, int number) {
        if (number < 0) {
            throw new IllegalArgumentException("Region: the " + what + " is negative: " + number);
        }
        return number;
    }
}
