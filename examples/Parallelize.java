import static lwt.direct.Direct.*;

import module lwt.unix;

/// Runs the shell commands on standard input, one a line, as many at a time as there are
/// processors.
///
/// `./lwt run examples/Parallelize.java < COMMANDS`. Ends when all commands have ended, with status
/// 1 if one of them failed. They share the output, and find their own input empty.
void main() {
    int failed = LwtMain.run(spawn(() -> {
        int count = await(processors());
        List<Promise<Integer>> workers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            workers.add(spawn(this::work));
        }
        return await(Lwt.all(workers)).stream().mapToInt(Integer::intValue).sum();
    }));
    System.exit(failed == 0 ? 0 : 1);
}

/// Runs command after command until none is left; how many of them failed.
int work() {
    int failed = 0;
    Optional<String> line = await(LwtIo.stdin().readLineOptional());
    while (line.isPresent()) {
        Command command = Command.shell(line.get()).withStdin(Redirection.DEV_NULL);
        boolean success = await(LwtProcess.exec(command)).isSuccess();
        if (!success) {
            failed++;
        }
        line = await(LwtIo.stdin().readLineOptional());
    }
    return failed;
}

/// The processors that the system lists, at least one.
Promise<Integer> processors() {
    return LwtUnix.openFile(Path.of("/proc/cpuinfo")).bind(file -> {
        InputChannel channel = InputChannel.of(file);
        return Lwt.finalizing(
                () -> channel.lines()
                        .filter(line -> line.startsWith("processor"))
                        .fold((_, count) -> count + 1, 0)
                        .map(count -> Math.max(1, count)),
                channel::close);
    });
}
