package lwt.top;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.unix.LwtIo;
import lwt.unix.LwtMain;
import lwt.unix.LwtUnix;

/// The program: a session with the user, or, with files or where standard input or output is no terminal, scripts.
///
/// @see "Lwt manual (December 2010), “Installation”"
public final class TopMain {
    private static final String HISTORY_FILE = ".lwt-top-history";
    private static final int STATUS_OF_AN_ERROR = 1;

    private TopMain() {}

    /// Runs the scripts named, or one from standard input, or a session. Ends the process: with status 1 if a script
    /// has
    /// an error.
    public static void main(String[] arguments) {
        System.exit(LwtMain.run(() -> run(List.of(arguments))));
    }

    private static Promise<Integer> run(List<String> files) {
        if (!files.isEmpty()) {
            return scripts(files);
        }
        return Lwt.both(LwtUnix.stdin().isTerminal(), LwtUnix.stdout().isTerminal())
                .bind(terminals -> terminals.first() && terminals.second() ? interactive() : scripts(List.of("-")));
    }

    private static Promise<Integer> interactive() {
        Above above = new Above();
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(above.stream());
        System.setErr(above.stream());
        Session session = new Session(UserLoop.start(new UserLoop.Outputs(above.sink(), above.sink())));
        return Lwt.finalizing(() -> new Interactive(session, above, historyFile()).run(), () -> {
                    above.end();
                    System.setOut(out);
                    System.setErr(err);
                    return session.end();
                })
                .map(_ -> 0);
    }

    private static Path historyFile() {
        String file = System.getenv("LWT_TOP_HISTORY");
        return file == null ? Path.of(System.getProperty("user.home"), HISTORY_FILE) : Path.of(file);
    }

    private static Promise<Integer> scripts(List<String> files) {
        Session session = new Session(UserLoop.start(null));
        Commands commands = new Commands(session);
        Promise<Boolean> well = Lwt.of(true);
        for (String file : files) {
            well = well.bind(before -> before ? script(session, commands, file) : Lwt.of(false));
        }
        Promise<Boolean> all = well;
        return Lwt.finalizing(() -> all, session::end).map(good -> good ? 0 : STATUS_OF_AN_ERROR);
    }

    private static Promise<Boolean> script(Session session, Commands commands, String file) {
        boolean isInput = file.equals("-");
        LwtStream<String> lines = isInput ? LwtIo.stdin().lines() : LwtIo.linesOfFile(Path.of(file));
        String name = isInput ? "stdin" : file;
        return Lwt.catching(
                () -> new Script(session, commands, name, lines, Script.standardReporter()).run(),
                failure -> LwtIo.eprintl(name + ": " + failure).map(_ -> false));
    }
}
