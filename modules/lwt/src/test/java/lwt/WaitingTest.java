package lwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static final String TASK = "a task that nobody has resolved";
    private static final String WAITER = "a waiter that nobody has resolved";

    @Test
    void explain_resolved() {
        assertThat(Lwt.explain(Lwt.of(1))).isEqualTo("nothing: it is resolved");
    }

    @Test
    void explain_endOfTheWalk_saysWhatItIs() {
        assertThat(Lwt.explain(Lwt.task().promise())).isEqualTo(TASK);
        assertThat(Lwt.explain(Lwt.waiter().promise())).isEqualTo(WAITER);
        assertThat(Lwt.explain(new Mvar<Integer>().take())).startsWith("a place in a queue");
        assertThat(Lwt.explain(Lwt.task().promise().noCancel())).contains("shielded promise or another copy");
    }

    @Test
    void explain_chain_namesEachKindOnOneLine() {
        Promise<Integer> p = Lwt.finalizing(
                () -> Lwt.catching(
                        () -> Lwt.<Integer>task().promise().bind(Lwt::of).map(n -> n + 1), Lwt::fail),
                Lwt::unit);
        assertThat(Lwt.explain(p)).isEqualTo("finalizing <- catching <- map <- bind <- " + TASK);
    }

    @Test
    void explain_callback_isToldByTheClassItIsWrittenIn() {
        Runnable lambda = () -> {}; // in a class of the package lwt, which is not told
        assertThat(Waiting.written("bind", new ArrayList<>())).isEqualTo("bind in java.util.ArrayList");
        assertThat(Waiting.written("bind", lambda)).isEqualTo("bind");
        assertThat(Waiting.written("bind", null)).isEmpty();
    }

    @Test
    void explain_severalSources_haveALineEach() {
        Promise<?> join =
                Lwt.join(Lwt.task().promise(), Lwt.unit(), Lwt.pick(Lwt.waiter().promise(), new Mvar<>().take()));
        assertThat(Lwt.explain(join).lines())
                .containsExactly(
                        "join of 3 promises, 2 pending:",
                        "  " + TASK,
                        "  pick of 2 promises, 2 pending:",
                        "    " + WAITER,
                        "    a place in a queue (of a mutex, a mailbox, a condition, a pool, or pause)");
    }

    @Test
    void explain_bindWhoseCallbackHasRun_tellsOnlyWhatIsLeft() {
        Resolver<Integer> first = Lwt.waiter();
        Promise<Integer> p = first.promise().bind(ignored -> Lwt.<Integer>task().promise());
        first.wakeup(1);
        assertThat(Lwt.explain(p)).isEqualTo(TASK);
    }

    @Test
    void explain_bindWhoseCallbackHasRun_withSeveralSources() {
        Resolver<Integer> first = Lwt.waiter();
        Promise<Void> p = first.promise().bind(ignored -> Lwt.join(Lwt.task().promise()));
        first.wakeup(1);
        assertThat(Lwt.explain(p).lines()).containsExactly("some of 1 promises, 1 pending:", "  " + TASK);
    }

    @Test
    void explain_aMillionBinds_isShort() {
        Promise<Integer> p = Lwt.<Integer>task().promise();
        for (int i = 0; i < 1_000_000; i++) {
            p = p.bind(Lwt::of);
        }
        assertThat(Lwt.explain(p)).isEqualTo("1000000 times bind <- " + TASK);
    }

    @Test
    void explain_longMixedChain_isCutInTheMiddle() {
        Promise<Integer> p = Lwt.<Integer>task().promise();
        for (int i = 0; i < 1_000; i++) {
            p = p.bind(Lwt::of).map(n -> n);
        }
        assertThat(Lwt.explain(p)).hasSizeLessThan(200).contains(" <- … <- ").endsWith(TASK);
    }

    @Test
    void explain_manySources_areCounted() {
        List<Promise<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            tasks.add(Lwt.<Integer>task().promise());
        }
        assertThat(Lwt.explain(Lwt.all(tasks)).lines())
                .hasSize(12)
                .startsWith("all of 1000 promises, 1000 pending:")
                .endsWith("  and 990 more");
    }

    @Test
    void explain_ring_comesToAnEnd() {
        Resolver<Integer> ring = Lwt.waiter((Promise<?>) null);
        ring.setSource(ring.promise().map(n -> n));
        assertThat(Lwt.explain(ring.promise())).endsWith("itself: a ring, which nothing can resolve");
        Resolver<Void> wide = Lwt.waiter((Promise<?>) null);
        wide.setSource(Lwt.join(wide.promise(), wide.promise()));
        assertThat(Lwt.explain(wide.promise()).lines()).hasSize(30);
    }
}
