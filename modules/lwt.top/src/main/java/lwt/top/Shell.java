package lwt.top;

import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/*
 * The session: JShell, and what the answers are made of. All of it runs on the compiler's thread.
 *
 * An expression whose type is a promise is evaluated as `await(…)` of it: so its value is shown, and is what `$1` is;
 * where the value is nothing, as a statement. The compiler is asked for the type first, unless the first word tells
 * that the snippet is no expression.
 */
final class Shell {
    private static final String AWAIT = "lwt.direct.Direct.await(";
    private static final Pattern PROMISE = Pattern.compile("(?:lwt\\.)?Promise<(.*)>");
    private static final Pattern ANNOTATION = Pattern.compile("@[\\w.]+ ");
    private static final Pattern VARIABLE = Pattern.compile("var\\s+(\\w+)\\s*=(?!=)");
    private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z_]\\w*\\.)+(?=[A-Z])|@[\\w.]+ ");
    private static final Pattern NOWHERE = Pattern.compile("\\n\\s*location: class\\s*$");
    private static final int MOST_FRAMES = 10;
    private static final Pattern FIRST_WORD = Pattern.compile("[a-z]+\\b|\\{|@");
    private static final Set<String> BEGINS_NO_EXPRESSION = Set.of(
            "import",
            "var",
            "final",
            "class",
            "interface",
            "enum",
            "record",
            "sealed",
            "abstract",
            "public",
            "private",
            "static",
            "void",
            "if",
            "for",
            "while",
            "do",
            "try",
            "throw",
            "return",
            "synchronized",
            "{",
            "@");

    private final UserLoop user;
    private final FiberControl control;
    private final JShell shell;
    private final List<String> sources = new ArrayList<>();

    private Shell(UserLoop user, FiberControl control) {
        this.user = user;
        this.control = control;
        this.shell = JShell.builder()
                .executionEngine(new Provider(control), Map.of())
                .compilerOptions(visibleModules())
                .build();
    }

    static Shell open(UserLoop user, FiberControl control) {
        Shell opened = new Shell(user, control);
        Imports.snippets().forEach(opened.shell::eval);
        return opened;
    }

    private record Provider(FiberControl control) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "lwt";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
            return control;
        }
    }

    /// The compiler is to see what this process has.
    private static String[] visibleModules() {
        List<String> options = new ArrayList<>(List.of("-proc:none"));
        String modules = System.getProperty("jdk.module.path");
        String classes = System.getProperty("java.class.path");
        if (modules != null) {
            options.addAll(List.of("--module-path", modules, "--add-modules", "ALL-MODULE-PATH"));
        }
        if (classes != null && !classes.isEmpty()) {
            options.addAll(List.of("--class-path", classes));
        }
        return options.toArray(String[]::new);
    }

    SourceCodeAnalysis analysis() {
        return shell.sourceCodeAnalysis();
    }

    /// What was evaluated without an error, in this order.
    List<String> sources() {
        return List.copyOf(sources);
    }

    /* ---- Evaluating ---- */

    /// Evaluates a snippet, which is complete.
    List<Answer> evaluate(String source) {
        Rewritten rewritten = rewrite(source);
        control.takeOutcome();
        List<Answer> answers = new ArrayList<>();
        for (SnippetEvent event : shell.eval(rewritten.code())) {
            if (event.causeSnippet() == null) {
                answers.addAll(answers(event, control.takeOutcome(), rewritten.shift(), source.length()));
            }
        }
        if (answers.stream().noneMatch(Answer::isError)) {
            sources.add(source.strip());
        }
        return answers;
    }

    /// What is evaluated, and how many characters were put before what the user wrote.
    private record Rewritten(String code, int shift) {}

    private Rewritten rewrite(String source) {
        Rewritten same = new Rewritten(source, 0);
        String code = source.strip();
        Matcher variable = VARIABLE.matcher(code);
        if (variable.lookingAt()) {
            return typed(source, variable.group(1), code.substring(variable.end()));
        }
        Matcher first = FIRST_WORD.matcher(code);
        if (first.lookingAt() && BEGINS_NO_EXPRESSION.contains(first.group())) {
            return same;
        }
        List<Snippet> snippets = analysis().sourceToSnippets(source);
        if (snippets.size() != 1 || isAssignment(snippets.getFirst())) {
            return same;
        }
        String type = typeOfExpression(snippets.getFirst());
        Matcher promise = PROMISE.matcher(type);
        boolean isPromise = promise.matches();
        String value = isPromise ? promise.group(1) : type;
        boolean isNothing = shortened(value).equals("Void");
        boolean isAnnotated = !isNothing && isAnnotated(value);
        if (!isPromise && !isNothing && !isAnnotated) {
            return same;
        }
        String before = (isNothing ? "{ " : "")
                + (isAnnotated ? "(" + plain(value) + ") " : "")
                + (isPromise ? AWAIT : isAnnotated ? "(" : "");
        String after = (isPromise || isAnnotated ? ")" : "") + (isNothing ? "; }" : "");
        return new Rewritten(before + expression(code) + "\n" + after, before.length() - source.indexOf(code));
    }

    /// JShell declares a variable with the type that it has found, and stumbles over annotations in it; so `var` is
    /// replaced by the type without them.
    private Rewritten typed(String source, String name, String initializer) {
        List<Snippet> snippets = analysis().sourceToSnippets(initializer);
        String type = snippets.size() == 1 ? typeOfExpression(snippets.getFirst()) : "";
        if (!isAnnotated(type)) {
            return new Rewritten(source, 0);
        }
        String before = plain(type) + " " + name + " =";
        return new Rewritten(before + initializer, before.length() - source.indexOf(initializer));
    }

    private static String expression(String code) {
        return code.replaceAll("[;\\s]+$", "");
    }

    private static boolean isAnnotated(String type) {
        return type.contains("@");
    }

    private static String plain(String type) {
        return ANNOTATION.matcher(type).replaceAll("");
    }

    private static boolean isAssignment(Snippet snippet) {
        return snippet.subKind() == SubKind.ASSIGNMENT_SUBKIND;
    }

    private static String typeOfExpression(Snippet snippet) {
        return switch (snippet) {
            case ExpressionSnippet expression -> expression.typeName();
            case VarSnippet variable
            when variable.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND -> variable.typeName();
            default -> "";
        };
    }

    /// A type without its packages and annotations.
    static String shortened(String type) {
        return PACKAGE.matcher(type).replaceAll("");
    }

    private List<Answer> answers(SnippetEvent event, Evaluation.@Nullable Outcome outcome, int shift, int length) {
        Snippet snippet = event.snippet();
        if (event.status() == Snippet.Status.REJECTED) {
            return shell.diagnostics(snippet)
                    .filter(Diag::isError)
                    .<Answer>map(problem -> rejected(problem, shift, length))
                    .toList();
        }
        if (outcome instanceof Evaluation.Outcome.Interrupted) {
            dropUnnamed(snippet);
            return List.of(new Answer.Interrupted());
        }
        if (event.exception() != null || outcome instanceof Evaluation.Outcome.Failure) {
            dropUnnamed(snippet);
            return List.of(failed(outcome, event.exception()));
        }
        return defined(event, snippet, outcome);
    }

    /// What did not get a value does not get a name.
    private void dropUnnamed(Snippet snippet) {
        if (snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
            shell.drop(snippet);
        }
    }

    private List<Answer> defined(SnippetEvent event, Snippet snippet, Evaluation.@Nullable Outcome outcome) {
        List<Answer> answers = new ArrayList<>();
        switch (snippet) {
            case VarSnippet variable -> {
                String text = outcome instanceof Evaluation.Outcome.Value value ? value.text() : defaultValue(variable);
                answers.add(new Answer.Value(variable.name(), shortened(variable.typeName()), text));
            }
            case ExpressionSnippet expression -> {
                if (outcome instanceof Evaluation.Outcome.Value value) {
                    answers.add(new Answer.Value(expression.name(), shortened(expression.typeName()), value.text()));
                }
            }
            case MethodSnippet method ->
                answers.add(new Answer.Note(verb(event) + " method " + method.name() + "(" + method.parameterTypes()
                        + ")" + missing(method)));
            case TypeDeclSnippet type ->
                answers.add(new Answer.Note(verb(event) + " " + kind(type) + " " + type.name() + missing(type)));
            case ImportSnippet _ -> {}
            default -> {}
        }
        return answers;
    }

    /// A variable without an initializer: no code has run.
    private String defaultValue(VarSnippet variable) {
        shell.varValue(variable);
        return onLoop(() -> Values.show(control.takeVariable()));
    }

    private static String verb(SnippetEvent event) {
        return event.previousStatus().isActive() ? "replaced" : "created";
    }

    private static String kind(TypeDeclSnippet type) {
        return switch (type.subKind()) {
            case INTERFACE_SUBKIND -> "interface";
            case ENUM_SUBKIND -> "enum";
            case RECORD_SUBKIND -> "record";
            case ANNOTATION_TYPE_SUBKIND -> "annotation";
            default -> "class";
        };
    }

    private String missing(DeclarationSnippet snippet) {
        List<String> names = shell.unresolvedDependencies(snippet).toList();
        return names.isEmpty() ? "" : ", which needs " + String.join(", ", names);
    }

    /* ---- Errors ---- */

    private static Answer rejected(Diag problem, int shift, int length) {
        int start = place(problem.getStartPosition(), problem.getPosition(), shift, length);
        int end = place(problem.getEndPosition(), problem.getPosition(), shift, length);
        String message = NOWHERE.matcher(problem.getMessage(Locale.ROOT)).replaceAll("");
        return new Answer.Rejected(message, start, Math.max(start, end));
    }

    private static int place(long position, long otherwise, int shift, int length) {
        long known = position == Diagnostic.NOPOS ? Math.max(0, otherwise) : position;
        return Math.clamp(known - shift, 0, length);
    }

    private Answer failed(Evaluation.@Nullable Outcome outcome, @Nullable JShellException translated) {
        if (translated instanceof UnresolvedReferenceException unresolved) {
            String name = unresolved.getSnippet() instanceof MethodSnippet method ? method.name() : "this";
            return new Answer.Failed(name + " cannot be used yet" + missing(unresolved.getSnippet()), List.of(), 1);
        }
        Throwable cause = outcome instanceof Evaluation.Outcome.Failure(Throwable thrown)
                ? thrown
                : Objects.requireNonNull(translated);
        StackTraceElement[] trace = translated == null ? cause.getStackTrace() : translated.getStackTrace();
        int end = trace.length;
        while (end > 0 && !isOfSnippet(trace[end - 1])) {
            end--;
        }
        List<StackTraceElement> shown = Stream.of(trace)
                .limit(end > 0 ? end : trace.length)
                .filter(frame -> !isOfToplevel(frame))
                .toList();
        int line = shown.stream()
                .filter(Shell::isOfSnippet)
                .mapToInt(StackTraceElement::getLineNumber)
                .filter(number -> number > 0)
                .reduce(1, (_, last) -> last);
        List<String> frames =
                shown.stream().limit(MOST_FRAMES).map(Shell::frame).collect(toCollection(ArrayList::new));
        if (shown.size() > MOST_FRAMES) {
            frames.add("… " + (shown.size() - MOST_FRAMES) + " more");
        }
        return new Answer.Failed(cause.toString(), frames, line);
    }

    private static boolean isOfSnippet(StackTraceElement frame) {
        String file = frame.getFileName();
        return file != null && file.startsWith("#");
    }

    private static boolean isOfToplevel(StackTraceElement frame) {
        return frame.getClassName().startsWith("lwt.top.")
                || frame.getClassName().startsWith("jdk.internal.");
    }

    private static String frame(StackTraceElement frame) {
        String place = frame.getFileName() == null ? "" : frame.getFileName() + ":" + frame.getLineNumber();
        String type = shortened(frame.getClassName());
        String method = (type.isEmpty() ? "" : type + ".") + frame.getMethodName();
        return method.isEmpty() ? place : method + " (" + place + ")";
    }

    /* ---- Variables ---- */

    /// The variables and their values; `show` makes text of them on the user's loop.
    List<Answer.Value> variables(Function<@Nullable Object, String> show) {
        return shell.variables()
                .filter(variable -> shell.status(variable).isActive())
                .map(variable -> {
                    shell.varValue(variable);
                    Object value = control.takeVariable();
                    String text = onLoop(() -> show.apply(value));
                    return new Answer.Value(variable.name(), shortened(variable.typeName()), text);
                })
                .toList();
    }

    private String onLoop(Supplier<String> body) {
        CompletableFuture<String> result = new CompletableFuture<>();
        user.loop().execute(() -> {
            try {
                result.complete(body.get());
            } catch (Throwable failure) { // a failing toString
                result.complete("<" + failure + ">");
            }
        });
        return result.join();
    }
}
