package lwt.react;

import static lwt.direct.Direct.await;
import static lwt.direct.Direct.spawn;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lwt.Lwt;
import lwt.Promise;
import lwt.State;
import lwt.testkit.TestLoop;
import lwt.unix.LwtUnix;
import org.junit.jupiter.api.Test;
import react.Event;
import react.EventSender;
import react.Signal;
import react.SignalSetter;

/// The sessions of “React helpers” in the manual, in virtual time.
class ManualSessionsTest {
    private static final Duration TENTH = Duration.ofMillis(100);

    @Test
    void reactHelpers_next() {
        EventSender<Integer> push = Event.create();
        Promise<Integer> t = LwtEvent.next(push.event());
        assertThat(t.state()).isInstanceOf(State.Sleep.class);
        push.send(42);
        assertThat(t.state()).isEqualTo(new State.Return<>(42));
    }

    @Test
    void reactHelpers_limit_aThousandChangesInASecond_areAtMostElevenRedraws() {
        SignalSetter<Integer> setter = Signal.create(0);
        List<Integer> drawn = new ArrayList<>();
        TestLoop.run(() -> {
            Signal<Integer> limited = LwtSignal.limit(setter.signal(), () -> LwtUnix.sleep(TENTH));
            LwtSignal.keep(limited.trace(drawn::add));
            return changes(setter, 1).then(() -> LwtUnix.sleep(Duration.ofSeconds(1)));
        });
        assertThat(drawn.getFirst()).isEqualTo(0);
        assertThat(drawn.subList(1, drawn.size()))
                .as("redraws")
                .hasSizeBetween(9, 11)
                .isSorted()
                .doesNotHaveDuplicates()
                .endsWith(1000);
    }

    /// Sets a thousand values, one each millisecond.
    private static Promise<Void> changes(SignalSetter<Integer> setter, int next) {
        return LwtUnix.sleep(Duration.ofMillis(1)).then(() -> {
            setter.set(next);
            return next == 1000 ? Lwt.unit() : changes(setter, next + 1);
        });
    }

    @Test
    void reactHelpers_limit_ofAnEvent() {
        EventSender<Integer> sender = Event.create();
        List<Integer> seen = new ArrayList<>();
        TestLoop.run(() -> {
            LwtEvent.limit(sender.event(), () -> LwtUnix.sleep(TENTH)).subscribe(seen::add);
            return occurrences(sender, 1).then(() -> LwtUnix.sleep(Duration.ofSeconds(1)));
        });
        assertThat(seen).hasSizeBetween(9, 11).isSorted().startsWith(1).endsWith(1000);
    }

    private static Promise<Void> occurrences(EventSender<Integer> sender, int next) {
        return LwtUnix.sleep(Duration.ofMillis(1)).then(() -> {
            sender.send(next);
            return next == 1000 ? Lwt.unit() : occurrences(sender, next + 1);
        });
    }

    @Test
    void fibers_awaitEventsAndSendThem() {
        EventSender<Integer> requests = Event.create();
        EventSender<Integer> answers = Event.create();
        var seen = new ArrayList<Integer>();
        int sum = TestLoop.run(() -> {
            Promise<Void> server = spawn(() -> {
                var stream = LwtEvent.toStream(requests.event());
                for (int i = 0; i < 3; i++) {
                    answers.send(10 * await(stream.next()));
                }
                return null;
            });
            Promise<Integer> client = spawn(() -> {
                await(Lwt.pause());
                int total = 0;
                for (int i = 1; i <= 3; i++) {
                    Promise<Integer> answer = LwtEvent.next(answers.event());
                    requests.send(i);
                    System.gc(); // who waits for an event is not garbage
                    seen.add(await(answer));
                    total += seen.getLast();
                    await(LwtUnix.sleep(TENTH));
                }
                return total;
            });
            return server.then(() -> client);
        });
        assertThat(sum).isEqualTo(60);
        assertThat(seen).containsExactly(10, 20, 30);
    }
}
