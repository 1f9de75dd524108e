package lwt.text.editor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.ThrowingSupplier;
import lwt.text.Key;
import lwt.text.Screen;
import lwt.text.Size;
import lwt.text.StyledText;
import org.jspecify.annotations.Nullable;
import react.Event;
import react.EventSender;
import react.Signal;
import react.SignalSetter;

/// A terminal whose user is the test.
final class TestConsole implements Console {
    final Screen screen;
    final List<String> writes = new ArrayList<>();
    final EventSender<Size> resumed = Event.create();
    private final SignalSetter<Size> size;
    private final Deque<Key> keys = new ArrayDeque<>();
    private @Nullable Resolver<Key> reader;
    boolean raw;
    int suspended;

    TestConsole(int lines, int columns) {
        screen = new Screen(lines, columns);
        size = Signal.create(new Size(lines, columns));
    }

    void resize(int lines, int columns) {
        screen.resize(lines, columns);
        size.set(new Size(lines, columns));
    }

    void press(Key... pressed) {
        keys.addAll(List.of(pressed));
        deliver();
    }

    /// Presses the keys of these characters.
    void type(String text) {
        press(text.codePoints().mapToObj(c -> Key.decode(Character.toString(c))).toArray(Key[]::new));
    }

    /// Keys that nobody has read.
    List<Key> left() {
        return List.copyOf(keys);
    }

    private void deliver() {
        Resolver<Key> waiting = reader;
        if (waiting != null && !keys.isEmpty()) {
            reader = null;
            waiting.wakeup(keys.removeFirst());
        }
    }

    @Override
    public Promise<Key> readKey() {
        if (!keys.isEmpty()) {
            return Lwt.of(keys.removeFirst());
        }
        Resolver<Key> waiting = Lwt.task();
        reader = waiting;
        waiting.promise().onCancel(() -> reader = null);
        return waiting.promise();
    }

    @Override
    public void unread(Key key) {
        keys.addLast(key);
    }

    @Override
    public Promise<@Nullable Void> write(StyledText text) {
        String output = Ansi.of(text);
        writes.add(output);
        screen.feed(output);
        return Lwt.pause();
    }

    @Override
    public Signal<Size> size() {
        return size.signal();
    }

    @Override
    public boolean reflows() {
        return false;
    }

    @Override
    public Event<?> resumed() {
        return resumed.event();
    }

    @Override
    public void suspend() {
        suspended++;
    }

    @Override
    public <T extends @Nullable Object> Promise<T> whileReading(ThrowingSupplier<? extends Promise<T>> body) {
        raw = true;
        return Lwt.finalizing(body, () -> {
            raw = false;
            return Lwt.unit();
        });
    }
}
