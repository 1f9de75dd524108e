package lwt.top;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import jdk.jshell.execution.LocalExecutionControl;
import org.jspecify.annotations.Nullable;

/*
 * How JShell has its classes run: in this process, each call in a fiber of the user's loop.
 *
 * LocalExecutionControl weaves a check into all loops of the user's code, by which they can be stopped, and calls the
 * code on a new thread. That thread is made to call `hop` instead, which waits for the fiber. It is told what to wait
 * for by an inherited variable, since the method must be a static one.
 */
final class FiberControl extends LocalExecutionControl {
    private static final InheritableThreadLocal<@Nullable Evaluation> CURRENT = new InheritableThreadLocal<>();
    private static final Method HOP = hopMethod();
    private static final String STOP_CLASS = "REPL.$Cancel$"; // of LocalExecutionControl

    private final UserLoop user;
    private volatile @Nullable Evaluation evaluation;
    private Evaluation.@Nullable Outcome outcome;
    private @Nullable Object variable;

    FiberControl(UserLoop user) {
        super(ClassLoader.getSystemClassLoader());
        this.user = user;
    }

    private static Method hopMethod() {
        try {
            Method hop = FiberControl.class.getDeclaredMethod("hop");
            hop.setAccessible(true);
            return hop;
        } catch (NoSuchMethodException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// How the code ended that was called since this was asked last; null if none was.
    Evaluation.@Nullable Outcome takeOutcome() {
        Evaluation.Outcome last = outcome;
        outcome = null;
        return last;
    }

    /// **Any thread.** What runs now.
    @Nullable
    Evaluation evaluation() {
        return evaluation;
    }

    @Override
    protected String invoke(Method code) throws Exception {
        Evaluation started = new Evaluation(user, code);
        evaluation = started;
        CURRENT.set(started);
        try {
            return super.invoke(HOP);
        } finally {
            CURRENT.remove();
            evaluation = null;
            outcome = started.outcome();
        }
    }

    @SuppressWarnings("unused") // called by reflection
    private static void hop() throws Throwable {
        Evaluation current = CURRENT.get();
        if (current != null && current.run() instanceof Evaluation.Outcome.Failure(Throwable cause)) {
            throw cause;
        }
    }

    /// **Any thread.** Has all loops of the user's code throw, or lets them run again.
    void stopLoops(boolean stop) {
        try {
            Field flag = findClass(STOP_CLASS).getField("allStop");
            flag.setBoolean(null, stop);
        } catch (ReflectiveOperationException _) {
            // This JDK stops them in another way, or not at all.
        }
    }

    /* ---- Variables ---- */

    /// Keeps the value for [#takeVariable]: only the loop can make text of it.
    @Override
    public String varValue(String className, String name) throws InternalException {
        try {
            Field field = findClass(className).getDeclaredField(name);
            field.setAccessible(true);
            variable = field.get(null);
            return "";
        } catch (ReflectiveOperationException e) {
            throw new InternalException(e.toString());
        }
    }

    @Nullable
    Object takeVariable() {
        Object value = variable;
        variable = null;
        return value;
    }

    /// A value as Java would write it, if it is a text, a character, or an array.
    static String literal(@Nullable Object value) {
        return valueString(value);
    }
}
