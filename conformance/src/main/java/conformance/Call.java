package conformance;

import conformance.Parameter.Name;
import conformance.Scenario.Instruction;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// One execution of an operation: its arguments, by position, and what it may do to the scenario.
final class Call {
    private final Interpreter interpreter;
    private final Instruction instruction;
    private final @Nullable String target;
    private final Value input;

    Call(Interpreter interpreter, Instruction instruction, @Nullable String target, Value input) {
        this.interpreter = interpreter;
        this.instruction = instruction;
        this.target = target;
        this.input = input;
    }

    /// Every promise of a scenario as a promise of anything: [Value#of(Object)] reads what it carries.
    @SuppressWarnings("unchecked") // results are only ever read, as Objects
    static Promise<Object> widen(Promise<?> promise) {
        return (Promise<Object>) promise;
    }

    /// The input of the callback that this instruction is a part of; unit in a step.
    Value input() {
        return input;
    }

    Value value(int position) {
        return (Value) argument(position);
    }

    List<Value> values(int position) {
        return list(position).stream().map(element -> (Value) element).toList();
    }

    RuntimeException failure(int position) {
        return (RuntimeException) argument(position);
    }

    int number(int position) {
        return (Integer) argument(position);
    }

    /// The argument as it is written: a word, or the name of a register.
    String text(int position) {
        return argument(position) instanceof Name name ? name.text() : (String) argument(position);
    }

    boolean isAbsent(int position) {
        return argument(position) == Parameter.ABSENT;
    }

    Callback callback(int position) {
        return callback((Name) argument(position), false);
    }

    List<Callback> callbacks(int position) {
        return list(position).stream()
                .map(element -> callback((Name) element, false))
                .toList();
    }

    /// A callback for a plain value that the original calls unguarded: what it throws comes out of the
    /// operation that calls it, be it this one or, if this one makes a stream, a later reading.
    Callback letOutCallback(int position) {
        return callback((Name) argument(position), true);
    }

    List<Callback> letOutCallbacks(int position) {
        return list(position).stream()
                .map(element -> callback((Name) element, true))
                .toList();
    }

    /// The callback of the list that `number` chooses, counted round the list.
    Callback chosenCallback(int position, long number) {
        return callback((Name) chosen(list(position), number), false);
    }

    Promise<Object> promise(int position) {
        return widen(register(position, Promise.class));
    }

    List<Promise<Object>> promises(int position) {
        return list(position).stream()
                .map(element -> widen(register((Name) element, Promise.class)))
                .toList();
    }

    /// The promise of the list that `number` chooses, counted round the list; the others need not exist yet.
    Promise<Object> chosenPromise(int position, long number) {
        return widen(register((Name) chosen(list(position), number), Promise.class));
    }

    /// The content of the register that the argument names.
    <T> T register(int position, Class<T> kind) {
        return register((Name) argument(position), kind);
    }

    /// The contents of the registers that the argument names.
    <T> List<T> registers(int position, Class<T> kind) {
        return list(position).stream()
                .map(element -> register((Name) element, kind))
                .toList();
    }

    /// The content of the register of another letter but of the same number as the argument.
    <T> T companion(int position, char letter, Class<T> kind) {
        return register(new Name(letter + text(position).substring(1), false), kind);
    }

    /// Writes a register that the trace does not show.
    void define(String register, Object content) {
        interpreter.registers().put(register, content);
    }

    /// Writes a register that the trace shows.
    void define(String register, Object content, Supplier<String> state) {
        interpreter.registers().put(register, content, state);
    }

    /// The register that the step names for the result, of an operation that must have one.
    String target() {
        return Objects.requireNonNull(target, "the signature requires a target");
    }

    /// Keeps an object alive to the end of the scenario.
    void keep(Object object) {
        interpreter.keep(object);
    }

    /// Writes the register that the step names for the result, if it names one; the trace does not show it.
    void defineResult(Object content) {
        if (target != null) {
            define(target, content);
        }
    }

    /// The same for a register that the trace shows.
    void defineResult(Object content, Supplier<String> state) {
        if (target != null) {
            define(target, content, state);
        }
    }

    /// Writes the register of this letter and of the same number as the target, if there is a target.
    void defineCompanion(char letter, Object content) {
        if (target != null) {
            define(letter + target.substring(1), content);
        }
    }

    /// The same for a register that the trace shows.
    void defineCompanion(char letter, Object content, Supplier<String> state) {
        if (target != null) {
            define(letter + target.substring(1), content, state);
        }
    }

    /// Adds a line to the effects of the step.
    void effect(String effect) {
        interpreter.trace().effect(effect);
    }

    private Object argument(int position) {
        return instruction.arguments().get(position);
    }

    private List<?> list(int position) {
        return (List<?>) argument(position);
    }

    private static Object chosen(List<?> choices, long number) {
        return choices.get((int) (Math.abs(number) % choices.size()));
    }

    private Callback callback(Name name, boolean isLetOut) {
        return interpreter.callback(name.text(), isLetOut);
    }

    private <T> T register(Name name, Class<T> kind) {
        Object content = interpreter.registers().find(name.text());
        if (content == null) {
            throw interpreter.malformed(
                    instruction.line(), "register " + name.text() + " is used before it is written");
        }
        return kind.cast(content);
    }
}
