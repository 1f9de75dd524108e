package lwt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinTest extends CoreTest {
    private final Resolver<Integer> r1 = Lwt.waiter();
    private final Resolver<Integer> r2 = Lwt.waiter();

    @Test
    void join_empty() {
        assertReturned(Lwt.join(List.of()), null);
        assertReturned(Lwt.join(), null);
    }

    @Test
    void join_allReturned() {
        assertReturned(Lwt.join(Lwt.of(1), Lwt.of("two")), null);
    }

    @Test
    void join_allFailed_failsWithTheFirstInTheList() {
        assertFailed(Lwt.join(Lwt.of(1), Lwt.fail(a), Lwt.fail(b)), a);
    }

    @Test
    void join_returnedAndPending_thenReturned() {
        Promise<Void> p = Lwt.join(Lwt.of(1), r1.promise());
        assertSleeping(p);
        r1.wakeup(1);
        assertReturned(p, null);
    }

    @Test
    void join_failedAndPending_waits() {
        Promise<Void> p = Lwt.join(Lwt.fail(a), r1.promise());
        assertSleeping(p);
        r1.wakeup(1);
        assertFailed(p, a);
    }

    @Test
    void join_returnedAndPending_thenFailed() {
        Promise<Void> p = Lwt.join(r1.promise(), Lwt.of(1));
        r1.fail(a);
        assertFailed(p, a);
    }

    @Test
    void join_failedAndPending_thenFailed_theFirstFailureStays() {
        Promise<Void> p = Lwt.join(r1.promise(), Lwt.fail(a));
        r1.fail(b);
        assertFailed(p, a);
    }

    @Test
    void join_pendingBothThenFailed_theFirstInTimeWins() {
        Promise<Void> p = Lwt.join(r1.promise(), r2.promise());
        r2.fail(b);
        assertSleeping(p);
        r1.fail(a);
        assertFailed(p, b);
    }

    @Test
    void join_pendingBothThenReturned_waitsForTheLast() {
        Promise<Void> p = Lwt.join(r1.promise(), r2.promise());
        r2.wakeup(2);
        assertSleeping(p);
        r1.wakeup(1);
        assertReturned(p, null);
    }

    @Test
    void join_samePromiseTwice() {
        Promise<Void> p = Lwt.join(r1.promise(), r1.promise());
        r1.wakeup(1);
        assertReturned(p, null);
    }

    @Test
    void join_proxyAndItsTarget() {
        Proxied<Integer> proxied = proxied(r1);
        Promise<Void> p = Lwt.join(proxied.promise(), r1.promise());
        r1.wakeup(1);
        assertReturned(p, null);
    }

    @Test
    void join_null_isRefused() {
        assertThatThrownBy(() -> Lwt.join(Arrays.asList(r1.promise(), null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("join: argument number 1 is null");
    }

    @Test
    void join_nullList_isRefused() {
        assertThatThrownBy(() -> Lwt.join((List<Promise<Void>>) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("join: the list is null");
        assertThatThrownBy(() -> Lwt.join((Promise<?>[]) null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("join: the list is null");
    }
}
