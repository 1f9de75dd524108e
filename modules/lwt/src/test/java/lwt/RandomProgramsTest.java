package lwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random programs do the same on the core as on NaiveLwt: each callback at the same moment, with the same value and
/// the same value of a key, and every promise in the same state after each step.
class RandomProgramsTest extends CoreTest {
    private static final int PROGRAMS = 500;
    private static final int STEPS = 40;

    /// What a program can do; P is a promise of an integer. A failure is a number.
    interface World<P> {
        P resolved(boolean fails, int content);

        P waiter(boolean cancelable);

        /// Resolves what waiter() made, if it sleeps.
        void resolve(P p, boolean fails, int content, boolean later);

        P tryBind(P p, Function<Integer, P> onValue, Function<Integer, P> onFailure);

        P bind(P p, Function<Integer, P> f);

        P catching(P p, Function<Integer, P> f);

        P map(P p, Function<Integer, Integer> f);

        P finalizing(P p, Supplier<P> action);

        void onAny(P p, Runnable f);

        void onCancel(P p, Runnable f);

        /// Calls `f` if `p` fails; sets no value of a key.
        void ignoreResult(P p, Runnable f);

        P join(List<P> ps);

        P both(P a, P b);

        P choose(List<P> ps, boolean cancelsLosers);

        P copy(P p, String how);

        P pause();

        void wakeupPaused();

        void cancel(P p);

        String state(P p);

        void withKey(int value, Runnable body);

        String key();
    }

    /* ---- A random program ---- */

    /// Makes one program out of a seed; all choices are made by the program's text, none while it runs.
    private static final class Program<P> {
        private final World<P> world;
        private final SplittableRandom random;
        private final List<P> promises = new ArrayList<>();
        private final List<P> waiters = new ArrayList<>();
        private final List<String> trace = new ArrayList<>();
        private int callbacks;

        Program(World<P> world, long seed) {
            this.world = world;
            this.random = new SplittableRandom(seed);
        }

        List<String> run() {
            for (int step = 0; step < STEPS; step++) {
                trace.add("step " + step);
                if (random.nextInt(4) == 0) {
                    world.withKey(random.nextInt(10), this::step);
                } else {
                    step();
                }
                trace.add(states());
            }
            for (int i = 0; i < waiters.size(); i++) {
                world.resolve(waiters.get(i), i % 3 == 0, i, false);
                world.wakeupPaused();
            }
            trace.add(states() + " key " + world.key());
            return trace;
        }

        private String states() {
            StringBuilder all = new StringBuilder();
            promises.forEach(p -> all.append(world.state(p)).append(' '));
            return all.toString();
        }

        private P any() {
            return any(promises.size());
        }

        /// One of the first `limit`; a promise only depends on earlier ones, so there are no rings.
        private P any(int limit) {
            return limit == 0
                    ? world.resolved(random.nextBoolean(), random.nextInt(10))
                    : promises.get(limit - 1 - random.nextInt(Math.min(limit, 8)));
        }

        private void step() {
            switch (random.nextInt(20)) {
                case 0, 1 -> addWaiter(world.waiter(false));
                case 2, 3 -> addWaiter(world.waiter(true));
                case 4, 5 -> promises.add(world.bind(any(), callback("bind")));
                case 6 -> promises.add(world.map(any(), mapper()));
                case 7 -> promises.add(world.catching(any(), callback("catching")));
                case 8 -> promises.add(world.tryBind(any(), callback("value"), callback("failure")));
                case 9 -> {
                    Function<Integer, P> action = callback("finalizing");
                    promises.add(world.finalizing(any(), () -> action.apply(0)));
                }
                case 10 -> {
                    String name = "watch " + callbacks++;
                    if (random.nextBoolean()) {
                        world.onAny(any(), () -> log(name, 0));
                    } else {
                        world.ignoreResult(any(), () -> log(name, 0));
                    }
                }
                case 11 -> {
                    String name = "onCancel " + callbacks++;
                    world.onCancel(any(), () -> log(name, 0));
                }
                case 12 -> promises.add(world.join(List.of(any(), any(), any())));
                case 13 -> promises.add(world.both(any(), any()));
                case 14 -> race(random.nextBoolean());
                case 15 ->
                    promises.add(world.copy(
                            any(),
                            List.of("shielded", "noCancel", "wrapInCancelable").get(random.nextInt(3))));
                case 16 -> {
                    if (random.nextBoolean()) {
                        promises.add(world.pause());
                    } else {
                        world.wakeupPaused();
                    }
                }
                case 17 -> world.cancel(any());
                default -> effect().run();
            }
        }

        private void addWaiter(P p) {
            waiters.add(p);
            promises.add(p);
        }

        /// Only where the semantics leave no choice.
        private void race(boolean cancelsLosers) {
            List<P> ps = List.of(any(), any(), any());
            long failed =
                    ps.stream().filter(p -> world.state(p).startsWith("F")).count();
            long returned =
                    ps.stream().filter(p -> world.state(p).startsWith("R")).count();
            if (failed <= 1 && (failed == 1 || returned <= 1)) {
                promises.add(world.choose(ps, cancelsLosers));
            }
        }

        private void log(String name, int value) {
            trace.add(name + " got " + value + ", key " + world.key());
        }

        private Function<Integer, Integer> mapper() {
            String name = "map " + callbacks++;
            return x -> {
                log(name, x);
                return x + 1;
            };
        }

        /// Something done to what exists when it is done; what that is, is decided now.
        private Runnable effect() {
            if (waiters.isEmpty()) {
                return () -> {};
            }
            P waiter = waiters.get(random.nextInt(waiters.size()));
            P other = any();
            int content = random.nextInt(10);
            return switch (random.nextInt(6)) {
                case 0 -> () -> world.resolve(waiter, true, content, false);
                case 1, 2 -> () -> world.resolve(waiter, false, content, false);
                case 3 -> () -> world.resolve(waiter, false, content, true);
                case 4 -> () -> world.cancel(other);
                default -> () -> world.withKey(content, () -> world.resolve(waiter, false, content, false));
            };
        }

        /// A function that logs, does something, and returns an earlier promise or a resolved one.
        private Function<Integer, P> callback(String kind) {
            String name = kind + " " + callbacks++;
            Runnable effect = random.nextInt(3) == 0 ? effect() : () -> {};
            int end = random.nextInt(6);
            int content = random.nextInt(10);
            P earlier = any();
            IntFunction<P> result = switch (end) {
                case 0 -> _ -> world.resolved(true, content);
                case 1 -> x -> world.resolved(false, x + 1);
                case 2 ->
                    _ -> world.bind(earlier, x -> {
                        log(name + " inner", x);
                        return world.resolved(false, x);
                    });
                case 3 -> _ -> world.copy(earlier, "shielded");
                default -> _ -> earlier;
            };
            return x -> {
                log(name, x);
                effect.run();
                return result.apply(x);
            };
        }
    }

    /* ---- The two worlds ---- */

    private static final class Naive implements World<NaiveLwt.Cell> {
        private final NaiveLwt lwt = new NaiveLwt();

        private static NaiveLwt.Kind end(boolean fails) {
            return fails ? NaiveLwt.Kind.FAIL : NaiveLwt.Kind.RETURN;
        }

        @Override
        public NaiveLwt.Cell resolved(boolean fails, int content) {
            return lwt.resolved(end(fails), content);
        }

        @Override
        public NaiveLwt.Cell waiter(boolean cancelable) {
            return lwt.pending(cancelable ? NaiveLwt.Kind.TASK : NaiveLwt.Kind.SLEEP);
        }

        @Override
        public void resolve(NaiveLwt.Cell p, boolean fails, int content, boolean later) {
            if (later) {
                lwt.resolveLater(p, end(fails), content);
            } else {
                lwt.resolve(p, end(fails), content);
            }
        }

        @Override
        public NaiveLwt.Cell tryBind(
                NaiveLwt.Cell p, Function<Integer, NaiveLwt.Cell> onValue, Function<Integer, NaiveLwt.Cell> onFailure) {
            return lwt.tryBind(p, onValue, onFailure);
        }

        @Override
        public NaiveLwt.Cell bind(NaiveLwt.Cell p, Function<Integer, NaiveLwt.Cell> f) {
            return lwt.bind(p, f);
        }

        @Override
        public NaiveLwt.Cell catching(NaiveLwt.Cell p, Function<Integer, NaiveLwt.Cell> f) {
            return lwt.tryBind(p, null, f);
        }

        @Override
        public NaiveLwt.Cell map(NaiveLwt.Cell p, Function<Integer, Integer> f) {
            return lwt.map(p, f);
        }

        @Override
        public NaiveLwt.Cell finalizing(NaiveLwt.Cell p, Supplier<NaiveLwt.Cell> action) {
            return lwt.finalizing(p, action);
        }

        @Override
        public void onAny(NaiveLwt.Cell p, Runnable f) {
            lwt.onAny(p, _ -> {
                f.run();
                return null;
            });
        }

        @Override
        public void onCancel(NaiveLwt.Cell p, Runnable f) {
            lwt.onCancel(p, f);
        }

        @Override
        public void ignoreResult(NaiveLwt.Cell p, Runnable f) {
            lwt.ignoreResult(p, f);
        }

        @Override
        public NaiveLwt.Cell join(List<NaiveLwt.Cell> ps) {
            return lwt.map(lwt.join(ps), _ -> 0);
        }

        @Override
        public NaiveLwt.Cell both(NaiveLwt.Cell a, NaiveLwt.Cell b) {
            return lwt.map(lwt.both(a, b), x -> x);
        }

        @Override
        public NaiveLwt.Cell choose(List<NaiveLwt.Cell> ps, boolean cancelsLosers) {
            return lwt.choose(ps, cancelsLosers);
        }

        @Override
        public NaiveLwt.Cell copy(NaiveLwt.Cell p, String how) {
            return lwt.copy(p, how);
        }

        @Override
        public NaiveLwt.Cell pause() {
            return lwt.map(lwt.pause(), _ -> 0);
        }

        @Override
        public void wakeupPaused() {
            lwt.wakeupPaused();
        }

        @Override
        public void cancel(NaiveLwt.Cell p) {
            lwt.cancel(p);
        }

        @Override
        public String state(NaiveLwt.Cell p) {
            NaiveLwt.Cell root = p.root();
            return switch (root.kind) {
                case RETURN -> "R" + root.content;
                case FAIL -> root.content == NaiveLwt.CANCELED ? "FC" : "F" + root.content;
                default -> "S";
            };
        }

        @Override
        public void withKey(int value, Runnable body) {
            Integer saved = lwt.storage;
            lwt.storage = value;
            body.run();
            lwt.storage = saved;
        }

        @Override
        public String key() {
            return String.valueOf(lwt.storage);
        }
    }

    private static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;
        final int content;

        Failure(int content) {
            super(String.valueOf(content), null, false, false);
            this.content = content;
        }
    }

    private static final class Real implements World<Promise<Integer>> {
        private final Key<Integer> key = new Key<>();
        private final Map<Promise<Integer>, Resolver<Integer>> resolvers = new HashMap<>();

        private static int number(Throwable failure) {
            return failure instanceof Failure f ? f.content : NaiveLwt.CANCELED;
        }

        @Override
        public Promise<Integer> resolved(boolean fails, int content) {
            return fails ? Lwt.fail(new Failure(content)) : Lwt.of(content);
        }

        @Override
        public Promise<Integer> waiter(boolean cancelable) {
            Resolver<Integer> r = cancelable ? Lwt.task() : Lwt.waiter();
            resolvers.put(r.promise(), r);
            return r.promise();
        }

        @Override
        public void resolve(Promise<Integer> p, boolean fails, int content, boolean later) {
            Resolver<Integer> r = resolvers.get(p);
            if (!p.isSleeping()) {
                return;
            }
            if (fails && later) {
                r.failLater(new Failure(content));
            } else if (fails) {
                r.fail(new Failure(content));
            } else if (later) {
                r.wakeupLater(content);
            } else {
                r.wakeup(content);
            }
        }

        @Override
        public Promise<Integer> tryBind(
                Promise<Integer> p,
                Function<Integer, Promise<Integer>> onValue,
                Function<Integer, Promise<Integer>> onFailure) {
            return Lwt.tryBind(() -> p, onValue::apply, e -> onFailure.apply(number(e)));
        }

        @Override
        public Promise<Integer> bind(Promise<Integer> p, Function<Integer, Promise<Integer>> f) {
            return p.bind(f::apply);
        }

        @Override
        public Promise<Integer> catching(Promise<Integer> p, Function<Integer, Promise<Integer>> f) {
            return Lwt.catching(() -> p, e -> f.apply(number(e)));
        }

        @Override
        public Promise<Integer> map(Promise<Integer> p, Function<Integer, Integer> f) {
            return p.map(f::apply);
        }

        @Override
        public Promise<Integer> finalizing(Promise<Integer> p, Supplier<Promise<Integer>> action) {
            return Lwt.finalizing(() -> p, action::get);
        }

        @Override
        public void onAny(Promise<Integer> p, Runnable f) {
            p.onAny(_ -> f.run(), _ -> f.run());
        }

        @Override
        public void onCancel(Promise<Integer> p, Runnable f) {
            p.onCancel(f::run);
        }

        @Override
        public void ignoreResult(Promise<Integer> p, Runnable f) {
            p.ignoreResult(_ -> f.run());
        }

        @Override
        public Promise<Integer> join(List<Promise<Integer>> ps) {
            return Lwt.join(ps).map(_ -> 0);
        }

        @Override
        public Promise<Integer> both(Promise<Integer> a, Promise<Integer> b) {
            return Lwt.both(a, b).map(both -> both.first() * 31 + both.second());
        }

        @Override
        public Promise<Integer> choose(List<Promise<Integer>> ps, boolean cancelsLosers) {
            return cancelsLosers ? Lwt.pick(ps) : Lwt.choose(ps);
        }

        @Override
        public Promise<Integer> copy(Promise<Integer> p, String how) {
            return switch (how) {
                case "shielded" -> p.shielded();
                case "noCancel" -> p.noCancel();
                default -> p.wrapInCancelable();
            };
        }

        @Override
        public Promise<Integer> pause() {
            return Lwt.pause().map(_ -> 0);
        }

        @Override
        public void wakeupPaused() {
            Lwt.wakeupPaused();
        }

        @Override
        public void cancel(Promise<Integer> p) {
            p.cancel();
        }

        @Override
        public String state(Promise<Integer> p) {
            return switch (p.state()) {
                case State.Return<Integer>(Integer v) -> "R" + v;
                case State.Fail<Integer>(Throwable e) -> e instanceof CanceledException ? "FC" : "F" + number(e);
                case State.Sleep<Integer>() -> "S";
            };
        }

        @Override
        public void withKey(int value, Runnable body) {
            key.withValue(value, () -> {
                body.run();
                return null;
            });
        }

        @Override
        public String key() {
            return key.get().map(String::valueOf).orElse("null");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void sameTrace(long block) {
        for (long seed = block * PROGRAMS; seed < (block + 1) * PROGRAMS; seed++) {
            List<String> expected = new Program<>(new Naive(), seed).run();
            List<String> actual = new Program<>(new Real(), seed).run();
            Lwt.abandonPaused();
            assertThat(actual)
                    .as("trace of the program with seed %d, as NaiveLwt has it", seed)
                    .isEqualTo(expected);
        }
    }
}
