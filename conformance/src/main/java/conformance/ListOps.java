package conformance;

import conformance.Value.Int;
import conformance.Value.Pair;
import lwt.LwtList;
import lwt.LwtList.Partition;
import lwt.Promise;

/// The operations on lists, one element after the other (`_s`) or all at once (`_p`).
final class ListOps implements OperationGroup {

    @Override
    public void addTo(Operations table) {
        addVisits(table);
        addMaps(table);
        addFolds(table);
        addSearches(table);
        addFilters(table);
    }

    private static void addVisits(Operations table) {
        table.promise("l_iter_s f V*", call -> LwtList.iterSerial(call.values(1), call.callback(0)::apply));
        table.promise("l_iter_p f V*", call -> LwtList.iterParallel(call.values(1), call.callback(0)::apply));
        table.promise("l_iteri_s f V*", call -> LwtList.iteriSerial(call.values(1), indexed(call.callback(0))));
        table.promise("l_iteri_p f V*", call -> LwtList.iteriParallel(call.values(1), indexed(call.callback(0))));
    }

    private static LwtList.Indexed<Value, Promise<Object>> indexed(Callback callback) {
        return (index, element) -> callback.apply(new Pair(new Int(index), element));
    }

    private static void addMaps(Operations table) {
        table.promise(
                "l_map_s f V*",
                call -> LwtList.mapSerial(call.values(1), call.callback(0)::apply)
                        .map(Value::of));
        table.promise(
                "l_map_p f V*",
                call -> LwtList.mapParallel(call.values(1), call.callback(0)::apply)
                        .map(Value::of));
        table.promise(
                "l_mapi_s f V*",
                call -> LwtList.mapiSerial(call.values(1), indexed(call.callback(0)))
                        .map(Value::of));
        table.promise(
                "l_mapi_p f V*",
                call -> LwtList.mapiParallel(call.values(1), indexed(call.callback(0)))
                        .map(Value::of));
        table.promise(
                "l_rev_map_s f V*",
                call -> LwtList.revMapSerial(call.values(1), call.callback(0)::apply)
                        .map(Value::of));
        table.promise(
                "l_rev_map_p f V*",
                call -> LwtList.revMapParallel(call.values(1), call.callback(0)::apply)
                        .map(Value::of));
    }

    private static void addFolds(Operations table) {
        table.promise("l_fold_left_s f V V*", call -> {
            Callback callback = call.callback(0);
            return LwtList.<Object, Value>foldLeftSerial(
                    call.values(2),
                    call.value(1),
                    (accumulated, element) -> callback.apply(new Pair(Value.of(accumulated), element)));
        });
        table.promise("l_fold_right_s f V V*", call -> {
            Callback callback = call.callback(0);
            return LwtList.<Value, Object>foldRightSerial(
                    call.values(2),
                    call.value(1),
                    (element, accumulated) -> callback.apply(new Pair(element, Value.of(accumulated))));
        });
    }

    private static void addSearches(Operations table) {
        table.promise(
                "l_for_all_s f V*",
                call -> LwtList.forAllSerial(call.values(1), call.callback(0)::test)
                        .map(Value::of));
        table.promise(
                "l_for_all_p f V*",
                call -> LwtList.forAllParallel(call.values(1), call.callback(0)::test)
                        .map(Value::of));
        table.promise(
                "l_exists_s f V*",
                call -> LwtList.existsSerial(call.values(1), call.callback(0)::test)
                        .map(Value::of));
        table.promise(
                "l_exists_p f V*",
                call -> LwtList.existsParallel(call.values(1), call.callback(0)::test)
                        .map(Value::of));
        table.promise("l_find_s f V*", call -> LwtList.findSerial(call.values(1), call.callback(0)::test));
    }

    private static void addFilters(Operations table) {
        table.promise(
                "l_filter_s f V*",
                call -> LwtList.filterSerial(call.values(1), call.callback(0)::test)
                        .map(Value::of));
        table.promise(
                "l_filter_p f V*",
                call -> LwtList.filterParallel(call.values(1), call.callback(0)::test)
                        .map(Value::of));
        table.promise(
                "l_filter_map_s f V*",
                call -> LwtList.filterMapSerial(call.values(1), call.callback(0)::option)
                        .map(Value::of));
        table.promise(
                "l_filter_map_p f V*",
                call -> LwtList.filterMapParallel(call.values(1), call.callback(0)::option)
                        .map(Value::of));
        table.promise(
                "l_partition_s f V*",
                call -> LwtList.partitionSerial(call.values(1), call.callback(0)::test)
                        .map(ListOps::pair));
        table.promise(
                "l_partition_p f V*",
                call -> LwtList.partitionParallel(call.values(1), call.callback(0)::test)
                        .map(ListOps::pair));
    }

    private static Value pair(Partition<Value> partition) {
        return new Pair(Value.of(partition.matching()), Value.of(partition.others()));
    }
}
