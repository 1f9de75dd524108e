package conformance;

import conformance.Operation.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import lwt.Promise;

/// The table of all operations: each group enters its own, the parser looks them up.
///
/// Every entry begins with the [Signature] in the notation of the format, so the groups read like it.
final class Operations {
    private final Map<String, List<Operation>> anywhere = new HashMap<>();
    private final Map<String, List<Operation>> last = new HashMap<>();

    /// The operations of all groups.
    static Operations all() {
        var table = new Operations();
        for (OperationGroup group : List.of(
                new FinalOps(),
                new CoreOps(),
                new SyncOps(),
                new SequenceOps(),
                new StreamOps(),
                new ListOps(),
                new ReactOps())) {
            group.addTo(table);
        }
        return table;
    }

    /// An operation without result.
    void action(String signature, Consumer<Call> body) {
        add(anywhere, signature, call -> {
            body.accept(call);
            return new Outcome.Nothing();
        });
    }

    /// An operation whose result is a promise, which goes into a `p` register, if one is named.
    void promise(String signature, Function<Call, Promise<?>> body) {
        String complete = signature.contains(" = ") ? signature : "p? = " + signature;
        add(anywhere, complete, call -> new Outcome.Promised(Call.widen(body.apply(call))));
    }

    /// An operation that makes an object for a register which the trace does not show.
    void create(String signature, Function<Call, Object> body) {
        add(anywhere, signature, call -> {
            call.defineResult(body.apply(call));
            return new Outcome.Nothing();
        });
    }

    /// An operation that makes an object for a register which the trace shows as `state` says.
    <T> void create(String signature, Function<Call, T> body, Function<T, String> state) {
        add(anywhere, signature, call -> {
            T content = body.apply(call);
            call.defineResult(content, () -> state.apply(content));
            return new Outcome.Nothing();
        });
    }

    /// A form that is only allowed at the end of a callback: it makes the callback's result.
    void last(String signature, Function<Call, Outcome> body) {
        add(last, signature, body);
    }

    /// A form at the end of a callback whose result is a plain value.
    void lastValue(String signature, Function<Call, Value> body) {
        last(signature, call -> new Outcome.Plain(body.apply(call)));
    }

    private static void add(Map<String, List<Operation>> table, String notation, Function<Call, Outcome> body) {
        Signature signature = Signature.of(notation);
        table.computeIfAbsent(signature.name(), _ -> new ArrayList<>()).add(new Operation(signature, body));
    }

    /// The operation that `name` with so many arguments means, in a step or in a statement.
    Operation find(int line, String name, int arguments) {
        return find(line, name, arguments, anywhere.getOrDefault(name, List.of()));
    }

    /// The same for the last instruction of a callback, where more forms are allowed.
    Operation findLast(int line, String name, int arguments) {
        List<Operation> forms = last.get(name);
        return forms == null ? find(line, name, arguments) : find(line, name, arguments, forms);
    }

    private static Operation find(int line, String name, int arguments, List<Operation> forms) {
        for (Operation form : forms) {
            if (form.signature().parameters().size() == arguments) {
                return form;
            }
        }
        throw new MalformedScenarioException(
                line,
                forms.isEmpty()
                        ? "unknown operation “" + name + "”"
                        : "“" + name + "” does not take " + arguments + " arguments; it is written “"
                                + forms.getFirst().signature().notation() + "”");
    }
}
