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
        return callback((Name) argument(position));
    }

    List<Callback> callbacks(int position) {
        return list(position).stream().map(element -> callback((Name) element)).toList();
    }

    Promise<Object> promise(int position) {
        return widen(register(position, Promise.class));
    }

    List<Promise<Object>> promises(int position) {
        return list(position).stream()
                .map(element -> widen(register((Name) element, Promise.class)))
                .toList();
    }

    /// The content of the register that the argument names.
    <T> T register(int position, Class<T> kind) {
        return register((Name) argument(position), kind);
    }

    /// The content of the register of another letter but of the same number as the argument.
    <T> T companion(int position, char letter, Class<T> kind) {
        return register(new Name(letter + text(position).substring(1), false), kind);
    }

    /// The register that receives the result.
    String target() {
        return Objects.requireNonNull(target, "the parser lets no step without a register through to here");
    }

    /// Writes a register that the trace does not show.
    void define(String register, Object content) {
        interpreter.registers().put(register, content);
    }

    /// Writes a register that the trace shows.
    void define(String register, Object content, Supplier<String> state) {
        interpreter.registers().put(register, content, state);
    }

    /// Writes the register of this letter and of the same number as the target, if there is a target.
    void defineCompanion(char letter, Object content) {
        if (target != null) {
            define(letter + target.substring(1), content);
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

    private Callback callback(Name name) {
        return interpreter.callback(name.text());
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
