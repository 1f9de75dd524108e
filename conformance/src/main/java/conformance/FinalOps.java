package conformance;

import conformance.Operation.Outcome;
import conformance.Value.Bool;
import conformance.Value.Int;
import conformance.Value.Items;
import java.util.List;
import java.util.stream.LongStream;
import lwt.Lwt;
import lwt.Promise;

/// The forms that end a callback and compute its result from its input, the value `x`.
final class FinalOps implements OperationGroup {

    @Override
    public void addTo(Operations table) {
        addValues(table);
        addPromises(table);
        addChoices(table);
    }

    private static void addValues(Operations table) {
        table.lastValue("ret V", call -> call.value(0));
        table.lastValue("ret+ N", call -> new Int(number(call) + call.number(0)));
        table.lastValue("sum", call -> new Int(number(call)));
        table.lastValue("even", call -> new Bool((number(call) & 1) == 0));
        table.lastValue("odd", call -> new Bool((number(call) & 1) == 1));
        table.lastValue("lt N", call -> new Bool(number(call) < call.number(0)));
        table.lastValue("gt N", call -> new Bool(number(call) > call.number(0)));
        table.lastValue(
                "opt N",
                call -> (number(call) & 1) == 0
                        ? new Value.Some(new Int(number(call) + call.number(0)))
                        : Value.none());
        table.lastValue(
                "dup N", call -> new Items(List.of(new Int(number(call)), new Int(number(call) + call.number(0)))));
        table.lastValue("rep N", call -> new Items(firstNumbers(Math.abs(number(call)) % call.number(0))));
    }

    private static void addPromises(Operations table) {
        table.last(
                "id",
                call -> call.input() instanceof Value.Failure(Throwable cause)
                        ? promised(Lwt.fail(cause))
                        : new Outcome.Plain(call.input()));
        table.last("fail E", call -> promised(Lwt.fail(call.failure(0))));
        table.last("raise E", call -> {
            throw call.failure(0);
        });
        table.last("p p", call -> promised(call.promise(0)));
    }

    private static void addChoices(Operations table) {
        table.last("nth p+", call -> promised(call.chosenPromise(0, number(call))));
        table.last("case f+", call -> call.chosenCallback(0, number(call)).callWithin(call.input()));
    }

    private static long number(Call call) {
        return call.input().number();
    }

    private static List<Value> firstNumbers(long count) {
        return LongStream.range(0, count).<Value>mapToObj(Int::new).toList();
    }

    private static Outcome promised(Promise<Object> promise) {
        return new Outcome.Promised(promise);
    }
}
