import static lwt.direct.Direct.*;

import module lwt.unix;

/// Asks for a name, waits for it no longer than ten seconds, and greets it while two clocks tick.
void main() {
    LwtMain.run(() -> spawn(() -> {
        await(LwtIo.printl("What is your name?"));
        String name = await(LwtUnix.withTimeout(Duration.ofSeconds(10), () -> LwtIo.stdin().readLine()));
        var tick = spawn(() -> sayAfter(300, "tick"));
        var tock = spawn(() -> sayAfter(600, "tock"));
        await(Lwt.join(tick, tock));
        await(LwtIo.printl("Hello, " + name + "!"));
        return null;
    }));
}

Void sayAfter(int milliseconds, String word) {
    await(LwtUnix.sleep(Duration.ofMillis(milliseconds)));
    return await(LwtIo.printl(word));
}
