package lwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolTest extends CoreTest {
    private int made;
    private final List<Integer> disposed = new ArrayList<>();

    /// A pool of numbered members that notes what it disposes of.
    private Pool<Integer> pool(int max) {
        return new Pool<Integer>(max, () -> Lwt.of(++made)).disposedBy(member -> {
            disposed.add(member);
            return Lwt.unit();
        });
    }

    @Test
    void use_createsAndReturns() {
        assertReturned(pool(1).use(member -> Lwt.of(member * 10)), 10);
    }

    @Test
    void use_creatorFails_userGetsTheFailure() {
        Pool<Integer> pool = new Pool<>(1, () -> {
            throw a;
        });
        assertFailed(pool.use(_ -> mustNotRun()), a);
        assertFailed(pool.use(_ -> mustNotRun()), a);
    }

    @Test
    void use_again_reusesTheMember() {
        Pool<Integer> pool = pool(2);
        pool.use(Lwt::of);
        assertReturned(pool.use(Lwt::of), 1);
    }

    @Test
    void use_limitTwo_secondUserGetsAnotherMember() {
        Pool<Integer> pool = pool(2);
        Resolver<Void> first = Lwt.waiter();
        pool.use(_ -> first.promise());
        assertReturned(pool.use(Lwt::of), 2);
    }

    @Test
    void use_limitOne_secondUserWaits() {
        Pool<Integer> pool = pool(1);
        Resolver<Void> first = Lwt.waiter();
        pool.use(_ -> first.promise());
        Promise<Integer> second = pool.use(Lwt::of);
        assertSleeping(second);
        assertThat(pool.waitQueueLength()).isEqualTo(1);
        first.wakeup(null);
        assertReturned(second, 1);
        assertThat(pool.waitQueueLength()).isZero();
    }

    @Test
    void use_canceledWaiter_isSkipped() {
        Pool<Integer> pool = pool(1);
        Resolver<Void> first = Lwt.waiter();
        pool.use(_ -> first.promise());
        Promise<Integer> second = pool.use(Lwt::of);
        Promise<Integer> third = pool.use(Lwt::of);
        second.cancel();
        assertCanceled(second);
        first.wakeup(null);
        assertReturned(third, 1);
    }

    @Test
    void validate_rejectedMemberIsReplaced() {
        Pool<Integer> pool = pool(1).validatedBy(member -> Lwt.of(member > 1));
        assertReturned(pool.use(Lwt::of), 1);
        assertReturned(pool.use(Lwt::of), 2);
        assertThat(disposed).containsExactly(1);
    }

    @Test
    void validate_failure_goesToTheUserWhoAsked() {
        Pool<Integer> pool = pool(1).validatedBy(_ -> Lwt.fail(a));
        pool.use(Lwt::of);
        assertFailed(pool.use(_ -> mustNotRun()), a);
        assertThat(disposed).containsExactly(1);
        assertReturned(pool.use(Lwt::of), 2);
    }

    @Test
    void validate_failure_aWaiterGetsANewMember() {
        Resolver<Boolean> answer = Lwt.waiter();
        Pool<Integer> pool = pool(1).validatedBy(_ -> answer.promise());
        pool.use(Lwt::of);
        Promise<Integer> asking = pool.use(_ -> mustNotRun());
        Promise<Integer> waiting = pool.use(Lwt::of);
        answer.fail(a);
        assertFailed(asking, a);
        assertFailed(waiting, a); // its member is new, and asked about too, as in the original
    }

    @Test
    void check_good_memberIsKept() {
        Pool<Integer> pool = pool(1).checkedBy(_ -> true);
        assertFailed(pool.use(_ -> Lwt.fail(a)), a);
        assertReturned(pool.use(Lwt::of), 1);
    }

    @Test
    void check_bad_memberIsDisposedAndReplaced() {
        Pool<Integer> pool = pool(1).checkedBy(_ -> false);
        assertFailed(pool.use(_ -> Lwt.fail(a)), a);
        assertThat(disposed).containsExactly(1);
        assertReturned(pool.use(Lwt::of), 2);
    }

    @Test
    void check_default_keepsTheMember() {
        Pool<Integer> pool = pool(1);
        assertFailed(
                pool.use(_ -> {
                    throw a;
                }),
                a);
        assertReturned(pool.use(Lwt::of), 1);
    }

    @Test
    void checkAndValidate_afterFailureTogether() {
        Pool<Integer> pool = pool(1).checkedBy(_ -> true).validatedBy(_ -> Lwt.of(false));
        assertFailed(pool.use(_ -> Lwt.fail(a)), a);
        assertReturned(pool.use(Lwt::of), 2);
    }

    @Test
    void clear_disposesIdleNowAndUsedOnesWhenReturned() {
        Pool<Integer> pool = pool(2);
        Resolver<Void> first = Lwt.waiter();
        Promise<Void> using = pool.use(_ -> first.promise());
        pool.use(Lwt::of);
        assertReturned(pool.clear(), null);
        assertThat(disposed).containsExactly(2);
        first.wakeup(null);
        assertReturned(using, null);
        assertThat(disposed).containsExactly(2, 1);
    }

    @Test
    void negativeSize_isRefused() {
        assertThatThrownBy(() -> pool(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void nullMember_isRefused() {
        Pool<Void> pool = new Pool<>(1, Lwt::unit);
        assertThat(failureOf(pool.use(_ -> mustNotRun()))).hasMessageContaining("makes members gave null");
        assertThat(failureOf(pool.use(_ -> mustNotRun()))).isInstanceOf(NullPointerException.class);
    }
}
