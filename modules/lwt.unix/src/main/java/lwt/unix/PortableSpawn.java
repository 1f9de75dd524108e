package lwt.unix;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One start of a process by the JDK, for the portable engine.
final class PortableSpawn {
    private static final Pattern ERROR_NUMBER = Pattern.compile("error[=:] ?(\\d+)");
    private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

    private PortableSpawn() {}

    static Spawned start(MainLoop main, Command command) throws UnixException {
        List<FileDescriptor> moved = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            if (command.stream(number) instanceof Redirection.Descriptor given && given.moves) {
                moved.add(given.descriptor);
            }
        }
        try {
            return channels(main, command, builder(main, command).start());
        } catch (IOException e) {
            throw failure(e, command);
        } finally {
            moved.forEach(descriptor -> descriptor.close().ignoreResult());
        }
    }

    private static ProcessBuilder builder(MainLoop main, Command command) {
        List<String> words = new ArrayList<>(command.words());
        words.set(0, command.program()); // the JDK cannot tell a program another name
        ProcessBuilder builder = new ProcessBuilder(words);
        command.environment().ifPresent(variables -> {
            builder.environment().clear();
            builder.environment().putAll(variables);
        });
        command.directory().ifPresent(directory -> builder.directory(directory.toFile()));
        builder.redirectInput(redirect(main, command, 0));
        builder.redirectOutput(redirect(main, command, 1));
        if (isCopyOfOutput(main, command)) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(redirect(main, command, 2));
        }
        return builder;
    }

    private static boolean isCopyOfOutput(MainLoop main, Command command) {
        return command.stream(2) instanceof Redirection.Descriptor given && given.descriptor == main.standard(1);
    }

    private static Redirect redirect(MainLoop main, Command command, int number) {
        Redirection redirection = command.stream(number);
        if (redirection == Redirection.KEEP) {
            return Redirect.INHERIT;
        }
        if (redirection == Redirection.DEV_NULL) {
            return number == 0 ? Redirect.from(new File(WINDOWS ? "NUL" : "/dev/null")) : Redirect.DISCARD;
        }
        if (redirection instanceof Redirection.File file) {
            File path = file.path.toFile();
            return number == 0 ? Redirect.from(path) : file.appends ? Redirect.appendTo(path) : Redirect.to(path);
        }
        if (redirection instanceof Redirection.Descriptor given) {
            if (given.descriptor == main.standard(number)) {
                return Redirect.INHERIT;
            }
            throw Unsupported.onPortableEngine(
                    "giving a child the " + redirection, "give it a file, or Redirection.PIPE");
        }
        return Redirect.PIPE;
    }

    private static Spawned channels(MainLoop main, Command command, Process process) {
        for (int number = 0; number < 3; number++) {
            if (command.stream(number) == Redirection.CLOSE) {
                closeQuietly(stream(process, number));
            }
        }
        return new Spawned(
                new PortableChild(main, process),
                command.stream(0) != Redirection.PIPE ? null : output(main, process),
                command.stream(1) != Redirection.PIPE ? null : input(main, process, 1),
                command.stream(2) != Redirection.PIPE ? null : input(main, process, 2));
    }

    private static AutoCloseable stream(Process process, int number) {
        return switch (number) {
            case 0 -> process.getOutputStream();
            case 1 -> process.getInputStream();
            default -> process.getErrorStream();
        };
    }

    private static void closeQuietly(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception _) {
            // Nothing was written to it.
        }
    }

    private static OutputChannel output(MainLoop main, Process process) {
        ChildSink sink = new ChildSink(process.getOutputStream());
        OutputChannel channel = new OutputChannel(sink, LwtIo.defaultBufferSize());
        return AbandonedChannels.watch(
                channel, () -> main.loop.execute(() -> sink.close().ignoreResult()));
    }

    private static InputChannel input(MainLoop main, Process process, int number) {
        ChildSource source = new ChildSource(number == 1 ? process.getInputStream() : process.getErrorStream());
        InputChannel channel = new InputChannel(source, LwtIo.defaultBufferSize());
        return AbandonedChannels.watch(
                channel, () -> main.loop.execute(() -> source.close().ignoreResult()));
    }

    /* ---- Failures ---- */

    private static UnixException failure(IOException e, Command command) {
        Path directory = command.directory().orElse(null);
        if (directory != null && !Files.isDirectory(directory)) {
            Errno errno = Files.exists(directory) ? Errno.ENOTDIR : Errno.ENOENT;
            return UnixException.causedBy(e, errno, errno.text, "chdir", directory.toString());
        }
        if (e.getCause() instanceof FileNotFoundException missing) {
            return missingFile(missing);
        }
        Matcher number = ERROR_NUMBER.matcher(String.valueOf(e.getMessage()));
        Errno errno = number.find() ? Errno.of(Integer.parseInt(number.group(1))) : null;
        return errno == null
                ? Failures.translate(e, "exec", command.program())
                : UnixException.causedBy(e, errno, errno.text, "exec", command.program());
    }

    /// A redirection to a file; the message reads `PATH (No such file or directory)`.
    private static UnixException missingFile(IOException e) {
        String message = String.valueOf(e.getMessage());
        int bracket = message.lastIndexOf(" (");
        if (bracket < 0) {
            return Failures.translate(e, "open", message);
        }
        IOException reason = new IOException(message.substring(bracket + 2), e);
        return Failures.translate(reason, "open", message.substring(0, bracket));
    }
}
