import module lwt.text;

import lwt.text.editor.*;

// The prompt is a signal: a clock that ticks while you type, the size of the terminal, what you are doing, what is in the
// clipboard and how long the input is. Ctrl-Space selects, Ctrl-W cuts, Ctrl-Y pastes, Ctrl-R searches.
void main() {
    LwtMain.run(() -> {
        var clock = Signal.create(LocalTime.now().withNano(0));
        var ticking = tick(clock);
        Prompt prompt = state -> Signal.combine(
                clock.signal(), LwtTerm.size(), state, Clipboard.global().contents(), this::prompt);
        return LwtReadLine.readLine(LineOptions.DEFAULT.withPrompt(prompt).withMode(CompletionMode.NONE))
                .bind(line -> {
                    ticking.cancel();
                    return LwtText.printl("You typed: " + line);
                });
    });
}

Promise<Void> tick(SignalSetter<LocalTime> clock) {
    return LwtUnix.sleep(Duration.ofSeconds(1)).bind(_ -> {
        clock.set(LocalTime.now().withNano(0));
        return tick(clock);
    });
}

StyledText prompt(LocalTime time, Size size, EngineState state, String clipboard) {
    var mode = switch (state.mode()) {
        case Mode.Edition _ -> "edition";
        case Mode.Selection _ -> "selection";
        case Mode.Search _ -> "searching";
    };
    return StyledText.of(
            LwtTerm.bold(), LwtTerm.fg(Color.GREEN), LwtTerm.text("┌─( " + time.format(DateTimeFormatter.ISO_LOCAL_TIME)),
            LwtTerm.text(" )─< " + size.lines() + "x" + size.columns() + " >─[ " + mode + " ]\n"),
            LwtTerm.text("├─[ clipboard: " + clipboard.replace('\n', ' ') + " ]─[ length: " + state.allInput().length() + " ]\n"),
            LwtTerm.text("└─"), LwtTerm.reset(),
            LwtTerm.fg(Color.BLUE), LwtTerm.text(System.getProperty("user.name") + "$ "), LwtTerm.reset());
}
