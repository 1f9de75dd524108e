import module lwt.unix;

/// Starts the editor that the variable `EDITOR` names, or emacs, in this terminal, and waits for it.
///
/// `./lwt run examples/StartEditor.java [FILE…]`. Ends with the editor's status.
void main(String... files) {
    String editor = System.getenv().getOrDefault("EDITOR", "emacs");
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", editor + " \"$@\"", "sh"));
    words.addAll(List.of(files));
    ProcessStatus status = LwtMain.run(() -> {
        // Ctrl-C in the editor is the editor's: the terminal sends it to us as well.
        SignalHandler handler = LwtUnix.onSignal(UnixSignal.INT, _ -> {});
        return Lwt.finalizing(() -> LwtProcess.exec(Command.of(words)), () -> {
            handler.disable();
            return Lwt.unit();
        });
    });
    switch (status) {
        case ProcessStatus.Exited(int code) -> System.exit(code);
        case ProcessStatus.Signaled(UnixSignal signal) -> {
            System.err.println(editor + " was ended by " + signal);
            System.exit(128 + signal.number());
        }
        case ProcessStatus.Stopped _ -> throw new AssertionError("only LwtUnix.waitForChange tells that");
    }
}
