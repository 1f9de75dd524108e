package lwt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Says in words what a promise waits for: walks backwards as cancel does, and looks only.
 *
 * One source follows the other on one line; several sources get a line each. A promise whose callback has run
 * is one with the promise that the callback made (see Derived.adopt), so it is described by what is left of it.
 * Lines are counted, and a chain is shortened, so the text stays readable, and rings come to an end.
 */
final class Waiting {
    private static final int MAX_LINES = 30;
    private static final int MAX_BRANCHES = 10;
    private static final int MAX_WORDS = 12;

    private final List<String> lines = new ArrayList<>();

    private Waiting() {}

    static String explain(Promise<?> p) {
        Waiting waiting = new Waiting();
        waiting.describe(p, "");
        return String.join("\n", waiting.lines);
    }

    /// The kind of a promise, and the class in which its callback was written, if there is one to be told.
    static String written(String kind, @Nullable Object function) {
        if (function == null) {
            return "";
        }
        String name = function.getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        String place = lambda < 0 ? name : name.substring(0, lambda);
        return place.lastIndexOf('.') == "lwt".length() && place.startsWith("lwt.") ? kind : kind + " in " + place;
    }

    private void describe(Promise<?> start, String indent) {
        if (lines.size() >= MAX_LINES) {
            return;
        }
        Chain chain = new Chain();
        Promise<?> remembered = null;
        long steps = 0;
        for (Promise<?> p = start.underlying(); ; ) {
            Object source = p instanceof Derived<?> derived && p.isPending() ? derived.source : null;
            if (source == null) {
                chain.add(end(p));
                break;
            }
            String kind = ((Derived<?>) p).kind();
            if (source instanceof Promise<?>[] several) {
                branch(chain, kind, several, indent);
                return;
            }
            if (p == remembered) {
                chain.add("itself: a ring, which nothing can resolve");
                break;
            }
            if (Long.bitCount(++steps) == 1) {
                remembered = p;
            }
            chain.add(kind);
            p = ((Promise<?>) source).underlying();
        }
        lines.add(indent + chain);
    }

    private void branch(Chain chain, String kind, Promise<?>[] several, String indent) {
        int pending = Combining.pending(several);
        chain.add((kind.isEmpty() ? "some" : kind) + " of " + several.length + " promises, " + pending + " pending:");
        lines.add(indent + chain);
        int shown = 0;
        for (Promise<?> p : several) {
            if (p.isSleeping() && shown++ < MAX_BRANCHES) {
                describe(p, indent + "  ");
            }
        }
        if (pending > MAX_BRANCHES && lines.size() < MAX_LINES) {
            lines.add(indent + "  and " + (pending - MAX_BRANCHES) + " more");
        }
    }

    private static String end(Promise<?> p) {
        if (!p.isPending()) {
            return "nothing: it is resolved";
        }
        if (p.state == Promise.TASK) {
            return "a task that nobody has resolved";
        }
        if (p.state == Promise.QUEUED) {
            return "a place in a queue (of a mutex, a mailbox, a condition, a pool, or pause)";
        }
        String kind = p instanceof Derived<?> derived ? derived.kind() : "";
        return kind.isEmpty() ? "a waiter that nobody has resolved" : kind + ", whose source is not known";
    }

    /// Words with arrows between them; repeated words are counted.
    private static final class Chain {
        private final StringBuilder text = new StringBuilder();
        private String last = "";
        private long times;
        private int words;

        void add(String word) {
            if (word.equals(last)) {
                times++;
            } else if (!word.isEmpty()) {
                flush();
                last = word;
                times = 1;
            }
        }

        private void flush() {
            if (times > 0 && words++ < MAX_WORDS) {
                text.append(times > 1 ? times + " times " : "").append(last).append(" <- ");
            } else if (words == MAX_WORDS + 1) {
                text.append("… <- ");
            }
        }

        @Override
        public String toString() {
            return text + (times > 1 ? times + " times " : "") + last;
        }
    }
}
