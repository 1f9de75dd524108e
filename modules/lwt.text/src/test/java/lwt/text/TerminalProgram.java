package lwt.text;

import static lwt.text.LwtTerm.bold;
import static lwt.text.LwtTerm.fg;
import static lwt.text.LwtTerm.text;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.unix.LwtMain;
import org.jspecify.annotations.Nullable;
import react.Subscription;

/// What [TerminalTest] runs on a terminal; the first argument says what to do.
final class TerminalProgram {
    private TerminalProgram() {}

    public static void main(String[] arguments) {
        LwtMain.run(() -> run(arguments[0]));
    }

    private static Promise<@Nullable Void> run(String what) throws Exception {
        return switch (what) {
            case "key" -> raw(LwtTerm::readKey);
            case "nested" ->
                raw(() -> LwtTerm.withRawMode(LwtTerm::readKey)
                        .bind(_ -> LwtText.printl("still raw: " + LwtTerm.isRawMode()))
                        .bind(_ -> LwtTerm.readKey()));
            case "failure" -> raw(() -> LwtTerm.readKey().bind(_ -> Lwt.fail(new IOException("as wanted"))));
            case "crash" ->
                raw(() -> LwtTerm.readKey().bind(_ -> {
                    // An error of the virtual machine ends the loop at once, without its hooks.
                    Lwt.async(() -> Lwt.pause().bind(_ -> {
                        throw new InternalError("as wanted");
                    }));
                    return LwtTerm.readKey();
                }));
            case "exit" -> raw(() -> LwtTerm.readKey().bind(_ -> exit()));
            case "wait" -> raw(TerminalProgram::never);
            case "stuck" ->
                raw(() -> LwtTerm.readKey()
                        .bind(_ -> LwtText.print("stuck")
                                .bind(_ -> LwtText.stdout().flush())
                                .bind(_ -> stick())));
            case "left" -> {
                // Raw mode is under way when the main promise is resolved.
                raw(TerminalProgram::never).ignoreResult();
                yield LwtTerm.readKey().bind(_ -> Lwt.unit());
            }
            case "switches" ->
                LwtTerm.withRawMode(() -> LwtTerm.enterDrawingMode()
                                .bind(_ -> LwtTerm.hideCursor())
                                .bind(_ -> LwtTerm.withBracketedPaste(
                                        () -> LwtText.print("drawn").bind(_ -> LwtTerm.readKey()))))
                        .bind(key -> LwtText.stdout().flush().bind(_ -> {
                            throw new IOException("no " + key);
                        }));
            case "paste" ->
                LwtTerm.withRawMode(() -> LwtTerm.withBracketedPaste(() ->
                        LwtText.printl("ready").bind(_ -> LwtTerm.readKey()).bind(key -> LwtText.printl(key + "."))));
            case "size" -> size();
            case "styles" ->
                LwtTerm.printlc(fg(Color.BLUE), bold(), text("foo"))
                        .bind(_ -> LwtTerm.eprintlc(fg(Color.RED), text("bar")))
                        .bind(_ -> LwtTerm.printc(StyledText.of("plain\n")));
            case "threads" -> raw(LwtTerm::readKey).bind(_ -> LwtText.printl("threads: " + threads()));
            case "name" -> LwtText.printf("My name is %s\n", "J\u00e9r\u00e9mie");
            case "stop" ->
                raw(() -> {
                    Subscription subscription = LwtTerm.resumed()
                            .subscribe(size ->
                                    LwtText.printl("back " + size.columns()).ignoreResult());
                    return LwtTerm.readKey().bind(key -> {
                        subscription.cancel();
                        return LwtText.printl(key + ".");
                    });
                });
            default -> throw new IllegalArgumentException(what);
        };
    }

    private static <T> Promise<@Nullable Void> raw(lwt.ThrowingSupplier<Promise<T>> body) {
        return LwtTerm.withRawMode(() -> LwtText.printl("raw").bind(_ -> body.get()))
                .bind(_ -> Lwt.unit());
    }

    private static Promise<@Nullable Void> never() {
        return Lwt.<@Nullable Void>task().promise();
    }

    private static Promise<@Nullable Void> exit() {
        System.exit(3);
        return Lwt.unit();
    }

    private static Promise<@Nullable Void> stick() throws InterruptedException {
        Thread.sleep(600_000);
        return Lwt.unit();
    }

    private static Promise<@Nullable Void> size() {
        Resolver<@Nullable Void> done = Lwt.task();
        LwtTerm.size().subscribe(size -> {
            LwtText.printl(size.lines() + "x" + size.columns()).ignoreResult();
            if (size.columns() == 33) {
                done.wakeup(null);
            }
        });
        return LwtText.printl("first " + LwtTerm.lines().value() + "x"
                        + LwtTerm.columns().value())
                .bind(_ -> done.promise());
    }

    /// The threads that are not the JVM's own.
    private static String threads() {
        List<String> names = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() != null
                        && !thread.getThreadGroup().getName().equals("system"))
                .map(Thread::getName)
                .filter(name -> !name.equals("Common-Cleaner"))
                .sorted()
                .toList();
        return names.stream().collect(Collectors.joining(","));
    }
}
