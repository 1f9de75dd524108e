package lwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LwtStreamTest extends CoreTest {

    private static <T> void push(LwtStream.Pushed<T> stream, List<T> elements) {
        elements.forEach(stream.push()::push);
    }

    /* ---- Sources ---- */

    @Test
    void from_sharesOnePulledElementAmongThoseWhoWait() {
        Mvar<Integer> mailbox = new Mvar<>();
        LwtStream<Integer> stream = LwtStream.from(() -> mailbox.take().map(Optional::of));
        Promise<Integer> first = stream.next();
        Promise<Integer> second = stream.next();
        Promise<Integer> third = stream.next();
        mailbox.put(1);
        assertReturned(first, 1);
        assertReturned(second, 1);
        assertReturned(third, 1);
    }

    @Test
    void from_isLazyAndAsksOnceForEachElement() {
        LwtStream<Integer> stream = LwtStream.fromDirect(() -> {
            log("asked");
            return Optional.of(1);
        });
        assertLog();
        stream.next();
        assertLog("asked");
        stream.peek();
        stream.next();
        assertLog("asked");
    }

    @Test
    void of_isClosedFromTheBeginningAndGivesAll() {
        LwtStream<Integer> stream = LwtStream.of(1, 2, 3);
        assertThat(stream.isClosed()).isTrue();
        assertReturned(stream.toList(), List.of(1, 2, 3));
        assertReturned(LwtStream.of(List.of(4, 5)).toList(), List.of(4, 5));
        assertReturned(LwtStream.join(LwtStream.ofString("héllo")), "héllo");
    }

    @Test
    void fromDirect_isClosedWhenItsEndWasSeen() {
        Iterator<Integer> elements = List.of(1).iterator();
        LwtStream<Integer> stream = LwtStream.ofIterator(elements);
        assertThat(stream.isClosed()).isFalse();
        assertReturned(stream.toList(), List.of(1));
        assertThat(stream.isClosed()).isTrue();
    }

    @Test
    void ofPromise_returnedPausedAndFailed() {
        assertReturned(LwtStream.ofPromise(Lwt.of(1)).toList(), List.of(1));
        Promise<List<Integer>> paused =
                LwtStream.ofPromise(Lwt.pause().map(_ -> 2)).toList();
        assertSleeping(paused);
        Lwt.wakeupPaused();
        assertReturned(paused, List.of(2));
        LwtStream<Integer> failed = LwtStream.ofPromise(Lwt.fail(a));
        assertThat(failed.isClosed()).isTrue();
        assertReturned(failed.toList(), List.of());
    }

    @Test
    void ofSeq_computesOnDemand() {
        LwtStream<Integer> stream =
                LwtStream.ofSeq(Seq.ofIterable(List.of(1, 2)).map(n -> {
                    log(n);
                    return n * 10;
                }));
        assertLog();
        assertReturned(stream.next(), 10);
        assertLog("1");
        assertReturned(stream.toList(), List.of(20));
        assertLog("2");
    }

    @Test
    void sourceFailure_appearsInTheReadingAndTheStreamGoesOn() {
        Iterator<Integer> numbers = IntStream.iterate(0, n -> n + 1).iterator();
        LwtStream<Integer> stream = LwtStream.from(() -> {
            int n = numbers.next();
            if (n == 1) {
                throw a;
            }
            return Lwt.of(n < 4 ? Optional.of(n) : Optional.empty());
        });
        assertReturned(stream.get(), Optional.of(0));
        assertFailed(stream.get(), a);
        assertThat(stream.isClosed()).isFalse();
        assertReturned(stream.map(n -> n * 2).toList(), List.of(4, 6));
    }

    @Test
    void sourceFailure_ofADirectSource_appearsInTheReading() {
        LwtStream<Integer> stream = LwtStream.fromDirect(() -> {
            throw a;
        });
        assertFailed(stream.get(), a);
        assertFailed(stream.map(n -> n).toList(), a);
        assertThat(stream.isClosed()).isFalse();
    }

    /* ---- Pushing ---- */

    @Test
    void push_threeAndClose() {
        LwtStream.Pushed<Integer> made = LwtStream.push();
        push(made, List.of(1, 2, 3));
        made.push().close();
        assertReturned(made.stream().toList(), List.of(1, 2, 3));
    }

    @Test
    void push_closeOnly_nextFailsWithEmpty() {
        LwtStream.Pushed<Integer> made = LwtStream.push();
        made.push().close();
        assertThat(failureOf(made.stream().next())).isInstanceOf(EmptyException.class);
    }

    @Test
    void push_afterClose_throwsClosed() {
        LwtStream.Pushed<Integer> made = LwtStream.push();
        made.push().close();
        assertThatThrownBy(() -> made.push().push(1)).isInstanceOf(LwtStream.ClosedException.class);
        assertThatThrownBy(made.push()::close).isInstanceOf(LwtStream.ClosedException.class);
    }

    @Test
    void push_readersRunAfterTheCodeThatPushes() {
        LwtStream.Pushed<Integer> made = LwtStream.push();
        made.stream().next().onSuccess(n -> log("read " + n));
        Resolver<Void> callback = Lwt.waiter();
        callback.promise().onSuccess(_ -> {
            made.push().push(1);
            log("pushed");
        });
        callback.wakeup(null);
        assertLog("pushed", "read 1");
    }

    @Test
    void push_keepsNeitherElementsNorTheStreamAlive() throws InterruptedException {
        LwtStream.Pushed<Object> made = LwtStream.push();
        Push<Object> push = made.push();
        push.push(new Object());
        WeakReference<Object> element = new WeakReference<>(firstOf(made.stream()));
        WeakReference<LwtStream<Object>> stream = new WeakReference<>(made.stream());
        made = null;
        for (int i = 0; i < 200 && (element.get() != null || stream.get() != null); i++) {
            System.gc();
            Thread.sleep(5);
        }
        assertThat(element.get()).as("a consumed element").isNull();
        assertThat(stream.get()).as("a dropped stream").isNull();
        push.push(new Object());
    }

    private static Object firstOf(LwtStream<Object> stream) {
        return ((State.Return<Object>) stream.next().state()).value();
    }

    /* ---- Bounded streams ---- */

    @Test
    void bounded_fourthPushWaitsFurtherOnesFail() {
        LwtStream.Bounded<Integer> made = LwtStream.bounded(3);
        for (int i = 1; i <= 3; i++) {
            assertReturned(made.push().push(i), null);
        }
        Promise<Void> fourth = made.push().push(4);
        assertSleeping(fourth);
        assertThat(made.push().isBlocked()).isTrue();
        assertThat(failureOf(made.push().push(5))).isInstanceOf(LwtStream.FullException.class);
        assertReturned(made.stream().next(), 1);
        assertReturned(fourth, null);
        made.push().close();
        assertReturned(made.stream().toList(), List.of(2, 3, 4));
        assertThat(failureOf(made.push().push(6))).isInstanceOf(LwtStream.ClosedException.class);
    }

    @Test
    void bounded_closeWhileAReaderWaits_readerGetsTheEnd() {
        LwtStream.Bounded<Integer> made = LwtStream.bounded(1);
        Promise<Optional<Integer>> reader = made.stream().get();
        made.push().close();
        assertReturned(reader, Optional.empty());
    }

    @Test
    void bounded_canceledPush_takesItsElementBack() {
        LwtStream.Bounded<Integer> made = LwtStream.bounded(1);
        made.push().push(1);
        Promise<Void> blocked = made.push().push(2);
        blocked.cancel();
        assertCanceled(blocked);
        assertThat(made.push().isBlocked()).isFalse();
        made.push().close();
        assertReturned(made.stream().toList(), List.of(1));
    }

    @Test
    void bounded_badArguments() {
        assertThatThrownBy(() -> LwtStream.bounded(-1)).isInstanceOf(IllegalArgumentException.class);
        LwtStream.Bounded<Integer> made = LwtStream.bounded(1);
        assertThatThrownBy(() -> made.push().resize(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(made.stream()::copy).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> made.stream().parse(_ -> Lwt.unit())).isInstanceOf(IllegalArgumentException.class);
    }

    /* ---- Copies ---- */

    @Test
    void copy_bothGiveAll() {
        LwtStream<Integer> stream = LwtStream.of(1, 2);
        LwtStream<Integer> copy = stream.copy();
        assertReturned(stream.toList(), List.of(1, 2));
        assertReturned(copy.toList(), List.of(1, 2));
    }

    @Test
    void copy_afterPartialConsumption_beginsThere() {
        Iterator<Integer> elements = List.of(1, 2, 3).iterator();
        LwtStream<Integer> stream = LwtStream.ofIterator(elements);
        stream.next();
        LwtStream<Integer> copy = stream.copy();
        assertReturned(stream.next(), 2);
        assertReturned(copy.toList(), List.of(2, 3));
        assertReturned(stream.toList(), List.of(3));
    }

    /* ---- Reading ---- */

    @Test
    void getWhile_splits() {
        LwtStream<Integer> stream = LwtStream.of(1, 2, 3, 4);
        assertReturned(stream.getWhile(n -> n < 3), List.of(1, 2));
        assertReturned(stream.getWhileSerial(n -> Lwt.of(n < 4)), List.of(3));
        assertReturned(stream.toList(), List.of(4));
    }

    @Test
    void peek_twiceTheSame() {
        LwtStream<Integer> stream = LwtStream.of(1, 2);
        assertReturned(stream.peek(), Optional.of(1));
        assertReturned(stream.peek(), Optional.of(1));
        assertReturned(stream.npeek(5), List.of(1, 2));
        assertReturned(stream.toList(), List.of(1, 2));
    }

    @Test
    void getAvailable_takesAllThatIsReady() {
        LwtStream.Pushed<Integer> made = LwtStream.push();
        push(made, List.of(1, 2, 3, 4, 5));
        assertThat(made.stream().getAvailableUpTo(2)).containsExactly(1, 2);
        assertThat(made.stream().getAvailable()).containsExactly(3, 4, 5);
        assertThat(made.stream().getAvailable()).isEmpty();
    }

    @Test
    void filter_consumesNonMatching() {
        LwtStream.Pushed<Integer> made = LwtStream.push();
        LwtStream<Integer> even = made.stream().filter(n -> n % 2 == 0);
        push(made, List.of(1, 3, 4));
        assertReturned(even.next(), 4);
        assertThat(made.stream().getAvailable()).isEmpty();
        LwtStream<Integer> halves = made.stream().filterMap(n -> n % 2 == 0 ? Optional.of(n / 2) : Optional.empty());
        push(made, List.of(5, 8));
        assertReturned(halves.next(), 4);
    }

    @Test
    void lastNew_givesTheNewest() {
        LwtStream.Pushed<Integer> made = LwtStream.push();
        push(made, List.of(1, 2, 3));
        assertReturned(made.stream().lastNew(), 3);
        Promise<Integer> waiting = made.stream().lastNew();
        assertSleeping(waiting);
        made.push().push(4);
        assertReturned(waiting, 4);
    }

    @Test
    void junkAvailable_junkOld_emptyOnlyWhatIsThere() {
        LwtStream.Pushed<Integer> made = LwtStream.push();
        for (int round = 0; round < 2; round++) {
            push(made, List.of(1, 2));
            made.stream().junkAvailable();
            push(made, List.of(3, 4));
            assertReturned(made.stream().junkOld(), null);
            Promise<Integer> next = made.stream().next();
            assertSleeping(next);
            made.push().push(5);
            assertReturned(next, 5);
        }
    }

    @Test
    void junk_njunk_junkWhile() {
        LwtStream<Integer> stream = LwtStream.of(1, 2, 3, 4, 5, 6, 7);
        stream.junk();
        stream.njunk(2);
        stream.junkWhile(n -> n < 5);
        stream.junkWhileSerial(n -> Lwt.of(n < 6));
        assertReturned(stream.toList(), List.of(6, 7));
    }

    @Test
    void cancelOfNext_laterPushGoesToTheNextReader() {
        LwtStream.Pushed<Integer> made = LwtStream.push();
        Promise<Integer> canceled = made.stream().next();
        canceled.cancel();
        assertCanceled(canceled);
        Promise<Integer> first = made.stream().next();
        Promise<Integer> second = made.stream().next();
        first.cancel();
        made.push().push(1);
        assertReturned(second, 1);
    }

    @Test
    void isEmpty_waitsUntilThatIsKnown() {
        LwtStream.Pushed<Integer> made = LwtStream.push();
        Promise<Boolean> empty = made.stream().isEmpty();
        assertSleeping(empty);
        made.push().push(1);
        assertReturned(empty, false);
        made.stream().junk();
        made.push().close();
        assertReturned(made.stream().isEmpty(), true);
    }

    @Test
    void closed_firesAtTheEndAndAtOnceIfItIsThere() {
        LwtStream.Pushed<Integer> made = LwtStream.push();
        made.stream().onTermination(() -> log("callback"));
        Promise<Void> bound = made.stream().closed().bind(_ -> {
            log("bind");
            return Lwt.unit();
        });
        made.push().close();
        assertLog("bind", "callback");
        assertReturned(bound, null);
        made.stream().onTermination(() -> log("at once"));
        assertLog("at once");
    }

    @Test
    void wrapFailures_showsFailuresAsElementsAndGoesOn() {
        Iterator<Integer> numbers = List.of(1, 2, 3).iterator();
        LwtStream<Integer> stream = LwtStream.from(() -> {
            if (!numbers.hasNext()) {
                return Lwt.of(Optional.empty());
            }
            int n = numbers.next();
            return n == 2 ? Lwt.fail(a) : Lwt.of(Optional.of(n));
        });
        assertReturned(
                stream.wrapFailures().toList(), List.of(new Result.Ok<>(1), new Result.Error<>(a), new Result.Ok<>(3)));
    }

    @Test
    void parse_failed_isBackWhereItWas() {
        LwtStream<Integer> stream = LwtStream.ofIterator(List.of(1, 2, 3).iterator());
        assertFailed(stream.parse(s -> s.nget(2).bind(_ -> Lwt.fail(a))), a);
        assertReturned(stream.parse(s -> s.nget(2)), List.of(1, 2));
        assertReturned(stream.toList(), List.of(3));
    }

    /* ---- Combining ---- */

    @Test
    void append_concat_flatten_combine() {
        assertReturned(LwtStream.of(1, 2).append(LwtStream.of(3)).toList(), List.of(1, 2, 3));
        assertReturned(
                LwtStream.concat(LwtStream.of(LwtStream.of(1), LwtStream.<Integer>of(), LwtStream.of(2, 3)))
                        .toList(),
                List.of(1, 2, 3));
        assertReturned(
                LwtStream.<Integer>flatten(LwtStream.of(List.of(1), List.of(), List.of(2, 3)))
                        .toList(),
                List.of(1, 2, 3));
        assertReturned(
                LwtStream.of(1, 2).combine(LwtStream.of("a", "b", "c")).toList(),
                List.of(new Both<>(1, "a"), new Both<>(2, "b")));
        assertReturned(LwtStream.of(1, 2).mapList(n -> List.of(n, n * 10)).toList(), List.of(1, 10, 2, 20));
    }

    @Test
    void choose_overExhaustedStreams_ends() {
        Promise<List<Integer>> all =
                LwtStream.choose(List.of(LwtStream.of(1), LwtStream.of(2))).toList();
        assertThat(((State.Return<List<Integer>>) all.state()).value()).containsExactlyInAnyOrder(1, 2);
        assertReturned(LwtStream.choose(List.<LwtStream<Integer>>of()).toList(), List.of());
    }

    @Test
    void choose_aSlowStreamIsNotAskedAgain() {
        LwtStream.Pushed<Integer> slow = LwtStream.push();
        LwtStream.Pushed<Integer> fast = LwtStream.push();
        LwtStream<Integer> both = LwtStream.choose(List.of(slow.stream(), fast.stream()));
        for (int i = 0; i < 1000; i++) {
            fast.push().push(i);
            assertReturned(both.next(), i);
        }
        slow.push().push(-1);
        assertReturned(both.next(), -1);
    }

    /* ---- Using all ---- */

    @Test
    void iterParallel_startsAllThatIsThere() {
        List<Resolver<Void>> started = new ArrayList<>();
        Promise<Void> all = LwtStream.of(1, 2, 3).iterParallel(_ -> {
            started.add(Lwt.waiter());
            return started.getLast().promise();
        });
        assertThat(started).hasSize(3);
        started.forEach(resolver -> resolver.wakeup(null));
        assertReturned(all, null);
    }

    @Test
    void iterParallel_manyElements_needNoStack() {
        assertReturned(
                LwtStream.of(IntStream.range(0, 200_000).boxed().toList()).iterParallel(_ -> Lwt.unit()), null);
    }

    @Test
    void iterBounded_neverMoreThanTheLimit() {
        for (int limit : new int[] {1, 2, 100}) {
            int[] running = {0, 0};
            Promise<Void> all = LwtStream.of(IntStream.range(0, 20).boxed().toList())
                    .iterBounded(limit, _ -> {
                        running[1] = Math.max(running[1], ++running[0]);
                        return Lwt.pause().map(_ -> running[0]--);
                    });
            while (all.isSleeping()) {
                Lwt.wakeupPaused();
            }
            assertReturned(all, null);
            assertThat(running[1]).as("the most that ran at the same time").isEqualTo(Math.min(limit, 20));
        }
        assertThatThrownBy(() -> LwtStream.of(1).iterBounded(0, _ -> Lwt.unit()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void find_foldSerial_iterSerial() {
        assertReturned(LwtStream.of(1, 2, 3).find(n -> n > 1), Optional.of(2));
        assertReturned(LwtStream.of(1, 2, 3).findSerial(n -> Lwt.of(n > 9)), Optional.empty());
        assertReturned(LwtStream.of(1, 2, 3).foldSerial((n, sum) -> Lwt.of(n + sum), 0), 6);
        LwtStream.of(1, 2).iterSerial(n -> {
            log(n);
            return Lwt.pause();
        });
        assertLog("1");
        Lwt.wakeupPaused();
        assertLog("2");
    }

    @Test
    void throwingFunction_losesItsElementAndNoMore() {
        LwtStream<Integer> stream = LwtStream.of(1, 2, 3).map(n -> {
            if (n == 2) {
                throw a;
            }
            return n;
        });
        assertReturned(stream.next(), 1);
        assertFailed(stream.next(), a);
        assertReturned(stream.next(), 3);
    }

    @Test
    void reader_insideAFunctionOfAWalk_seesWhatTheWalkSees() {
        LwtStream<Integer> stream = LwtStream.ofIterator(List.of(1, 2, 3).iterator());
        List<Object> seen = new ArrayList<>();
        stream.iter(n -> {
            seen.add(n);
            if (n == 1) {
                stream.get().onSuccess(other -> seen.add(other.orElseThrow()));
            }
        });
        assertThat(seen).containsExactly(1, 2, 2, 3);
    }

    /* ---- Owning a resource ---- */

    @Test
    void hexdump_linesOfSixteen() {
        List<Byte> bytes = IntStream.range(60, 80).mapToObj(i -> (byte) i).toList();
        assertReturned(
                LwtStream.hexdump(LwtStream.of(bytes)).toList(),
                List.of(
                        "00000000|  3c 3d 3e 3f 40 41 42 43  44 45 46 47 48 49 4a 4b  |<=>?@ABCDEFGHIJK|",
                        "00000010|  4c 4d 4e 4f                                       |LMNO|"));
    }

    /* ---- The manual, “Data streams” ---- */

    @Test
    void manual_pushSession() {
        LwtStream.Pushed<Integer> made = LwtStream.push();
        push(made, List.of(1, 2, 3));
        assertReturned(made.stream().next(), 1);
        assertReturned(made.stream().next(), 2);
        assertReturned(made.stream().next(), 3);
        assertSleeping(made.stream().next());
    }

    @Test
    void manual_cloneSession() {
        LwtStream<Integer> s = LwtStream.of(List.of(1, 2));
        LwtStream<Integer> copy = s.copy();
        assertReturned(s.next(), 1);
        assertReturned(s.next(), 2);
        assertReturned(copy.next(), 1);
        assertReturned(copy.next(), 2);
    }

    @Test
    void manual_mailboxIsAStreamWithLimitedMemory() {
        Mvar<Integer> mailbox = new Mvar<>();
        assertReturned(mailbox.put(1), null);
        assertSleeping(mailbox.put(2));
        assertReturned(mailbox.take(), 1);
        assertReturned(mailbox.take(), 2);
        assertSleeping(mailbox.take());
    }
}
