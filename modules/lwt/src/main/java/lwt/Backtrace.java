package lwt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Tells on which way a failure came: debug mode.
///
/// A stack trace says where an exception was made, and not which binds and awaits it passed afterwards. While
/// debug mode is on, each of these adds its own line to the exception's trace, below the lines that are there,
/// in the order in which the failure passed them:
///
/// ```
/// java.io.IOException: connection reset
///     at shop.Stock.read(Stock.java:31)
///     at lwt:bind//shop.Stock.count(Stock.java:40)
///     at lwt:mapParallel//shop.Orders.check(Orders.java:17)
///     at lwt:await//shop.Main.lambda$main$0(Main.java:9)
/// ```
///
/// Each line of the source is named once, and at most 64 are. An exception without a stack trace, such as
/// [CanceledException], gets none.
///
/// It is on from the start if the system property `lwt.debug` is `true`. Off, it costs one test of a variable
/// in each operation.
///
/// @see "Lwt manual (December 2010), “Backtrace support”"
public final class Backtrace {
    /*
     * A hop is the place where an operation was called. It is found by walking the stack, which takes far
     * longer than a bind; but operations are given a function, mostly a lambda written right there, and each
     * lambda expression has a class of its own. So the hop is kept with the class of the function (Site), and
     * looked for again only now and then, to notice a function that is passed in several places: for its class
     * the stack is walked every time.
     *
     * The hop is a callback on the promise that the operation returned. Callbacks of this kind run before all
     * others and oldest first, so a failure has the hop before it goes on. When promises are merged, their hops
     * are too, once for each place.
     */
    private static final int MAX_HOPS = 64;
    private static final String MARK = "lwt:"; // begins the name of every operation given to mark()

    static boolean on = Boolean.getBoolean("lwt.debug");

    private Backtrace() {}

    /// Whether debug mode is on. **Any thread.**
    public static boolean isEnabled() {
        return on;
    }

    /// Switches debug mode on or off, for all loops. Promises that exist already are not marked. **Any
    /// thread**; other threads see it sooner or later.
    public static void setEnabled(boolean enabled) {
        on = enabled;
    }

    /// Adds the line that called into this library to the trace of `failure`, which `operation` is about to
    /// throw or pass on.
    ///
    /// For new primitives, such as a direct style. Does nothing while debug mode is off.
    public static void passed(String operation, Throwable failure) {
        if (on) {
            add(failure, Site.as(MARK + operation, Site.walk()));
        }
    }

    /* ---- For the operations of this package ---- */

    /// The promise, marked if debug mode is on.
    static <T extends @Nullable Object> Promise<T> marked(String operation, Object function, Promise<T> promise) {
        return on ? mark(operation, function, promise) : promise;
    }

    /// Names the place where an operation was called with `function` to a failure of `promise`.
    static <T extends @Nullable Object> Promise<T> mark(String operation, Object function, Promise<T> promise) {
        StackTraceElement hop = hop(operation, function);
        if (hop != null) {
            mark(hop, promise);
        }
        return promise;
    }

    /// The place where an operation is being called with `function`; null for a function of this library.
    static @Nullable StackTraceElement hop(String operation, Object function) {
        return Site.OF_CLASS.get(function.getClass()).hop(operation);
    }

    static void mark(StackTraceElement hop, Promise<?> promise) {
        Promise<?> p = promise.underlying();
        if (p.state == Promise.FAIL) {
            add(p.failure(), hop);
        } else if (p.isPending()) {
            Hop callback = new Hop(hop);
            if (!(p.slot instanceof Batch batch ? batch.hasSame(callback) : callback.isSameAs((Callback) p.slot))) {
                p.add(callback);
            }
        }
    }

    /// The callback that names a place. It runs before all others.
    static final class Hop extends Callback {
        private final StackTraceElement place;

        Hop(StackTraceElement place) {
            this.place = place;
        }

        @Override
        @Nullable
        Promise<?> fire(Loop loop, Promise<?> source) {
            if (source.state == Promise.FAIL) {
                add(source.failure(), place);
            }
            return null;
        }

        boolean isSameAs(@Nullable Callback other) {
            return other instanceof Hop hop && samePlace(hop.place, place);
        }
    }

    static void add(Throwable failure, StackTraceElement hop) {
        StackTraceElement[] present = failure.getStackTrace();
        if (present.length == 0) {
            return; // made without a trace, on purpose
        }
        int hops = 0;
        for (int i = present.length - 1; i >= 0 && isHop(present[i]); i--) {
            if (samePlace(present[i], hop)) {
                return;
            }
            hops++;
        }
        if (hops < MAX_HOPS) {
            StackTraceElement[] longer = Arrays.copyOf(present, present.length + 1);
            longer[present.length] = hop;
            failure.setStackTrace(longer);
        }
    }

    private static boolean samePlace(StackTraceElement a, StackTraceElement b) {
        return a.getLineNumber() == b.getLineNumber() && a.getClassName().equals(b.getClassName());
    }

    private static boolean isHop(StackTraceElement element) {
        String loader = element.getClassLoaderName();
        return loader != null && loader.startsWith(MARK);
    }

    /// Where functions of one class are passed to operations. Several loops may use it at the same time; what
    /// they then see of each other costs a walk more or less.
    private static final class Site {
        private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
        private static final int FREQUENT_CHECKS = 4;

        private static final ClassValue<Site> OF_CLASS = new ClassValue<>() {
            @Override
            protected Site computeValue(Class<?> type) {
                return new Site(isOurs(type));
            }
        };

        private final boolean ours; // a function of the library: the operation which it serves names the place
        private int uses;
        private boolean severalPlaces;
        private volatile StackTraceElement[] hops = {}; // the place, for each operation

        private Site(boolean ours) {
            this.ours = ours;
        }

        @Nullable
        StackTraceElement hop(String operation) {
            if (ours) {
                return null;
            }
            if (!severalPlaces) {
                int count = ++uses;
                boolean check = count <= FREQUENT_CHECKS || Integer.bitCount(count) == 1;
                StackTraceElement known = known(operation);
                if (known != null && !check) {
                    return known;
                }
                StackTraceElement found = as(operation, walk());
                if (known == null) {
                    remember(found);
                } else if (!known.equals(found)) {
                    severalPlaces = true;
                }
                return found;
            }
            return as(operation, walk());
        }

        private @Nullable StackTraceElement known(String operation) {
            for (StackTraceElement hop : hops) {
                if (operation.equals(hop.getClassLoaderName())) {
                    return hop;
                }
            }
            return null;
        }

        private void remember(StackTraceElement hop) {
            StackTraceElement[] longer = Arrays.copyOf(hops, hops.length + 1);
            longer[longer.length - 1] = hop;
            hops = longer;
        }

        /// The nearest frame that belongs neither to this library nor to the JDK.
        static StackTraceElement walk() {
            return WALKER.walk(frames -> frames.filter(frame -> !isOurs(frame.getDeclaringClass()))
                            .findFirst())
                    .map(StackWalker.StackFrame::toStackTraceElement)
                    .orElse(UNKNOWN);
        }

        private static final StackTraceElement UNKNOWN = new StackTraceElement("unknown", "unknown", null, -1);

        private static boolean isOurs(Class<?> type) {
            String name = type.getPackageName();
            return name.equals("lwt") || name.startsWith("lwt.") || name.startsWith("java.") || name.startsWith("jdk.");
        }

        static StackTraceElement as(String operation, StackTraceElement place) {
            return new StackTraceElement(
                    operation,
                    null,
                    null,
                    place.getClassName(),
                    place.getMethodName(),
                    place.getFileName(),
                    place.getLineNumber());
        }
    }
}
