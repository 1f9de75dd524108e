package conformance;

import lwt.Condition;
import lwt.Mutex;
import lwt.Mvar;
import lwt.Pool;
import lwt.Switch;

/// The operations on what threads share: mutexes, conditions, mailboxes, pools and switches.
final class SyncOps implements OperationGroup {

    @Override
    public void addTo(Operations table) {
        addMutex(table);
        addCondition(table);
        addMvar(table);
        addPool(table);
        addSwitch(table);
    }

    private static void addMutex(Operations table) {
        table.create("m = mutex", _ -> new Mutex(), SyncOps::state);
        table.promise("lock m", call -> mutex(call, 0).lock());
        table.action("unlock m", call -> mutex(call, 0).unlock());
        table.promise("with_lock m f", call -> mutex(call, 0).withLock(call.callback(1)::start));
        table.action(
                "is_locked m", call -> call.effect("locked " + mutex(call, 0).isLocked()));
        table.action("is_empty m", call -> call.effect("empty " + mutex(call, 0).isEmpty()));
    }

    private static Mutex mutex(Call call, int position) {
        return call.register(position, Mutex.class);
    }

    private static String state(Mutex mutex) {
        return (mutex.isLocked() ? "locked" : "unlocked") + (mutex.isEmpty() ? "" : "+");
    }

    private static void addCondition(Operations table) {
        table.create("c = cond", _ -> new Condition<Value>());
        table.promise("cwait c", call -> condition(call).await());
        table.promise("cwait c m", call -> condition(call).await(mutex(call, 1)));
        table.action("signal c V", call -> condition(call).signal(call.value(1)));
        table.action("broadcast c V", call -> condition(call).broadcast(call.value(1)));
        table.action("broadcast_exn c E", call -> condition(call).broadcastFailure(call.failure(1)));
    }

    @SuppressWarnings("unchecked") // every condition register is made by the operation "cond"
    private static Condition<Value> condition(Call call) {
        return call.register(0, Condition.class);
    }

    private static void addMvar(Operations table) {
        table.<Mvar<Value>>create(
                "v = mvar V?",
                call -> call.isAbsent(0) ? new Mvar<>() : new Mvar<>(call.value(0)),
                mvar -> mvar.isEmpty() ? "empty" : "full");
        table.promise("put v V", call -> mvar(call).put(call.value(1)));
        table.promise("take v", call -> mvar(call).take());
        table.action(
                "take_available v",
                call -> call.effect("available " + Value.of(mvar(call).takeAvailable())));
    }

    @SuppressWarnings("unchecked") // every mailbox register is made by the operation "mvar"
    private static Mvar<Value> mvar(Call call) {
        return call.register(0, Mvar.class);
    }

    private static void addPool(Operations table) {
        table.create("o = pool N f f? f? f?", SyncOps::createPool, pool -> Integer.toString(pool.waitQueueLength()));
        table.promise("use o f", call -> pool(call).use(call.callback(1)::apply));
        table.promise("clear o", call -> pool(call).clear());
    }

    private static Pool<Object> createPool(Call call) {
        Callback create = call.callback(1);
        Pool<Object> pool = new Pool<>(call.number(0), () -> create.element(Value.unit()));
        if (!call.isAbsent(2)) {
            pool.validatedBy(call.callback(2)::test);
        }
        if (!call.isAbsent(3)) {
            pool.checkedBy(call.letOutCallback(3)::holds);
        }
        if (!call.isAbsent(4)) {
            pool.disposedBy(call.callback(4)::apply);
        }
        return pool;
    }

    @SuppressWarnings("unchecked") // every pool register is made by the operation "pool"
    private static Pool<Object> pool(Call call) {
        return call.register(0, Pool.class);
    }

    private static void addSwitch(Operations table) {
        table.create("w = switch", _ -> new Switch(), SyncOps::state);
        table.action("add_hook w f", call -> theSwitch(call).addHook(call.callback(1)::start));
        table.promise("add_hook_or_exec w f", call -> theSwitch(call).addHookOrRun(call.callback(1)::start));
        table.promise("turn_off w", call -> theSwitch(call).turnOff());
        table.action("check w", call -> theSwitch(call).check());
        table.promise(
                "with_switch +w f",
                call -> Switch.withSwitch(made -> {
                    call.define(call.text(0), made, () -> state(made));
                    return call.callback(1).start();
                }));
    }

    private static Switch theSwitch(Call call) {
        return call.register(0, Switch.class);
    }

    private static String state(Switch aSwitch) {
        return aSwitch.isOn() ? "on" : "off";
    }
}
