package lwt;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Chains of a million pending promises: whatever happens to them needs no stack.
class DeepChainTest extends CoreTest {
    private static final int LENGTH = 1_000_000;

    record Link(String name, UnaryOperator<Promise<Integer>> of) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Link> links() {
        return Stream.of(
                new Link("bind", p -> p.bind(Lwt::of)),
                new Link("map", p -> p.map(x -> x)),
                new Link("catching", p -> Lwt.catching(() -> p, Lwt::fail)),
                new Link("tryBind", p -> Lwt.tryBind(() -> p, Lwt::of, Lwt::fail)),
                new Link("finalizing", p -> Lwt.finalizing(() -> p, Lwt::unit)),
                new Link("join", p -> Lwt.join(List.of(p)).bind(_ -> p)),
                new Link("choose", p -> Lwt.choose(p, p)),
                new Link("both", p -> Lwt.both(p, Lwt.unit()).map(Both::first)));
    }

    static Stream<Link> copies() {
        return Stream.of(
                new Link("noCancel", Promise::noCancel),
                new Link("shielded", Promise::shielded),
                new Link("wrapInCancelable", Promise::wrapInCancelable));
    }

    static Stream<Link> all() {
        return Stream.concat(links(), copies());
    }

    private static Promise<Integer> chain(Link link, Promise<Integer> first) {
        Promise<Integer> p = first;
        for (int i = 0; i < LENGTH; i++) {
            p = link.of.apply(p);
        }
        return p;
    }

    @ParameterizedTest
    @MethodSource("all")
    void returned(Link link) {
        Resolver<Integer> r = Lwt.waiter();
        Promise<Integer> last = chain(link, r.promise());
        r.wakeup(1);
        assertReturned(last, 1);
    }

    @ParameterizedTest
    @MethodSource("copies")
    void failed(Link link) {
        Resolver<Integer> r = Lwt.waiter();
        Promise<Integer> last = chain(link, r.promise());
        r.fail(a);
        assertFailed(last, a);
    }

    @ParameterizedTest
    @MethodSource("links")
    void canceled(Link link) {
        Promise<Integer> first = Lwt.<Integer>task().promise();
        Promise<Integer> last = chain(link, first);
        last.cancel();
        assertCanceled(first);
        assertCanceled(last);
    }

    @Test
    void canceled_wrapInCancelable() {
        // each link cancels the one before in a callback of its own, so this takes stack; a short chain only
        Promise<Integer> first = Lwt.<Integer>task().promise();
        Promise<Integer> p = first;
        for (int i = 0; i < 500; i++) {
            p = p.wrapInCancelable();
        }
        p.cancel();
        assertCanceled(first);
        assertCanceled(p);
    }

    @Test
    void proxies_aMillionThatBecomeOne() {
        Resolver<Integer> last = Lwt.waiter();
        Promise<Integer> p = last.promise();
        for (int i = 0; i < LENGTH; i++) {
            Resolver<Integer> start = Lwt.waiter();
            Promise<Integer> target = p;
            p = start.promise().bind(_ -> target);
            start.wakeup(0);
        }
        last.wakeup(1);
        assertReturned(p, 1);
        assertReturned(last.promise(), 1);
    }

    @Test
    void everyLinkHasAnotherCallback() {
        Resolver<Integer> r = Lwt.waiter();
        int[] calls = new int[1];
        Promise<Integer> p = r.promise();
        for (int i = 0; i < LENGTH; i++) {
            p.onSuccess(_ -> calls[0]++);
            p = p.map(x -> x + 1);
            p.onSuccess(_ -> calls[0]++);
        }
        r.wakeup(0);
        assertReturned(p, LENGTH);
        org.assertj.core.api.Assertions.assertThat(calls[0])
                .as("callbacks that ran")
                .isEqualTo(2 * LENGTH);
    }
}
