package lwt.text.editor;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.text.Key;
import lwt.text.StyledText;
import lwt.text.editor.Mode.Edition;
import lwt.text.editor.Mode.Search;
import lwt.text.editor.Mode.Selection;
import org.jspecify.annotations.Nullable;
import react.Signal;
import react.SignalSetter;
import react.Subscription;

/// A running instance of the editor.
///
/// It is one loop over events: keys of the user, and commands and requests of the program, in the order in which they
/// come. An event is finished before the next is looked at, though a filter may take its time; a completion is no event
/// and holds nothing up. When no event is left, the state is published, on which the prompt and the completion depend,
/// and what has changed is drawn: so a burst of keys is drawn once.
///
/// Keys are read one at a time and only when none is left to handle. So what the user has typed beyond the end of the
/// input is left to whoever reads next.
final class Session {
    /// What comes after an event: more of them, or an end of the input.
    enum Next {
        GO_ON,
        ACCEPTED,
        INTERRUPTED,
        END_OF_INPUT
    }

    private final Console console;
    private final LineOptions options;
    private final Clipboard clipboard;
    private final Completing completing;

    private final SignalSetter<EngineState> published;
    private final Signal<StyledText> prompt;
    private final List<Subscription> subscriptions;

    private final Queue<Event> events = new ArrayDeque<>();
    private @Nullable Promise<Key> reading;
    private @Nullable Resolver<@Nullable Void> waiting;
    private boolean ended;

    private EngineState engine;
    private Rendering rendering;
    private boolean changed = true; // since it was drawn last
    private int hidden;

    /// What the loop is to do.
    private interface Event {
        Promise<Next> handle() throws Exception;

        /// The session has ended before.
        default void drop() {}
    }

    Session(Console console, LineOptions options) {
        this.console = console;
        this.options = options;
        clipboard = options.clipboard().get();
        rendering = nothing();
        engine = EngineState.init(options.history());
        published = Signal.create(engine);
        prompt = options.prompt().of(published.signal());
        completing = new Completing(options.completion(), this::change);
        subscriptions = List.of(
                prompt.subscribe(_ -> change()),
                console.size().subscribe(_ -> change()),
                console.resumed().subscribe(_ -> forgetScreen()));
    }

    /* ---- Requests of the program ---- */

    Control.State state() {
        return new Control.State(engine, rendering);
    }

    Signal<EngineState> published() {
        return published.signal();
    }

    void send(Command command) {
        push(() -> filtered(command));
    }

    Promise<@Nullable Void> hide() {
        return request(() -> {
            hidden++;
            return hidden == 1 ? erase() : Lwt.unit();
        });
    }

    Promise<@Nullable Void> show() {
        return request(() -> {
            hidden = Math.max(0, hidden - 1);
            return hidden == 0 ? draw() : Lwt.unit();
        });
    }

    /// What the loop is to do; resolves when it has, or when the session has ended.
    private Promise<@Nullable Void> request(Supplier body) {
        if (ended) {
            return Lwt.unit();
        }
        Resolver<@Nullable Void> done = Lwt.waiter();
        push(new Event() {
            @Override
            public Promise<Next> handle() {
                return body.get().map(_ -> {
                    done.wakeupLater(null);
                    return Next.GO_ON;
                });
            }

            @Override
            public void drop() {
                done.wakeupLater(null);
            }
        });
        return done.promise();
    }

    private interface Supplier {
        Promise<@Nullable Void> get();
    }

    /* ---- The loop ---- */

    /// Reads until the input ends: resolves with how. It is drawn for the last time then, also after a failure.
    Promise<Next> run() {
        return console.whileReading(() -> Lwt.finalizing(this::loop, this::end));
    }

    private void push(Event event) {
        if (ended) {
            event.drop();
        } else {
            events.add(event);
            wake();
        }
    }

    private void change() {
        changed = true;
        wake();
    }

    private Rendering nothing() {
        return Rendering.init().onTerminalThatReflows(console.reflows());
    }

    private void forgetScreen() {
        rendering = nothing();
        change();
    }

    private void wake() {
        Resolver<@Nullable Void> waiter = waiting;
        waiting = null;
        if (waiter != null) {
            waiter.wakeupLater(null);
        }
    }

    private Promise<Next> loop() {
        if (events.isEmpty()) {
            readKey();
        }
        Event event = events.poll();
        if (event == null) {
            return idle().bind(_ -> loop());
        }
        return Lwt.apply(Event::handle, event).bind(next -> next == Next.GO_ON ? loop() : Lwt.of(next));
    }

    /// Has a key on its way; it may be there at once.
    private void readKey() {
        if (reading == null) {
            Promise<Key> key = console.readKey();
            reading = key;
            key.onAny(this::handleLater, failure -> {
                reading = null;
                push(() -> Lwt.fail(failure));
            });
        }
    }

    private void handleLater(Key key) {
        reading = null;
        push(new Event() {
            @Override
            public Promise<Next> handle() throws Exception {
                return filtered(options.keys().command(key));
            }

            @Override
            public void drop() {
                console.unread(key);
            }
        });
    }

    /// Nothing is left to do: shows the state, and waits.
    private Promise<@Nullable Void> idle() {
        publish();
        if (!events.isEmpty()) {
            return Lwt.unit();
        }
        if (changed && hidden == 0) {
            return draw();
        }
        Resolver<@Nullable Void> waiter = Lwt.task();
        waiting = waiter;
        return waiter.promise();
    }

    private Promise<@Nullable Void> end() {
        ended = true;
        completing.stop();
        if (reading != null) {
            reading.cancel();
        }
        subscriptions.forEach(Subscription::cancel);
        events.forEach(Event::drop);
        return console.write(rendering.lastDraw(console.size().value(), view()));
    }

    /* ---- The screen ---- */

    private Rendering.View view() {
        return new Rendering.View(prompt.value(), engine, completing.box(), options.look());
    }

    private Promise<@Nullable Void> draw() {
        changed = false;
        Rendering.Drawn drawn = rendering.draw(console.size().value(), view());
        rendering = drawn.rendering();
        return drawn.output().instructions().isEmpty() ? Lwt.unit() : console.write(drawn.output());
    }

    private Promise<@Nullable Void> erase() {
        StyledText output = rendering.erase(console.size().value());
        forgetScreen();
        return console.write(output);
    }

    /* ---- Completion ---- */

    /// Tells the state to what depends on it.
    private void publish() {
        EngineState before = published.signal().value();
        if (!before.equals(engine)) {
            published.set(engine);
            change();
        }
        if (options.mode() == CompletionMode.REAL_TIME && (suggested == null || !suggested.equals(engine.mode()))) {
            suggested = engine.mode();
            suggest(engine.mode());
        }
    }

    private @Nullable Mode suggested; // what the box is about
    private boolean wanted; // the result of the running completion is to be taken

    private void suggest(Mode mode) {
        wanted = false;
        switch (mode) {
            case Selection _ -> {
                completing.stop();
                completing.show(new Box.Message("<selection>"));
            }
            case Search _ -> {
                completing.stop();
                completing.show(Box.none());
            }
            case Edition edition ->
                completing.start(edition, found -> {
                    completing.showWords(found);
                    if (wanted) {
                        take(found);
                    }
                });
        }
    }

    private void take(CompletionResult found) {
        push(() -> {
            engine = engine.replace(found.state());
            return Lwt.of(Next.GO_ON);
        });
    }

    private void complete() {
        switch (options.mode()) {
            case NONE -> {}
            case REAL_TIME -> {
                publish(); // several keys at once: the completion of this input may not have begun
                CompletionResult found = completing.result();
                if (found == null) {
                    wanted = true;
                } else {
                    take(found);
                }
            }
            case CLASSIC -> {
                engine = engine.reset();
                completing.start(engine.edition(), this::takeAndPrint);
            }
        }
    }

    private void takeAndPrint(CompletionResult found) {
        completing.show(Box.none());
        push(() -> {
            engine = engine.replace(found.state());
            return found.words().size() < 2 ? Lwt.of(Next.GO_ON) : print(found).map(_ -> Next.GO_ON);
        });
    }

    /// Leaves the input as it is on the screen, and the words below it.
    private Promise<@Nullable Void> print(CompletionResult found) {
        StyledText input = rendering.lastDraw(console.size().value(), view());
        String words = WordColumns.of(
                List.copyOf(found.words()), console.size().value().columns());
        forgetScreen();
        return console.write(input.plus(StyledText.of(words.replace("\n", "\r\n")))
                .plus(found.documentation())
                .plus(StyledText.of(found.documentation().instructions().isEmpty() ? "" : "\r\n")));
    }

    /* ---- Commands ---- */

    private Promise<Next> filtered(Command command) throws Exception {
        if (options.mode() == CompletionMode.CLASSIC && command != Action.NOP) {
            completing.stop();
            completing.show(Box.none());
        }
        return options.filter().filter(state(), command).bind(this::execute);
    }

    private Promise<Next> execute(Command command) throws Exception {
        return switch (command) {
            case Command.Char _ -> update(command);
            case Action action -> execute(action);
        };
    }

    private Promise<Next> execute(Action action) throws Exception {
        return switch (action) {
            case ACCEPT_LINE -> accept();
            case BREAK -> Lwt.of(Next.INTERRUPTED);
            case DELETE_CHAR_OR_LIST -> deleteOrList();
            case COMPLETE -> {
                complete();
                yield Lwt.of(Next.GO_ON);
            }
            case META_COMPLETE -> {
                metaComplete();
                yield Lwt.of(Next.GO_ON);
            }
            case COMPLETE_LEFT -> select((words, _) -> words.selected() - 1);
            case COMPLETE_RIGHT -> select((words, _) -> words.selected() + 1);
            case COMPLETE_UP -> select((words, grid) -> grid.move(words.selected(), -1));
            case COMPLETE_DOWN -> select((words, grid) -> grid.move(words.selected(), 1));
            case COMPLETE_FIRST -> select((_, _) -> 0);
            case COMPLETE_LAST -> select((words, _) -> words.words().size());
            case CLEAR_SCREEN -> {
                forgetScreen();
                yield console.write(StyledText.of("\u001b[H\u001b[2J")).map(_ -> Next.GO_ON);
            }
            case SUSPEND -> {
                console.suspend();
                yield Lwt.of(Next.GO_ON);
            }
            case REFRESH -> erase().map(_ -> Next.GO_ON);
            default -> update(action);
        };
    }

    private Promise<Next> update(Command command) {
        engine = engine.update(command, clipboard);
        return Lwt.of(Next.GO_ON);
    }

    private Promise<Next> accept() throws Exception {
        engine = engine.reset();
        return options.acceptance().isComplete(engine.allInput()).bind(complete -> {
            if (complete) {
                return Lwt.of(Next.ACCEPTED);
            }
            return update(Command.insert("\n"));
        });
    }

    private Promise<Next> deleteOrList() {
        if (engine.mode() instanceof Edition(String before, String after) && after.isEmpty()) {
            if (before.isEmpty()) {
                return Lwt.of(Next.END_OF_INPUT);
            }
            complete();
            return Lwt.of(Next.GO_ON);
        }
        return update(Action.DELETE_CHAR_OR_LIST);
    }

    /* ---- Words of the box ---- */

    private interface Choice {
        int of(Box.Words words, WordGrid grid);
    }

    private Promise<Next> select(Choice choice) {
        if (completing.box() instanceof Box.Words words) {
            int columns = console.size().value().columns();
            completing.show(words.select(choice.of(words, BoxDrawing.grid(words.words(), columns))));
        }
        return Lwt.of(Next.GO_ON);
    }

    private void metaComplete() {
        if (completing.box() instanceof Box.Words words && !words.words().isEmpty()) {
            engine = engine.reset();
            Edition edition = engine.edition();
            String word = words.words().get(words.selected());
            engine = engine.replace(new Edition(join(edition.before(), word), edition.after()));
        }
    }

    /// The text and the word; what the text ends with and the word begins with is there once.
    private static String join(String text, String word) {
        int common = Math.min(text.length(), word.length());
        while (!text.regionMatches(text.length() - common, word, 0, common)) {
            common--;
        }
        return text + word.substring(common);
    }
}
