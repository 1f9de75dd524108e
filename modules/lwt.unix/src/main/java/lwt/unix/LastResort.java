package lwt.unix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileOutputStream;
import java.io.IOException;

/// The standard error output, written to at once: for messages that no loop can write, and for what
/// is wrong with the logs themselves. **Any thread.**
final class LastResort {
    private LastResort() {}

    static void write(LogMessage message) {
        write(LogTemplate.CHANNEL.render(message));
    }

    /// Says something about the logs.
    static void complain(String problem) {
        write(ProgramName.NAME + ": LwtLog: " + problem + "\n");
    }

    /// One call, so that lines of several threads are not mixed.
    @SuppressWarnings("resource") // the standard descriptors stay open
    private static void write(String text) {
        try {
            new FileOutputStream(java.io.FileDescriptor.err).write(text.getBytes(UTF_8));
        } catch (IOException _) {
            // There is nobody left to be told.
        }
    }
}
