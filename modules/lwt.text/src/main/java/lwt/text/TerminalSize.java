package lwt.text;

import lwt.Loop;
import lwt.unix.LwtUnix;
import lwt.unix.UnixSignal;
import react.Event;
import react.EventSender;
import react.Signal;
import react.SignalSetter;

/// The size of the terminal, as a signal of one loop. The system tells by `SIGWINCH` that it has changed.
final class TerminalSize {
    private static final Size UNKNOWN = new Size(25, 80);

    private final SignalSetter<Size> setter = Signal.create(now());
    private final Signal<Integer> lines = setter.signal().map(Size::lines);
    private final Signal<Integer> columns = setter.signal().map(Size::columns);
    private final EventSender<Size> resumed = Event.create();

    private TerminalSize() {
        try {
            LwtUnix.onSignal(UnixSignal.WINCH, _ -> update());
        } catch (IllegalArgumentException _) {
            // On a system without this signal the size is what it was in the beginning.
        }
    }

    static TerminalSize ofCurrentLoop() {
        return Loop.current().attachment(TerminalSize.class, _ -> new TerminalSize());
    }

    private static Size now() {
        return TerminalDriver.size(TerminalDriver.STANDARD_INPUT)
                .or(() -> TerminalDriver.size(TerminalDriver.STANDARD_OUTPUT))
                .orElse(UNKNOWN);
    }

    private void update() {
        setter.set(now());
    }

    /// The process was stopped and goes on.
    void resumed() {
        update();
        resumed.send(setter.signal().value());
    }

    Signal<Size> size() {
        return setter.signal();
    }

    Signal<Integer> lines() {
        return lines;
    }

    Signal<Integer> columns() {
        return columns;
    }

    Event<Size> resumedEvent() {
        return resumed.event();
    }
}
