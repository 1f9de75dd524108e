package lwt.extra;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import lwt.Lwt;
import lwt.Promise;

/// The answers to questions of one kind.
final class Cache<K, V> {
    /*
     * A question is in `asked` while its look-up is under way, and in `answers` afterwards, never in both. `answers` has
     * the order in which the answers came, so those too old, and those too many, are at its beginning.
     *
     * A look-up that was under way when the caches were cleared leaves no answer: it may be from before whatever the
     * caller of clear() knows to have changed.
     */
    static final int MOST_ANSWERS = 1_000;

    private record Answer<V>(Promise<V> promise, long since) {}

    private final Caches caches;
    private final Map<K, Promise<V>> asked = new HashMap<>();
    private final LinkedHashMap<K, Answer<V>> answers = new LinkedHashMap<>();
    private int clearings;

    Cache(Caches caches) {
        this.caches = caches;
    }

    /// The answer to `question`, which `lookUp` finds unless it is known or being looked for.
    Promise<V> get(K question, Supplier<Promise<V>> lookUp) {
        caches.watchClock();
        forgetOld();
        Answer<V> answer = answers.get(question);
        if (answer != null) {
            return answer.promise();
        }
        Promise<V> underWay = asked.get(question);
        if (underWay == null) {
            underWay = ask(question, lookUp.get());
        }
        return underWay.shielded(); // who gives up does so for himself only
    }

    /// Resolves after the caches have got the answer, so that whoever sees it and asks again finds it there.
    private Promise<V> ask(K question, Promise<V> lookUp) {
        int begun = clearings;
        Promise<V> answer = Lwt.tryBind(
                () -> lookUp,
                value -> {
                    if (begun == clearings) {
                        asked.remove(question);
                        keep(question, value);
                    }
                    return Lwt.of(value);
                },
                failure -> {
                    if (begun == clearings) {
                        asked.remove(question);
                    }
                    return Lwt.fail(failure);
                });
        if (answer.isSleeping()) {
            asked.put(question, answer);
        }
        return answer;
    }

    private void keep(K question, V value) {
        answers.putLast(question, new Answer<>(Lwt.of(value), caches.now()));
        if (answers.size() > MOST_ANSWERS) {
            answers.pollFirstEntry();
        }
    }

    private void forgetOld() {
        long now = caches.now();
        while (!answers.isEmpty() && now - answers.firstEntry().getValue().since() >= caches.lifetimeNanos()) {
            answers.pollFirstEntry();
        }
    }

    void clear() {
        clearings++;
        asked.clear();
        answers.clear();
    }
}
