package lwt.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import lwt.Lwt;
import lwt.Promise;
import lwt.unix.LogLevel;
import lwt.unix.Logger;
import lwt.unix.LwtLog;
import lwt.unix.Section;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogWeaverTest {
    @TempDir
    Path folder;

    private final List<String> logged = new ArrayList<>();
    private Logger former;

    @BeforeEach
    void collectLog() {
        former = LwtLog.defaultLogger();
        LwtLog.setDefaultLogger(Logger.make(
                (section, level, lines) -> {
                    logged.add(section + " " + level + " " + lines.getFirst()); // a trace is below
                    return Lwt.unit();
                },
                Lwt::unit));
        Told.EVALUATED.clear();
    }

    @AfterEach
    void restoreLog() {
        LwtLog.setDefaultLogger(former);
        Told.SECTION.resetLevel();
        Section.MAIN.resetLevel();
    }

    private static void show(LogLevel level) {
        Told.SECTION.setLevel(level);
        Section.MAIN.setLevel(level);
    }

    private Program woven(String body) throws Exception {
        Program program = Program.compile(folder, body).weave();
        assertThat(program.problems()).isEmpty();
        assertThat(program.complaints()).isEmpty();
        return program;
    }

    /* ---- What is evaluated ---- */

    @Test
    void disabled_onlyTheSectionIsEvaluatedOnce() throws Exception {
        Program program = woven("""
                public static Promise<Void> run() {
                    return LwtLog.info(section(), "x" + told("argument"));
                }""");
        show(LogLevel.ERROR);
        assertThat(program.call("run")).hasToString(Lwt.unit().toString());
        assertThat(Told.EVALUATED).containsExactly("woven");
        assertThat(logged).isEmpty();
    }

    @Test
    void enabled_everythingIsEvaluatedOnceAndLogged() throws Exception {
        Program program = woven("""
                public static Promise<Void> run() {
                    return LwtLog.info(section(), "x" + told("argument"));
                }""");
        show(LogLevel.INFO);
        assertThat(((Promise<?>) program.call("run")).isSleeping()).isFalse();
        assertThat(Told.EVALUATED).containsExactly("woven", "argument");
        assertThat(logged).containsExactly("woven info xargument");
    }

    /// Every function with every list of parameters, each argument being evaluated by a call.
    @Test
    void everyFunction_isWoven() throws Exception {
        StringBuilder body = new StringBuilder("static Logger logger = Logger.NULL;\n");
        List<String> names = new ArrayList<>();
        int debugs = 0;
        List<Method> methods = new ArrayList<>(Arrays.asList(LwtLog.class.getMethods()));
        Arrays.stream(Logger.class.getMethods())
                .filter(m -> m.getName().equals("log"))
                .forEach(methods::add);
        for (Method method : methods) {
            boolean logs = Arrays.stream(method.getParameterTypes()).anyMatch(LogWeaverTest::isMessage);
            if (!logs) {
                continue;
            }
            String arguments = Arrays.stream(method.getParameterTypes())
                    .map(LogWeaverTest::argument)
                    .collect(Collectors.joining(", "));
            String name = "run" + names.size();
            names.add(name);
            debugs += method.getName().equals("debug") ? 1 : 0;
            String owner = method.getDeclaringClass() == Logger.class ? "told(logger)" : "LwtLog";
            body.append("public static void %s() {\n    %s.%s(%s);\n}\n"
                    .formatted(name, owner, method.getName(), arguments));
        }
        Program program = woven(body.toString());
        assertThat(names).hasSizeGreaterThanOrEqualTo(58);
        assertThat(program.removed()).isEqualTo(debugs).isEqualTo(8);
        assertThat(program.guarded()).isEqualTo(names.size() - debugs);
        show(LogLevel.FATAL);
        int shown = 0;
        for (String name : names) {
            Told.EVALUATED.clear();
            program.call(name);
            shown += Told.EVALUATED.contains("argument") ? 1 : 0;
        }
        assertThat(shown).isEqualTo(8); // those of LwtLog.fatal, which no level leaves out
    }

    private static boolean isMessage(Class<?> type) {
        return type == String.class || type == java.util.function.Supplier.class;
    }

    private static String argument(Class<?> type) {
        if (type == Section.class) {
            return "section()";
        }
        if (type == LogLevel.class) {
            return "level(LogLevel.INFO)";
        }
        if (type == String.class) {
            return "told(\"argument\")";
        }
        if (type == Throwable.class) {
            return "new Exception(told(\"argument\"))";
        }
        return type.isArray() ? "1L, told(\"argument\")" : "() -> told(\"argument\")";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LwtLog.info(told(\"a\"));",
                "LwtLog.info(section(), test(n > 0) ? told(\"a\") : told(\"b\"));",
                "LwtLog.info(test(n > 0) ? told(\"a\") : told(\"b\"));",
                "LwtLog.info(test(n > 0) && test(n < 9) ? told(\"a\") : n == 7 ? told(\"b\") : \"c\");",
                "LwtLog.info(switch (n) { case 1 -> told(\"a\"); case 2 -> \"b\"; default -> \"c\"; });",
                "LwtLog.info(n > 0 ? section() : SECTION, told(\"a\"));",
                "LwtLog.info(section(), \"%s %d\", told(\"a\"), told(1L) + 2.5);",
                "LwtLog.info(section(), told(\"a\"), new Exception(told(\"b\")));",
                "pass(LwtLog.info(section(), told(\"a\")));",
                "new ArrayList<Object>(List.of(told(\"before\"), LwtLog.info(told(\"a\"))));",
                "Object o = n > 0 ? LwtLog.info(told(\"a\")) : Lwt.unit();",
                "for (int i = 0; i < 2; i++) LwtLog.info(told(\"a\"));",
                "try { LwtLog.info(told(\"a\")); } finally { told(\"finally\"); }",
                "synchronized (SECTION) { LwtLog.info(section(), told(\"a\")); }",
                "Lwt.unit().bind(_ -> LwtLog.info(section(), told(\"a\")));",
                "long l = 1; double d = 2; LwtLog.info(section(), told(\"a\") + l + d + n);",
                "String[] all = {told(\"before\")}; all[0] = told(\"x\"); LwtLog.info(all[0] + told(\"a\"));",
                "if (n > 0) LwtLog.info(told(\"a\"));",
                "while (n-- > 0) LwtLog.info(section(), told(\"a\"));",
                "LwtLog.info(section(), told(\"a\") + LwtLog.info(section(), told(\"b\")));",
                "LwtLog.info(LwtLog.info(told(\"b\")) + told(\"a\"));",
                "Logger.NULL.log(section(), level(LogLevel.INFO), told(\"a\"));",
                "LwtLog.log(section(), level(LogLevel.INFO), told(\"a\"));",
                "LwtLog.post(section(), level(LogLevel.INFO), told(\"a\"));",
            })
    void shape_disabledEvaluatesLess_enabledEvaluatesAsBefore(String statement) throws Exception {
        String body = "public static void run(int n) throws Exception {\n" + statement + "\n}";
        Program plain = Program.compile(folder, body);
        Program program = Program.compile(folder, body).weave();
        assertThat(program.problems()).isEmpty();
        assertThat(program.complaints()).isEmpty();
        assertThat(program.guarded()).isPositive();

        show(LogLevel.INFO);
        plain.call("run", 1);
        List<String> expected = List.copyOf(Told.EVALUATED);
        List<String> messages = List.copyOf(logged);
        Told.EVALUATED.clear();
        logged.clear();
        program.call("run", 1);
        assertThat(Told.EVALUATED).isEqualTo(expected).contains("a");
        assertThat(logged).isEqualTo(messages);

        show(LogLevel.ERROR);
        Told.EVALUATED.clear();
        logged.clear();
        program.call("run", 1);
        assertThat(Told.EVALUATED).doesNotContain("a", "b", "true", "false");
        assertThat(logged).isEmpty();
        assertThat(Told.EVALUATED).allMatch(expected::contains);
    }

    /* ---- Debug calls ---- */

    @Test
    void debug_isRemovedWithItsArguments() throws Exception {
        Program program = woven("""
                public static Promise<Void> run() {
                    LwtLog.debug(section(), told("a"));
                    LwtLog.debug("%s", told("b"));
                    LwtLog.debug(() -> told("c"));
                    return LwtLog.debug(told("d"));
                }""");
        assertThat(program.removed()).isEqualTo(4);
        assertThat(program.callsOf("lwt/unix/LwtLog")).isEmpty();
        assertThat(program.callsOf("lwt/Lwt")).containsExactly("unit"); // for what is returned
        show(LogLevel.DEBUG);
        assertThat(program.call("run")).hasToString(Lwt.unit().toString());
        assertThat(Told.EVALUATED).isEmpty();
    }

    @Test
    void debug_kept_isBehindATest() throws Exception {
        Program program = Program.compile(folder, """
                public static Promise<Void> run() {
                    return LwtLog.debug(section(), told("a"));
                }""").weave(true);
        assertThat(program.removed()).isZero();
        assertThat(program.guarded()).isEqualTo(1);
        show(LogLevel.DEBUG);
        program.call("run");
        assertThat(logged).containsExactly("woven debug a");
        show(LogLevel.INFO);
        Told.EVALUATED.clear();
        program.call("run");
        assertThat(Told.EVALUATED).containsExactly("woven");
    }

    @Test
    void debug_inTheArgumentsOfAnother_bothGo() throws Exception {
        Program program = woven("""
                public static void run() {
                    LwtLog.debug(told("a") + LwtLog.debug("b") + LwtLog.info("c"));
                    LwtLog.info(told("d") + LwtLog.debug(told("e")));
                }""");
        assertThat(program.callsOf("lwt/unix/LwtLog")).containsExactly("info");
        show(LogLevel.DEBUG);
        program.call("run");
        assertThat(Told.EVALUATED).containsExactly("d");
    }

    /* ---- What is refused ---- */

    private void assertRefused(String body, int line, String reason) throws Exception {
        Program program = Program.compile(folder, body);
        byte[] before = program.classes().get("p/Sample");
        program.weave();
        assertThat(program.problems()).hasSize(1);
        assertThat(program.problems().getFirst())
                .startsWith("p/Sample.java:" + line + ": ")
                .contains(reason);
        assertThat(program.classes().get("p/Sample")).isSameAs(before);
    }

    @Test
    void variableChangedAndReadLater_refused() throws Exception {
        assertRefused("""
                public static String run() {
                    String x;
                    LwtLog.info(x = told("a"));
                    return x;
                }""", 12, "a local variable that is read later");
        assertRefused("""
                public static int run(int n) {
                    LwtLog.info(section(), told("a") + n++);
                    return n;
                }""", 11, "a local variable that is read later");
    }

    @Test
    void variableChangedAndNotReadLater_woven() throws Exception {
        Program program = woven("""
                public static void run(Object o) {
                    String x;
                    LwtLog.info(section(), told("a") + (x = "b") + x + (o instanceof String s ? s : "none"));
                    x = "c";
                    told(x);
                }""");
        assertThat(program.guarded()).isEqualTo(1);
    }

    @Test
    void beginningNotProven_refused() throws Exception {
        assertRefused("""
                public static void run(int n) {
                    told("x");
                    LwtLog.info("" + ++n);
                }""", 12, "cannot be told");
        assertRefused("""
                public static void run(int n) {
                    LwtLog.info(section(), "" + ++n);
                }""", 11, "cannot be told");
        assertRefused("""
                public static void run(int n) {
                    int x = n; LwtLog.info("" + x);
                }""", 11, "line of its own");
        assertRefused("""
                public static void run(String s) {
                    LwtLog.info(switch (told(s)) { case "a" -> "b"; case "c" -> "d"; default -> "e"; });
                }""", 11, "cannot be told");
        assertRefused("""
                public static void run(Object o) {
                    LwtLog.info(told(o) instanceof String s ? s : "b");
                }""", 11, "cannot be told");
        assertRefused("""
                public static void run(int n) {
                    LwtLog.info(switch (n) {
                        default -> {
                            told("x");
                            yield "a";
                        }
                    });
                }""", 11, "cannot be told");
    }

    @Test
    void tryInTheArguments_refused() throws Exception {
        assertRefused("""
                public static void run(int n) {
                    LwtLog.info(section(), switch (n) {
                        case 1 -> { try { yield told("a"); } catch (RuntimeException e) { yield "b"; } }
                        default -> "c";
                    });
                }""", 11, "jumps");
    }

    @Test
    void referenceToDebug_refused() throws Exception {
        assertRefused("""
                public static void run(List<String> all) {
                    all.forEach(LwtLog::debug);
                }""", 11, "use a lambda");
    }

    @Test
    void withoutLineNumbers_sameProofsButNoLine() throws Exception {
        Program program = Program.compile(folder, """
                public static void run(int n) {
                    int x = n;
                    LwtLog.info("" + x);
                }""", "-g:none").weave();
        assertThat(program.problems()).singleElement().asString().startsWith("p/Sample.class:?: ");
    }

    /* ---- Again, and other classes ---- */

    @Test
    void wovenTwice_asOnce() throws Exception {
        Program program = woven("""
                public static void run() {
                    LwtLog.info(told("a"));
                    LwtLog.info(section(), told("a"));
                    LwtLog.log(section(), LogLevel.INFO, told("a"));
                    LwtLog.debug(told("a"));
                }""");
        byte[] once = program.classes().get("p/Sample");
        program.weave();
        assertThat(program.classes().get("p/Sample")).isSameAs(once);
    }

    @Test
    void classWithoutLogCalls_sameArray() throws Exception {
        Program program = Program.compile(folder, "public static int run() {\n    return 1;\n}");
        byte[] before = program.classes().get("p/Sample");
        program.weave();
        assertThat(program.classes().get("p/Sample")).isSameAs(before);
    }
}
