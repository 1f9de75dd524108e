package conformance;

import conformance.Value.Pair;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import lwt.BoundedPush;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.Push;
import lwt.Result;
import lwt.ThrowingSupplier;

/// The operations on streams. A stream `s3` that is pushed into has a companion of the same number: `h3`,
/// its push, or `b3`, its bounded push.
final class StreamOps implements OperationGroup {

    @Override
    public void addTo(Operations table) {
        addSources(table);
        addPushes(table);
        addDerived(table);
        addReading(table);
        addReadingSeveral(table);
        addVisits(table);
        addSearches(table);
    }

    static String state(LwtStream<?> stream) {
        return stream.isClosed() ? "closed" : "open";
    }

    @SuppressWarnings("unchecked") // elements are only ever read, as Objects
    static LwtStream<Object> stream(Call call, int position) {
        return call.register(position, LwtStream.class);
    }

    private static List<LwtStream<Object>> streams(Call call, int position) {
        return call.registers(position, LwtStream.class).stream()
                .map(StreamOps::widen)
                .toList();
    }

    @SuppressWarnings("unchecked") // elements are only ever read, as Objects
    private static LwtStream<Object> widen(LwtStream<?> stream) {
        return (LwtStream<Object>) stream;
    }

    /* ---- Making streams ---- */

    private static void addSources(Operations table) {
        table.create("s = s_of_list V*", call -> LwtStream.of(call.values(0)), StreamOps::state);
        table.create("s = s_return V", call -> LwtStream.of(call.value(0)), StreamOps::state);
        table.create(
                "s = s_return_lwt p",
                call -> LwtStream.ofPromise(call.promise(0).map(Value::of)),
                StreamOps::state);
        table.create("s = s_from f*", call -> LwtStream.from(from(call)), StreamOps::state);
        table.create("s = s_from_direct f*", call -> LwtStream.fromDirect(fromDirect(call)), StreamOps::state);
        table.create("s = s_clone s", call -> stream(call, 0).copy(), StreamOps::state);
    }

    /// Calls one callback after the other, then ends.
    private static ThrowingSupplier<Promise<Optional<Value>>> from(Call call) {
        Iterator<Callback> rest = call.callbacks(0).iterator();
        return () -> rest.hasNext() ? rest.next().option(Value.unit()) : Lwt.of(Optional.empty());
    }

    private static ThrowingSupplier<Optional<Value>> fromDirect(Call call) {
        Iterator<Callback> rest = call.letOutCallbacks(0).iterator();
        return () -> rest.hasNext() ? rest.next().value().toOptional() : Optional.empty();
    }

    private static void addPushes(Operations table) {
        table.create("s,h = s_create", StreamOps::createPush, StreamOps::state);
        table.action("push s V", call -> push(call).push(call.value(1)));
        table.action("close s", call -> push(call).close());
        table.create("s,b = s_bounded N", StreamOps::createBounded, StreamOps::state);
        table.promise("bpush s V", call -> boundedPush(call).push(call.value(1)));
        table.action("bclose s", call -> boundedPush(call).close());
        table.action("bresize s N", call -> boundedPush(call).resize(call.number(1)));
    }

    private static LwtStream<Value> createPush(Call call) {
        LwtStream.Pushed<Value> made = LwtStream.push();
        call.defineCompanion('h', made.push());
        return made.stream();
    }

    @SuppressWarnings("unchecked") // made by createPush()
    private static Push<Value> push(Call call) {
        return call.companion(0, 'h', Push.class);
    }

    private static LwtStream<Value> createBounded(Call call) {
        LwtStream.Bounded<Value> made = LwtStream.bounded(call.number(0));
        call.defineResult(made.stream(), () -> state(made.stream())); // shown before its companion
        call.defineCompanion('b', made.push(), () -> state(made.push()));
        return made.stream();
    }

    private static String state(BoundedPush<?> push) {
        return push.count() + "/" + push.size() + (push.isBlocked() ? "+blocked" : "")
                + (push.isClosed() ? "+closed" : "");
    }

    @SuppressWarnings("unchecked") // made by createBounded()
    private static BoundedPush<Value> boundedPush(Call call) {
        return call.companion(0, 'b', BoundedPush.class);
    }

    private static void addDerived(Operations table) {
        derived(table, "s_map f s", call -> stream(call, 1).map(call.callback(0)::value));
        derived(table, "s_map_s f s", call -> stream(call, 1).mapSerial(call.callback(0)::element));
        derived(table, "s_filter f s", call -> stream(call, 1).filter(call.letOutCallback(0)::holds));
        derived(table, "s_filter_s f s", call -> stream(call, 1).filterSerial(call.callback(0)::test));
        derived(table, "s_filter_map f s", call -> stream(call, 1).filterMap(call.letOutCallback(0)::optionValue));
        derived(table, "s_filter_map_s f s", call -> stream(call, 1).filterMapSerial(call.callback(0)::option));
        derived(table, "s_map_list f s", call -> stream(call, 1).mapList(call.letOutCallback(0)::listValue));
        derived(table, "s_map_list_s f s", call -> stream(call, 1).mapListSerial(call.callback(0)::list));
        derived(table, "s_append s s", call -> stream(call, 0).append(stream(call, 1)));
        derived(table, "s_concat s*", call -> LwtStream.concat(LwtStream.of(streams(call, 0))));
        derived(table, "s_choose s*", call -> LwtStream.choose(streams(call, 0)));
        derived(table, "s_combine s s", call -> stream(call, 0).combine(stream(call, 1)));
        derived(table, "s_wrap_exn s", call -> stream(call, 0).wrapFailures().map(StreamOps::value));
    }

    private static void derived(Operations table, String form, Function<Call, LwtStream<?>> body) {
        table.create("s = " + form, body, StreamOps::state);
    }

    private static Value value(Result<Object, Throwable> result) {
        return switch (result) {
            case Result.Ok<Object, Throwable> ok -> Value.of(ok.value());
            case Result.Error<Object, Throwable> error -> new Value.Failure(error.error());
        };
    }

    /* ---- Reading ---- */

    private static void addReading(Operations table) {
        table.promise("s_next s", call -> stream(call, 0).next());
        table.promise("s_get s", call -> stream(call, 0).get().map(Value::of));
        table.promise("s_peek s", call -> stream(call, 0).peek().map(Value::of));
        table.promise("s_last_new s", call -> stream(call, 0).lastNew());
        table.promise("s_junk s", call -> stream(call, 0).junk());
        table.promise("s_is_empty s", call -> stream(call, 0).isEmpty().map(Value::of));
        table.promise("s_closed s", call -> stream(call, 0).closed());
        table.action("s_on_termination s f", call -> stream(call, 0).onTermination(call.callback(1)::run));
    }

    private static void addReadingSeveral(Operations table) {
        table.promise(
                "s_npeek N s", call -> stream(call, 1).npeek(call.number(0)).map(Value::of));
        table.promise("s_nget N s", call -> stream(call, 1).nget(call.number(0)).map(Value::of));
        table.promise("s_njunk N s", call -> stream(call, 1).njunk(call.number(0)));
        table.promise("s_junk_old s", call -> stream(call, 0).junkOld());
        table.promise(
                "s_get_while f s",
                call -> stream(call, 1).getWhile(call.letOutCallback(0)::holds).map(Value::of));
        table.promise(
                "s_get_while_s f s",
                call -> stream(call, 1).getWhileSerial(call.callback(0)::test).map(Value::of));
        table.promise("s_junk_while f s", call -> stream(call, 1).junkWhile(call.letOutCallback(0)::holds));
        table.promise("s_junk_while_s f s", call -> stream(call, 1).junkWhileSerial(call.callback(0)::test));
        table.promise("s_to_list s", call -> stream(call, 0).toList().map(Value::of));
        table.promise("s_parse s f", call -> {
            Callback parser = call.callback(1);
            return stream(call, 0).parse(_ -> parser.start());
        });
        table.action(
                "s_get_available s", call -> available(call, stream(call, 0).getAvailable()));
        table.action(
                "s_get_available_up_to N s",
                call -> available(call, stream(call, 1).getAvailableUpTo(call.number(0))));
    }

    private static void available(Call call, List<Object> elements) {
        call.effect("available " + Value.of(elements));
    }

    private static void addVisits(Operations table) {
        table.promise("s_iter f s", call -> stream(call, 1).iter(call.letOutCallback(0)::accept));
        table.promise("s_iter_s f s", call -> stream(call, 1).iterSerial(call.callback(0)::apply));
        table.promise("s_iter_p f s", call -> stream(call, 1).iterParallel(call.callback(0)::apply));
        table.promise("s_iter_n N f s", call -> stream(call, 2).iterBounded(call.number(0), call.callback(1)::apply));
        table.promise("s_fold f V s", call -> {
            Callback callback = call.letOutCallback(0);
            return stream(call, 2)
                    .<Value>fold(
                            (element, accumulated) -> callback.value(new Pair(Value.of(element), accumulated)),
                            call.value(1));
        });
        table.promise("s_fold_s f V s", call -> {
            Callback callback = call.callback(0);
            return stream(call, 2)
                    .<Object>foldSerial(
                            (element, accumulated) ->
                                    callback.apply(new Pair(Value.of(element), Value.of(accumulated))),
                            call.value(1));
        });
    }

    private static void addSearches(Operations table) {
        table.promise(
                "s_find f s",
                call -> stream(call, 1).find(call.letOutCallback(0)::holds).map(Value::of));
        table.promise(
                "s_find_s f s",
                call -> stream(call, 1).findSerial(call.callback(0)::test).map(Value::of));
        table.promise(
                "s_find_map f s",
                call -> stream(call, 1)
                        .findMap(call.letOutCallback(0)::optionValue)
                        .map(Value::of));
        table.promise(
                "s_find_map_s f s",
                call -> stream(call, 1).findMapSerial(call.callback(0)::option).map(Value::of));
    }
}
