package conformance;

import conformance.Value.Pair;
import java.util.List;
import java.util.function.Function;
import lwt.react.LwtEvent;
import org.jspecify.annotations.Nullable;
import react.Event;
import react.EventSender;
import react.Signal;
import react.SignalSetter;

/// The operations on events and signals. What is primitive has a companion of the same number: `i3` sends `e3`,
/// `j3` sets `g3`.
///
/// Every occurrence of every event is an effect, so each event has a dependent that writes it down.
final class ReactOps implements OperationGroup {

    @Override
    public void addTo(Operations table) {
        addPrimitives(table);
        addEvents(table);
        addEventsOfSeveral(table);
        addSignals(table);
        addEventsOfSignals(table);
        addPromises(table);
    }

    /* ---- Arguments ---- */

    /// Two objects are the same if the values that they stand for are.
    private static boolean same(@Nullable Object one, @Nullable Object other) {
        return Value.of(one).equals(Value.of(other));
    }

    private static Event<@Nullable Object> event(Call call, int position) {
        return widen(call.register(position, Event.class));
    }

    private static List<Event<@Nullable Object>> events(Call call, int position) {
        return call.registers(position, Event.class).stream()
                .map(ReactOps::widen)
                .toList();
    }

    @SuppressWarnings("unchecked") // occurrences are only ever read, as Objects
    private static Event<@Nullable Object> widen(Event<?> event) {
        return (Event<@Nullable Object>) event;
    }

    /// An event whose occurrences can be elements of a stream: none is null.
    @SuppressWarnings("unchecked") // null is the value of a Promise<Void>, and no function for events gives one
    private static Event<Object> elements(Call call, int position) {
        return call.register(position, Event.class);
    }

    @SuppressWarnings("unchecked") // values are only ever read, as Objects
    private static Signal<@Nullable Object> signal(Call call, int position) {
        return call.register(position, Signal.class);
    }

    private static Value pair(@Nullable Object first, @Nullable Object second) {
        return new Pair(Value.of(first), Value.of(second));
    }

    /* ---- Results ---- */

    private static void event(Operations table, String form, Function<Call, Event<?>> body) {
        table.create("e = " + form, call -> shown(call, body.apply(call)));
    }

    private static Event<?> shown(Call call, Event<?> event) {
        String name = call.target();
        call.keep(event.trace(value -> call.effect(name + "=" + Value.of(value))));
        return event;
    }

    private static void signal(Operations table, String form, Function<Call, Signal<?>> body) {
        table.create("g = " + form, body, ReactOps::state);
    }

    private static String state(Signal<?> signal) {
        return Value.of(signal.value()).toString();
    }

    /* ---- Making and sending ---- */

    private static void addPrimitives(Operations table) {
        table.create("e,i = e_create", call -> {
            EventSender<Value> sender = Event.create();
            call.defineCompanion('i', sender);
            return shown(call, sender.event());
        });
        table.action("e_push e V", call -> sender(call).send(call.value(1)));
        event(table, "e_never", _ -> Event.never());
        table.action("e_stop e", call -> event(call, 0).stop());
        table.create(
                "g,j = g_create V",
                call -> {
                    SignalSetter<Value> setter = Signal.create(call.value(0));
                    call.defineCompanion('j', setter);
                    return setter.signal();
                },
                ReactOps::state);
        table.action("g_set g V", call -> setter(call).set(call.value(1)));
        signal(table, "g_const V", call -> Signal.constant(call.value(0)));
    }

    @SuppressWarnings("unchecked") // made by e_create
    private static EventSender<Value> sender(Call call) {
        return call.companion(0, 'i', EventSender.class);
    }

    @SuppressWarnings("unchecked") // made by g_create
    private static SignalSetter<Value> setter(Call call) {
        return call.companion(0, 'j', SignalSetter.class);
    }

    /* ---- Events ---- */

    private static void addEvents(Operations table) {
        event(table, "e_map f e", call -> event(call, 1).map(call.callback(0)::value));
        event(table, "e_filter f e", call -> event(call, 1).filter(call.callback(0)::holds));
        event(table, "e_fmap f e", call -> event(call, 1).filterMap(call.callback(0)::optionValue));
        event(table, "e_changes e", call -> event(call, 0).changes(ReactOps::same));
        event(table, "e_once e", call -> event(call, 0).once());
        event(table, "e_drop_once e", call -> event(call, 0).dropOnce());
        event(table, "e_stamp e V", call -> event(call, 0).stamp(call.value(1)));
        event(table, "e_diff f e", call -> {
            Callback f = call.callback(0);
            return event(call, 1).diff((newer, older) -> f.value(pair(newer, older)));
        });
        event(table, "e_fold f V e", call -> {
            Callback f = call.callback(0);
            return event(call, 2).fold((accumulated, value) -> f.value(pair(accumulated, value)), call.value(1));
        });
    }

    private static void addEventsOfSeveral(Operations table) {
        event(table, "e_select e*", call -> Event.select(events(call, 0)));
        event(table, "e_merge f V e*", call -> {
            Callback f = call.callback(0);
            return Event.merge(
                    events(call, 2), (accumulated, value) -> f.value(pair(accumulated, value)), call.value(1));
        });
        event(table, "e_until e e", call -> event(call, 1).until(event(call, 0)));
        event(table, "e_dismiss e e", call -> event(call, 1).dismiss(event(call, 0)));
        event(table, "e_l2 f e e", call -> {
            Callback f = call.callback(0);
            return Event.combine(event(call, 1), event(call, 2), (a, b) -> f.value(pair(a, b)));
        });
        event(
                table,
                "e_when g e",
                call -> event(call, 1)
                        .on(signal(call, 0).map(value -> Value.of(value).truth())));
    }

    /* ---- Signals ---- */

    private static void addSignals(Operations table) {
        signal(table, "g_hold V e", call -> Signal.hold(event(call, 1), call.value(0), ReactOps::same));
        signal(table, "g_map f g", call -> signal(call, 1).map(call.callback(0)::value));
        signal(
                table,
                "g_filter f V g",
                call -> signal(call, 2).filter(call.callback(0)::holds, call.value(1), ReactOps::same));
        signal(table, "g_l2 f g g", call -> {
            Callback f = call.callback(0);
            return Signal.combine(signal(call, 1), signal(call, 2), (a, b) -> f.value(pair(a, b)));
        });
        signal(table, "g_fold f V e", call -> {
            Callback f = call.callback(0);
            return Signal.fold(
                    event(call, 2), (accumulated, value) -> f.value(pair(accumulated, value)), call.value(1));
        });
    }

    private static void addEventsOfSignals(Operations table) {
        event(table, "g_changes g", call -> signal(call, 0).changes());
        event(table, "g_diff f g", call -> {
            Callback f = call.callback(0);
            return signal(call, 1).diff((newer, older) -> f.value(pair(newer, older)));
        });
        event(table, "g_sample f e g", call -> {
            Callback f = call.callback(0);
            return signal(call, 2).sample(event(call, 1), (value, sampled) -> f.value(pair(value, sampled)));
        });
    }

    /* ---- Promises and streams ---- */

    private static void addPromises(Operations table) {
        table.promise("e_next e", call -> LwtEvent.next(event(call, 0)));
        table.create("s = e_to_stream e", call -> LwtEvent.toStream(elements(call, 0)), StreamOps::state);
        event(table, "e_of_stream s", call -> LwtEvent.ofStream(StreamOps.stream(call, 0)));
        event(table, "e_map_p f e", call -> LwtEvent.mapParallel(event(call, 1), call.callback(0)::apply));
        event(table, "e_map_s f e", call -> LwtEvent.mapSerial(event(call, 1), call.callback(0)::apply));
        event(table, "e_filter_p f e", call -> LwtEvent.filterParallel(event(call, 1), call.callback(0)::test));
        event(table, "e_filter_s f e", call -> LwtEvent.filterSerial(event(call, 1), call.callback(0)::test));
        event(table, "e_fmap_s f e", call -> LwtEvent.filterMapSerial(event(call, 1), call.callback(0)::option));
        event(table, "e_fold_s f V e", call -> {
            Callback f = call.callback(0);
            return LwtEvent.<@Nullable Object, @Nullable Object>foldSerial(
                    event(call, 2), (accumulated, value) -> f.apply(pair(accumulated, value)), call.value(1));
        });
    }
}
