import module lwt.preemptive;
import module lwt.text;

import lwt.text.editor.*;

// A small shell: each line is run by the system's shell. Programs on the PATH are completed, also while the PATH is still
// being looked through, on a thread of its own. Ctrl-C drops a line, Ctrl-D ends.
void main() {
    LwtMain.run(() -> {
        var programs = LwtPreemptive.detach(this::programs);
        return shell(programs, List.of(), 0);
    });
}

Promise<Void> shell(Promise<NavigableSet<String>> programs, List<String> history, int status) {
    var options = LineOptions.DEFAULT
            .withPrompt(prompt(status))
            .withHistory(history)
            .withCompletion(input -> programs.shielded().map(
                    all -> Completion.complete("", input.before(), input.after(), all)));
    return Lwt.tryBind(
            () -> LwtReadLine.readLine(options),
            line -> run(line).bind(next -> shell(programs, History.add(line, history), next)),
            failure -> switch (failure) {
                case Interrupt interrupt when !interrupt.isEndOfInput() -> shell(programs, history, status);
                case Interrupt _, EOFException _ -> Lwt.unit();
                default -> Lwt.fail(failure);
            });
}

/// The status of the command; 255 if a signal ended it.
Promise<Integer> run(String line) {
    return LwtUnix.system(line).map(status -> switch (status) {
        case ProcessStatus.Exited(int code) -> code;
        default -> 255;
    });
}

StyledText prompt(int status) {
    var time = LocalTime.now().format(DateTimeFormatter.ofPattern("HH:mm"));
    return StyledText.of(
            LwtTerm.fg(Color.GREEN), LwtTerm.text(System.getProperty("user.name") + " "),
            LwtTerm.fg(Color.YELLOW), LwtTerm.text(time + " "),
            LwtTerm.fg(Color.BLUE), LwtTerm.text(folder(20) + " "),
            LwtTerm.bold(), LwtTerm.fg(status == 0 ? Color.WHITE : Color.RED), LwtTerm.text(status + " "),
            LwtTerm.reset(), LwtTerm.text("$ "));
}

/// The working folder, with ~ for that of the user, and its end only if it is too long.
String folder(int most) {
    var here = System.getProperty("user.dir");
    var home = System.getProperty("user.home");
    var name = here.startsWith(home) ? "~" + here.substring(home.length()) : here;
    return name.length() <= most ? name : ".." + name.substring(name.length() - most + 2);
}

NavigableSet<String> programs() throws IOException {
    var programs = new TreeSet<String>();
    for (var folder : System.getenv("PATH").split(":")) {
        if (Files.isDirectory(Path.of(folder))) {
            try (var files = Files.newDirectoryStream(Path.of(folder), Files::isExecutable)) {
                files.forEach(file -> programs.add(file.getFileName().toString()));
            }
        }
    }
    return programs;
}
