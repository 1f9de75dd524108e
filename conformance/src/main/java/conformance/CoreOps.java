package conformance;

import java.util.List;
import lwt.Key;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import org.jspecify.annotations.Nullable;

/// The operations of the core: promises, their combinations, cancellation, storage, pausing.
final class CoreOps implements OperationGroup {

    @Override
    public void addTo(Operations table) {
        addMaking(table);
        addResolving(table);
        addSequencing(table);
        addCombining(table);
        addCanceling(table);
        addWatching(table);
        addStorage(table);
        addPausing(table);
    }

    private static void addMaking(Operations table) {
        table.promise("return V", call -> Lwt.of(call.value(0)));
        table.promise("fail E", call -> Lwt.fail(call.failure(0)));
        table.promise("p?,r = wait", call -> pending(call, Lwt.waiter()));
        table.promise("p?,r = task", call -> pending(call, Lwt.task()));
        table.promise("apply f V", call -> Lwt.apply(call.callback(0)::apply, call.value(1)));
        table.promise("wrap f", call -> Lwt.wrap(call.callback(0)::value));
    }

    private static Promise<Object> pending(Call call, Resolver<Object> resolver) {
        call.defineCompanion('r', resolver);
        return resolver.promise();
    }

    private static void addResolving(Operations table) {
        table.action("wakeup r V", call -> resolver(call).wakeup(call.value(1)));
        table.action("wakeup_exn r E", call -> resolver(call).fail(call.failure(1)));
        table.action("wakeup_later r V", call -> resolver(call).wakeupLater(call.value(1)));
        table.action("wakeup_later_exn r E", call -> resolver(call).failLater(call.failure(1)));
    }

    @SuppressWarnings("unchecked") // every resolver register is made by pending()
    private static Resolver<Object> resolver(Call call) {
        return call.register(0, Resolver.class);
    }

    private static void addSequencing(Operations table) {
        table.promise("bind p f", call -> call.promise(0).bind(call.callback(1)::apply));
        table.promise("map p f", call -> call.promise(0).map(call.callback(1)::value));
        table.promise("catch f f", call -> Lwt.catching(call.callback(0)::start, call.callback(1)::apply));
        table.promise(
                "try_bind f f f",
                call -> Lwt.tryBind(call.callback(0)::start, call.callback(1)::apply, call.callback(2)::apply));
        table.promise("finalize f f", call -> Lwt.finalizing(call.callback(0)::start, call.callback(1)::start));
    }

    private static void addCombining(Operations table) {
        table.promise("join p*", call -> Lwt.join(call.promises(0)));
        table.promise("all p*", call -> Lwt.all(call.promises(0)).map(Value::of));
        table.promise("both p p", call -> Lwt.both(call.promise(0), call.promise(1)));
        table.promise("choose p*", call -> Lwt.choose(call.promises(0)));
        table.promise("pick p*", call -> Lwt.pick(call.promises(0)));
        table.promise("nchoose p*", call -> Lwt.nchoose(call.promises(0)).map(Value::of));
        table.promise("npick p*", call -> Lwt.npick(call.promises(0)).map(Value::of));
        table.promise("nchoose_split p*", call -> nchooseSplit(call.promises(0)));
    }

    private static Promise<Value> nchooseSplit(List<Promise<Object>> promises) {
        return Lwt.nchooseSplit(promises)
                .map(split -> new Value.Pair(Value.of(split.values()), positions(split.pending(), promises)));
    }

    /// Where in `all` the promises stand, each the first time that it occurs there.
    private static Value positions(List<Promise<Object>> some, List<Promise<Object>> all) {
        return new Value.Items(some.stream()
                .<Value>map(promise -> new Value.Int(all.indexOf(promise))) // promises are equal only to themselves
                .toList());
    }

    private static void addCanceling(Operations table) {
        table.action("cancel p", call -> call.promise(0).cancel());
        table.promise("protected p", call -> call.promise(0).shielded());
        table.promise("no_cancel p", call -> call.promise(0).noCancel());
        table.promise("wrap_in_cancelable p", call -> call.promise(0).wrapInCancelable());
        table.action("on_cancel p f", call -> call.promise(0).onCancel(call.callback(1)::run));
    }

    private static void addWatching(Operations table) {
        table.action("on_success p f", call -> call.promise(0).onSuccess(call.callback(1)::accept));
        table.action("on_failure p f", call -> call.promise(0).onFailure(call.callback(1)::accept));
        table.action("on_termination p f", call -> call.promise(0).onTermination(call.callback(1)::run));
        table.action("on_any p f f", call -> call.promise(0).onAny(call.callback(1)::accept, call.callback(2)::accept));
        table.action("async f", call -> Lwt.async(call.callback(0)::start));
        table.action("dont_wait f f", call -> Lwt.dontWait(call.callback(0)::start, call.callback(1)::accept));
        table.action("ignore_result p", call -> call.promise(0).ignoreResult());
        table.action("state p", call -> call.effect("state " + call.text(0) + "=" + Registers.state(call.promise(0))));
        table.action(
                "is_sleeping p",
                call -> call.effect(
                        "sleeping " + call.text(0) + "=" + call.promise(0).isSleeping()));
        table.action("log T", call -> call.effect("log " + call.text(0)));
    }

    private static void addStorage(Operations table) {
        table.create("k = key", _ -> new Key<Value>());
        table.action(
                "get k",
                call -> call.effect(call.text(0) + "=" + Value.of(key(call).get())));
        table.promise("with_value k V f", call -> key(call).withValue(present(call.value(1)), call.callback(2)::start));
    }

    @SuppressWarnings("unchecked") // every key register is made by the operation "key"
    private static Key<Value> key(Call call) {
        return call.register(0, Key.class);
    }

    /// `null`, which unsets a key, for the absent option.
    private static @Nullable Value present(Value value) {
        return value.equals(Value.none()) ? null : value;
    }

    private static void addPausing(Operations table) {
        table.promise("pause", _ -> Lwt.pause());
        table.action("wakeup_paused", _ -> Lwt.wakeupPaused());
        table.action("paused_count", call -> call.effect("paused " + Lwt.pausedCount()));
    }
}
