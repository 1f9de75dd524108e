import module lwt.text;

import lwt.text.editor.*;

// A chat over TCP. `Chat.java` serves, at a free port that it prints; `Chat.java PORT NAME` joins. Messages of others appear
// above the line that is being typed.
void main(String[] arguments) {
    LwtMain.run(() -> arguments.length == 0 ? serve() : join(Integer.parseInt(arguments[0]), arguments[1]));
}

Promise<Void> serve() throws UnixException {
    var members = new LinkedHashSet<OutputChannel>();
    var server = LwtIo.establishServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), (input, output) -> {
        members.add(output);
        return input.lines()
                .iterParallel(line -> Lwt.join(members.stream().map(member -> send(member, line)).toList()))
                .then(() -> {
                    members.remove(output);
                    return Lwt.unit();
                });
    });
    return LwtIo.printl("listening on " + server.address()).then(() -> Lwt.<Void>task().promise());
}

/// A member who has gone is not the others' trouble.
Promise<Void> send(OutputChannel member, String line) {
    return Lwt.catching(() -> member.writeLine(line).then(member::flush), _ -> Lwt.unit());
}

Promise<Void> join(int port, String name) {
    return LwtIo.withConnection(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (input, output) -> {
        var current = new AtomicReference<Control<String>>();
        var listening = input.lines().iterSerial(line -> current.get().printAbove(StyledText.of(line)));
        return Lwt.pick(listening, talk(name, output, current));
    });
}

Promise<Void> talk(String name, OutputChannel output, AtomicReference<Control<String>> current) {
    return Control.readLine(LineOptions.DEFAULT.withPrompt(StyledText.of(name + "> ")).withMode(CompletionMode.NONE))
            .bind(control -> {
                current.set(control);
                return Lwt.tryBind(
                        control::result,
                        line -> send(output, name + ": " + line).then(() -> talk(name, output, current)),
                        failure -> failure instanceof Interrupt ? Lwt.unit() : Lwt.fail(failure));
            });
}
