package lwt.text;

import lwt.Lwt;
import lwt.Promise;
import lwt.unix.LwtMain;
import org.jspecify.annotations.Nullable;

/// Names each key until Escape.
final class KeyProgram {
    private KeyProgram() {}

    public static void main(String[] arguments) {
        LwtMain.run(() -> LwtTerm.withRawMode(() -> LwtText.printl("ready").bind(_ -> next())));
    }

    private static Promise<@Nullable Void> next() {
        return LwtTerm.readKey()
                .bind(key -> LwtText.printl(key.toString()).bind(_ -> key.equals(Key.ESCAPE) ? Lwt.unit() : next()));
    }
}
