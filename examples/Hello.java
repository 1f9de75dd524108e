import module lwt.unix;
import static lwt.direct.Direct.*;

void main() {
    LwtMain.run(() -> spawn(() -> {
        await(LwtIo.print("What is your name? "));
        var name = await(LwtUnix.withTimeout(Duration.ofSeconds(10), () -> LwtIo.stdin().readLine()));
        await(Lwt.join(say(400, "Goodbye, " + name + "."), say(200, "Hello, " + name + "!"))); // both sleep at once
    }));
}

Promise<Void> say(int milliseconds, String line) {
    return LwtUnix.sleep(Duration.ofMillis(milliseconds)).then(() -> LwtIo.printl(line));
}
