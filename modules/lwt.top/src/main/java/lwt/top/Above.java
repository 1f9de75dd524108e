package lwt.top;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import lwt.Loop;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.text.LwtTerm;
import lwt.text.LwtText;
import lwt.text.StyledText;
import lwt.text.editor.Control;
import lwt.unix.ByteSink;
import lwt.unix.LwtIo;
import org.jspecify.annotations.Nullable;

/*
 * The one way to the screen: what the program prints, on whatever thread, comes here and is written by the toplevel's
 * loop. While a line is edited that happens above the prompt, in whole lines; what is left of a line waits for the
 * rest, or for the end of the edition.
 */
final class Above {
    private static final int MOST_UNWRITTEN = 1 << 16; // bytes of System.out

    private final Loop loop = Loop.current();
    private final Semaphore room = new Semaphore(MOST_UNWRITTEN);
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private @Nullable Promise<@Nullable Void> writing;
    private @Nullable Control<?> control;
    private boolean midLine;

    /* ---- From the user's loop and threads ---- */

    /// What the user's loop writes.
    ByteSink sink() {
        return (bytes, offset, length) -> {
            byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
            Loop asker = Loop.current();
            Resolver<Integer> taken = Lwt.waiter();
            loop.execute(() -> print(copy).onTermination(() -> asker.execute(() -> taken.wakeup(length))));
            return taken.promise();
        };
    }

    /// For `System.out`, which any thread writes to; who writes too much waits.
    PrintStream stream() {
        return new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        writeFromAnyThread(Arrays.copyOfRange(bytes, offset, offset + length));
                    }
                },
                true,
                StandardCharsets.UTF_8);
    }

    private void writeFromAnyThread(byte[] bytes) {
        int permits = loop.isCurrent() ? 0 : Math.min(bytes.length, MOST_UNWRITTEN);
        room.acquireUninterruptibly(permits);
        loop.execute(() -> print(bytes).onTermination(() -> room.release(permits)));
    }

    /// Nobody waits any more.
    void end() {
        room.release(Integer.MAX_VALUE / 2);
    }

    /* ---- On the toplevel's loop ---- */

    /// From now on a line is edited.
    void begin(Control<?> edition) {
        control = edition;
    }

    /// The edition has ended; writes what is left.
    Promise<@Nullable Void> endEdition() {
        control = null;
        return print(new byte[0]);
    }

    /// Resolves when this is written, or waits for the rest of its line.
    Promise<@Nullable Void> print(byte[] bytes) {
        waiting.writeBytes(bytes);
        Promise<@Nullable Void> present = writing;
        if (present != null && present.isSleeping()) {
            return present;
        }
        Promise<@Nullable Void> started = writeAll();
        writing = started;
        return started;
    }

    /// Prints a line of the toplevel's own.
    Promise<@Nullable Void> printLine(StyledText line) {
        return print(new byte[0])
                .bind(_ -> freshLine())
                .bind(_ -> LwtTerm.printlc(line))
                .bind(_ -> LwtText.stdout().flush());
    }

    /// Begins a new line unless the cursor is at the left margin.
    Promise<@Nullable Void> freshLine() {
        return midLine ? print(new byte[] {'\n'}) : Lwt.unit();
    }

    private Promise<@Nullable Void> writeAll() {
        Control<?> edition = control;
        byte[] bytes = take(edition != null);
        if (bytes.length == 0) {
            return Lwt.unit();
        }
        midLine = bytes[bytes.length - 1] != '\n';
        Promise<@Nullable Void> written = edition == null ? write(bytes) : edition.whileHidden(() -> write(bytes));
        return written.bind(_ -> writeAll());
    }

    private byte[] take(boolean wholeLines) {
        byte[] bytes = waiting.toByteArray();
        int end = bytes.length;
        while (wholeLines && end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        waiting.reset();
        waiting.write(bytes, end, bytes.length - end);
        return Arrays.copyOf(bytes, end);
    }

    private static Promise<@Nullable Void> write(byte[] bytes) {
        return LwtIo.stdout().write(bytes).bind(_ -> LwtIo.stdout().flush());
    }
}
