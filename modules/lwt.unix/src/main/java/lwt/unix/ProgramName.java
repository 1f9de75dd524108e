package lwt.unix;

/// What log messages call this program.
final class ProgramName {
    static final String NAME = of(System.getProperty("sun.java.command", ""));
    static final long PID = ProcessHandle.current().pid();

    private ProgramName() {}

    /// The name of the class, of the jar or of the source file that was given to `java`: the first word
    /// of its command line, which only for jars and source files may have blanks in it.
    static String of(String command) {
        boolean isSource = command.startsWith("jdk.compiler/"); // java was given a source file
        int start = isSource ? command.indexOf(' ') + 1 : 0;
        int end = command.indexOf(isSource ? ".java" : ".jar", start);
        if (end >= 0) {
            String file = command.substring(start, end);
            return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        }
        String name = command.split(" ", 2)[0];
        String simple = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1);
        return simple.isEmpty() ? "java" : simple;
    }
}
