package lwt.extra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.State;
import lwt.testkit.TestLoop;
import lwt.unix.ForwardingEngine;
import lwt.unix.LwtMain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The caches, asked for look-ups that the test answers, in virtual time.
class CacheTest {
    private static final Duration NEARLY_A_MINUTE = Duration.ofMinutes(1).minusNanos(1);

    private TestLoop time;
    private Caches caches;
    private Cache<String, String> cache;
    private final Map<String, List<Resolver<String>>> lookUps = new HashMap<>();

    @BeforeEach
    void open() {
        time = new TestLoop();
        caches = Caches.current();
        cache = caches.cache();
    }

    @AfterEach
    void close() {
        time.close();
    }

    private Promise<String> ask(String question) {
        return cache.get(question, () -> {
            Resolver<String> resolver = Lwt.task();
            lookUps.computeIfAbsent(question, _ -> new ArrayList<>()).add(resolver);
            return resolver.promise();
        });
    }

    private int asked(String question) {
        return lookUps.getOrDefault(question, List.of()).size();
    }

    private void answer(String question, String answer) {
        lookUps.get(question).getLast().wakeup(answer);
    }

    private static <T> T value(Promise<T> promise) {
        return ((State.Return<T>) promise.state()).value();
    }

    private static Throwable failure(Promise<?> promise) {
        return ((State.Fail<?>) promise.state()).cause();
    }

    @Test
    void get_askedAgain_answersAtOnce() {
        Promise<String> first = ask("a");
        assertThat(first.isSleeping()).isTrue();
        answer("a", "1");
        assertThat(value(first)).isEqualTo("1");
        assertThat(value(ask("a"))).isEqualTo("1");
        assertThat(asked("a")).isEqualTo(1);
    }

    @Test
    void get_otherQuestion_isLookedUpByItself() {
        ask("a");
        answer("a", "1");
        Promise<String> other = ask("b");
        answer("b", "2");
        assertThat(value(other)).isEqualTo("2");
        assertThat(value(ask("a"))).isEqualTo("1");
    }

    @Test
    void get_lifetimeOver_looksUpAgain() {
        ask("a");
        time.advance(Duration.ofMinutes(5)); // the time of the look-up does not count
        answer("a", "1");
        time.advance(NEARLY_A_MINUTE);
        assertThat(value(ask("a"))).isEqualTo("1");
        time.advance(Duration.ofNanos(1));
        Promise<String> again = ask("a");
        assertThat(again.isSleeping()).isTrue();
        answer("a", "2");
        assertThat(value(again)).isEqualTo("2");
        time.advance(NEARLY_A_MINUTE);
        assertThat(value(ask("a"))).as("a new answer has a lifetime of its own").isEqualTo("2");
    }

    @Test
    void get_answersOfDifferentAge_onlyTheOldAreForgotten() {
        ask("old");
        ask("young");
        answer("old", "1");
        time.advance(Duration.ofSeconds(40));
        answer("young", "2");
        time.advance(Duration.ofSeconds(40));
        assertThat(ask("old").isSleeping()).isTrue();
        assertThat(value(ask("young"))).isEqualTo("2");
    }

    @Test
    void get_sameLookUpUnderWay_isShared() {
        Promise<String> first = ask("a");
        Promise<String> second = ask("a");
        assertThat(asked("a")).isEqualTo(1);
        answer("a", "1");
        assertThat(value(first)).isEqualTo("1");
        assertThat(value(second)).isEqualTo("1");
    }

    @Test
    void get_failed_allWhoWaitedFailAndItIsNotKept() {
        Promise<String> first = ask("a");
        Promise<String> second = ask("a");
        IOException broken = new IOException("the name server is asleep");
        lookUps.get("a").getLast().fail(broken);
        assertThat(failure(first)).isSameAs(broken);
        assertThat(failure(second)).isSameAs(broken);
        Promise<String> again = ask("a");
        answer("a", "1");
        assertThat(value(again)).isEqualTo("1");
    }

    @Test
    void get_askedAgainInTheCallbackOfAFailure_looksUpAgain() {
        Promise<String> retried = Lwt.catching(() -> ask("a"), _ -> ask("a"));
        lookUps.get("a").getLast().fail(new IOException("once"));
        assertThat(asked("a")).isEqualTo(2);
        answer("a", "1");
        assertThat(value(retried)).isEqualTo("1");
    }

    @Test
    void get_askedAgainInTheCallbackOfTheAnswer_answersAtOnce() {
        Promise<String> twice = ask("a").bind(_ -> ask("a"));
        answer("a", "1");
        assertThat(value(twice)).isEqualTo("1");
        assertThat(asked("a")).isEqualTo(1);
    }

    @Test
    void get_canceled_othersStillWaitAndTheAnswerIsKept() {
        Promise<String> first = ask("a");
        Promise<String> second = ask("a");
        first.cancel();
        assertThat(failure(first)).isInstanceOf(CanceledException.class);
        assertThat(second.isSleeping()).isTrue();
        second.cancel();
        answer("a", "1");
        assertThat(value(ask("a"))).isEqualTo("1");
        assertThat(asked("a")).isEqualTo(1);
    }

    @Test
    void get_lookUpThrows_isThrownAndLeavesNothing() {
        Supplier<Promise<String>> refused = () -> {
            throw new IllegalArgumentException("no name");
        };
        assertThatThrownBy(() -> cache.get("a", refused)).isInstanceOf(IllegalArgumentException.class);
        assertThat(value(cache.get("a", () -> Lwt.of("1")))).isEqualTo("1");
        assertThat(value(ask("a")))
                .as("an answer without waiting is kept as well")
                .isEqualTo("1");
    }

    @Test
    void get_tooManyAnswers_theOldestAreForgotten() {
        for (int i = 0; i <= Cache.MOST_ANSWERS; i++) {
            String question = "q" + i;
            ask(question);
            answer(question, "1");
        }
        assertThat(ask("q1").isSleeping()).isFalse();
        assertThat(ask("q0").isSleeping()).isTrue();
    }

    @Test
    void clear_answersAndLookUpsUnderWay_areForgotten() {
        ask("a");
        answer("a", "1");
        cache.clear();
        Promise<String> before = ask("a");
        cache.clear();
        Promise<String> after = ask("a");
        assertThat(asked("a")).isEqualTo(3);
        lookUps.get("a").get(1).wakeup("old");
        assertThat(value(before)).isEqualTo("old");
        assertThat(after.isSleeping()).isTrue();
        ask("a");
        assertThat(asked("a")).as("the look-up after the clearing is shared").isEqualTo(3);
        answer("a", "new");
        assertThat(value(ask("a"))).isEqualTo("new");
    }

    @Test
    void setLifetime_holdsForTheAnswersThatAreThere() {
        caches.setLifetime(Duration.ofHours(1));
        ask("a");
        answer("a", "1");
        time.advance(Duration.ofMinutes(59));
        assertThat(ask("a").isSleeping()).isFalse();
        caches.setLifetime(Duration.ofSeconds(Long.MAX_VALUE));
        time.advance(Duration.ofDays(30_000));
        assertThat(ask("a").isSleeping()).isFalse();
        caches.setLifetime(Duration.ZERO);
        assertThat(ask("a").isSleeping()).isTrue();
        ask("a");
        assertThat(asked("a")).as("a look-up under way is shared still").isEqualTo(2);
        answer("a", "2");
        assertThat(ask("a").isSleeping()).isTrue();
    }

    @Test
    void setLifetime_negative_isRefused() {
        assertThatThrownBy(() -> caches.setLifetime(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("negative");
    }

    @Test
    void get_loopHasAnotherEngine_looksUpAgain() {
        ask("a");
        answer("a", "1");
        LwtMain.setEngine(new ForwardingEngine(LwtMain.engine()) {});
        assertThat(ask("a").isSleeping()).isTrue();
    }
}
