package moduletests;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import lwt.unix.LwtIo;
import lwt.unix.LwtMain;

/// The programs of the manual, one after the other, in a process whose output they share.
///
/// Each runs on a thread, and so on a loop, of its own. Before the output of each there is a line with a mark and its
/// name; after the last one, just the mark.
final class ManualRunner {
    static final String MARK = "\u0001";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private ManualRunner() {}

    /// Takes the folder of the classes, and their names.
    public static void main(String[] arguments) throws Exception {
        List<String> names = Arrays.asList(arguments).subList(1, arguments.length);
        try (var classes = new URLClassLoader(
                new java.net.URL[] {Path.of(arguments[0]).toUri().toURL()})) {
            for (String name : names) {
                System.out.println(MARK + name);
                Thread thread = Thread.ofPlatform().daemon().name(name).start(() -> runAndFlush(name, classes));
                if (!thread.join(LIMIT)) {
                    System.out.println("Still running after " + LIMIT);
                    for (StackTraceElement line : thread.getStackTrace()) {
                        System.out.println("\tat " + line);
                    }
                }
            }
        }
        System.out.println(MARK);
        System.exit(0);
    }

    private static void runAndFlush(String name, ClassLoader classes) {
        try {
            Constructor<?> constructor = classes.loadClass(name).getDeclaredConstructor();
            constructor.setAccessible(true);
            Object program = constructor.newInstance();
            Method main = program.getClass().getDeclaredMethod("main");
            main.setAccessible(true);
            main.invoke(program);
        } catch (ReflectiveOperationException e) {
            (e.getCause() == null ? e : e.getCause()).printStackTrace(System.out);
        }
        LwtMain.run(LwtIo::flushAll);
        System.out.flush();
    }
}
