package conformance;

import java.util.ArrayList;
import java.util.List;
import lwt.Sequence;
import lwt.Sequence.Node;

/// The operations on sequences and their nodes.
final class SequenceOps implements OperationGroup {

    @Override
    public void addTo(Operations table) {
        addChanges(table);
        addVisits(table);
        addNodes(table);
    }

    private static void addChanges(Operations table) {
        table.create("q = seq", _ -> new Sequence<Value>(), SequenceOps::state);
        table.create("n? = add_l q V", call -> sequence(call, 0).addLeft(call.value(1)));
        table.create("n? = add_r q V", call -> sequence(call, 0).addRight(call.value(1)));
        table.action("take_l q", call -> took(call, sequence(call, 0).takeLeft()));
        table.action("take_r q", call -> took(call, sequence(call, 0).takeRight()));
        table.action(
                "take_opt_l q", call -> took(call, Value.of(sequence(call, 0).takeOptionalLeft())));
        table.action(
                "take_opt_r q", call -> took(call, Value.of(sequence(call, 0).takeOptionalRight())));
        table.action("transfer_l q q", call -> sequence(call, 0).transferLeft(sequence(call, 1)));
        table.action("transfer_r q q", call -> sequence(call, 0).transferRight(sequence(call, 1)));
    }

    private static void took(Call call, Value element) {
        call.effect("took " + element);
    }

    private static void addVisits(Operations table) {
        table.action(
                "length q", call -> call.effect("length " + sequence(call, 0).length()));
        table.action("iter_l f q", call -> sequence(call, 1).iterLeft(call.callback(0)::accept));
        table.action("iter_r f q", call -> sequence(call, 1).iterRight(call.callback(0)::accept));
        table.action(
                "fold_l f V q",
                call -> call.effect("fold " + sequence(call, 2).foldLeft(call.callback(0)::fold, call.value(1))));
        table.action(
                "fold_r f V q",
                call -> call.effect("fold " + sequence(call, 2).foldRight(call.callback(0)::fold, call.value(1))));
        table.action(
                "find_l f q",
                call -> call.effect("found "
                        + sequence(call, 1)
                                .findNodeLeft(call.callback(0)::holds)
                                .get()));
        table.action(
                "find_opt_r f q",
                call -> call.effect("found "
                        + sequence(call, 1)
                                .findNodeOptionalRight(call.callback(0)::holds)
                                .map(Node::get)
                                .orElse(Value.none())));
    }

    private static void addNodes(Operations table) {
        table.action("remove n", call -> node(call).remove());
        table.action("node_get n", call -> call.effect("node " + node(call).get()));
        table.action("node_set n V", call -> node(call).set(call.value(1)));
    }

    @SuppressWarnings("unchecked") // every sequence register is made by the operation "seq"
    private static Sequence<Value> sequence(Call call, int position) {
        return call.register(position, Sequence.class);
    }

    @SuppressWarnings("unchecked") // every node register is made by adding to such a sequence
    private static Node<Value> node(Call call) {
        return call.register(0, Node.class);
    }

    private static String state(Sequence<Value> sequence) {
        List<Value> elements = new ArrayList<>();
        sequence.forEach(elements::add);
        return new Value.Items(elements).toString();
    }
}
