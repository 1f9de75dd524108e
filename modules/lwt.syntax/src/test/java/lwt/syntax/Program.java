package lwt.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import lwt.unix.LwtLog;

/// A program in source form, which a test compiles, weaves, loads and looks at.
final class Program {
    private final Map<String, byte[]> classes = new TreeMap<>(); // by name in internal form
    private final List<String> problems = new ArrayList<>();
    private int guarded;
    private int removed;

    private Program() {}

    /// Compiles class `p.Sample`; the source is that of its body, which begins in line 10.
    static Program compile(Path folder, String body) throws IOException {
        return compile(folder, body, "-g");
    }

    static Program compile(Path folder, String body, String debugging) throws IOException {
        String head = """
                package p;
                import java.util.*;
                import java.util.function.*;
                import lwt.*;
                import lwt.unix.*;
                import static lwt.syntax.Told.*;
                @SuppressWarnings("all")
                public class Sample {

                """;
        Path source = Files.createDirectories(folder.resolve("p")).resolve("Sample.java");
        Files.writeString(source, head + body + "\n}\n");
        StringWriter messages = new StringWriter();
        PrintWriter writer = new PrintWriter(messages);
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        writer,
                        writer,
                        "-nowarn",
                        debugging,
                        "-cp",
                        classPath(),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(status).as(messages.toString()).isZero();
        return read(folder);
    }

    /// Where javac finds the library and the classes of these tests.
    static String classPath() {
        try {
            return String.join(
                    File.pathSeparator,
                    Stream.of(LwtLog.class, lwt.Lwt.class, Told.class, org.jspecify.annotations.Nullable.class)
                            .map(c -> Path.of(java.net.URI.create(c.getProtectionDomain()
                                            .getCodeSource()
                                            .getLocation()
                                            .toString()))
                                    .toString())
                            .toList());
        } catch (NoClassDefFoundError e) {
            throw new AssertionError(e);
        }
    }

    static Program read(Path folder) throws IOException {
        Program program = new Program();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name = folder.relativize(file).toString().replace(".class", "");
                program.classes.put(name, Files.readAllBytes(file));
            }
        }
        return program;
    }

    Program weave() {
        return weave(false);
    }

    Program weave(boolean keepsDebug) {
        LogWeaver weaver = new LogWeaver(keepsDebug, this::resource);
        classes.replaceAll((_, bytes) -> {
            LogWeaver.Woven woven = weaver.weave(bytes);
            guarded += woven.guarded();
            removed += woven.removed();
            problems.addAll(woven.problems());
            return woven.bytes();
        });
        return this;
    }

    private InputStream resource(String name) {
        byte[] own = classes.get(name.replace(".class", ""));
        return own != null
                ? new ByteArrayInputStream(own)
                : Program.class.getClassLoader().getResourceAsStream(name);
    }

    List<String> problems() {
        return problems;
    }

    int guarded() {
        return guarded;
    }

    int removed() {
        return removed;
    }

    Map<String, byte[]> classes() {
        return classes;
    }

    /// What the JDK's verifier says against the classes.
    List<String> complaints() {
        ClassFile classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(type -> resource(type.descriptorString()
                                        .substring(1, type.descriptorString().length() - 1)
                                + ".class"))
                        .orElse(ClassHierarchyResolver.defaultResolver())
                        .cached()));
        return classes.values().stream()
                .flatMap(bytes -> classFile.verify(bytes).stream())
                .map(Object::toString)
                .toList();
    }

    /// The calls that are left of a class, by simple name and name of the method.
    List<String> callsOf(String owner) {
        List<String> calls = new ArrayList<>();
        for (byte[] bytes : classes.values()) {
            for (MethodModel method : ClassFile.of().parse(bytes).methods()) {
                method.code().ifPresent(code -> collect(code, owner, calls));
            }
        }
        return calls;
    }

    private static void collect(CodeModel code, String owner, List<String> calls) {
        code.forEach(element -> {
            if (element instanceof InvokeInstruction call
                    && call.owner().asInternalName().equals(owner)) {
                calls.add(call.name().stringValue());
            }
        });
    }

    /// Calls the static method of class `p.Sample` that has this name.
    Object call(String method, Object... arguments) throws Exception {
        Class<?> sample = new Loader().loadClass("p.Sample");
        for (var candidate : sample.getMethods()) {
            if (candidate.getName().equals(method)) {
                try {
                    return candidate.invoke(null, arguments);
                } catch (java.lang.reflect.InvocationTargetException e) {
                    throw new AssertionError(method + " failed", e.getCause());
                }
            }
        }
        throw new AssertionError("no method " + method);
    }

    private final class Loader extends ClassLoader {
        Loader() {
            super(Program.class.getClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name.replace('.', '/'));
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
