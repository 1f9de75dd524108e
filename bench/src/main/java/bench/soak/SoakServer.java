package bench.soak;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import lwt.Lwt;
import lwt.Promise;
import lwt.unix.InputChannel;
import lwt.unix.LwtIo;
import lwt.unix.LwtUnix;
import lwt.unix.OutputChannel;
import lwt.unix.Server;
import lwt.unix.ServerOptions;
import lwt.unix.UnixException;
import org.jspecify.annotations.Nullable;

/// Answers requests, a line each: `echo N` and N bytes gives them back; `wait MILLIS` answers a line
/// after this time; `drop` ends the connection in the middle of an answer; `rest` sends back what
/// comes until the client ends its side.
final class SoakServer {
    private static final int MOST_CONNECTIONS = 1000;
    private static final int PIECE = 4096;

    private SoakServer() {}

    static Server start() throws UnixException {
        var options = ServerOptions.DEFAULT
                .withMaxConnections(MOST_CONNECTIONS)
                .withBacklog(MOST_CONNECTIONS)
                .withOnFailure(_ -> {}); // clients reset connections on purpose
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return LwtIo.establishServer(address, options, SoakServer::serve);
    }

    private static Promise<@Nullable Void> serve(InputChannel input, OutputChannel output) {
        return input.readLineOptional()
                .bind(line -> line.isEmpty()
                        ? Lwt.unit()
                        : answer(line.get(), input, output).bind(goOn -> goOn ? serve(input, output) : Lwt.unit()));
    }

    /// Resolves with whether the connection goes on.
    private static Promise<Boolean> answer(String request, InputChannel input, OutputChannel output) {
        String[] words = request.split(" ", 2);
        return switch (words[0]) {
            case "echo" ->
                input.readExactly(Integer.parseInt(words[1]))
                        .bind(output::write)
                        .bind(_ -> output.flush())
                        .map(_ -> true);
            case "wait" ->
                LwtUnix.sleep(Duration.ofMillis(Integer.parseInt(words[1])))
                        .bind(_ -> output.writeLine("waited"))
                        .map(_ -> true);
            case "drop" ->
                output.write("the half of a").bind(_ -> output.abort()).map(_ -> false);
            case "rest" -> sendBack(input, output).map(_ -> false);
            default -> Lwt.fail(new IllegalStateException("no such request: " + request));
        };
    }

    private static Promise<@Nullable Void> sendBack(InputChannel input, OutputChannel output) {
        return input.readBytes(PIECE)
                .bind(bytes ->
                        bytes.length == 0 ? Lwt.unit() : output.write(bytes).bind(_ -> sendBack(input, output)));
    }
}
