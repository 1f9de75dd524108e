import module lwt.unix;

import static lwt.direct.Direct.*;

/// What an AOT cache is made from: the parts of the library, and of the JDK, that most programs use.
void main() {
    LwtMain.run(() -> LwtUnix.withTimeout(Duration.ofMinutes(1), () -> spawn(() -> {
        await(Lwt.join(LwtUnix.sleep(Duration.ofMillis(1)), say("one"), say("two")));
        await(talk());
        await(files());
        await(LwtIo.stdin().readLineOptional());
        await(LwtLog.warning("three"));
    })));
}

Promise<Void> say(String line) {
    return LwtUnix.sleep(Duration.ofMillis(2)).then(() -> LwtIo.printlf("%s %d", line, 1)).then(LwtIo::flushAll);
}

/// A server and one client.
Promise<String> talk() throws UnixException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Server server = LwtIo.establishServer(
            loopback, (input, output) -> input.readLine().bind(output::writeLine).then(output::flush));
    return LwtIo.withConnection(server.address(), (input, output) ->
                    output.writeLine("hello").then(output::flush).then(input::readLine))
            .bind(answer -> server.shutdown().map(_ -> answer));
}

Promise<List<String>> files() {
    return LwtIo.withTempFile(TempOptions.DEFAULT, (path, output) ->
            output.writeLine("text").then(output::flush).then(() -> LwtIo.linesOfFile(path).toList()));
}
