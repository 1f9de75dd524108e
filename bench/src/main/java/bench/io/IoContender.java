package bench.io;

import bench.UsageException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Who takes part, in the order of the table's columns.
enum IoContender {
    C("c", "the bound: a program in C that calls epoll and nothing else", Kind.NATIVE),
    LWT("lwt", "this library, promises on descriptors", Kind.JVM),
    LWT_FIBERS("lwt-fibers", "this library, a fiber for each connection", Kind.JVM),
    LWT_CHANNELS("lwt-channels", "this library, buffered channels", Kind.JVM),
    OCAML("ocaml", "the original, Lwt_unix on libev's epoll", Kind.OCAML),
    OCAML_CHANNELS("ocaml-channels", "the original, Lwt_io", Kind.OCAML),
    NETTY("netty", "Netty on its native epoll", Kind.JVM),
    VERTX("vertx", "Vert.x's NetServer, one event loop", Kind.JVM),
    THREADS("threads", "a virtual thread for each connection, blocking SocketChannels", Kind.JVM);

    enum Kind {
        NATIVE,
        OCAML,
        JVM
    }

    private final String id;
    private final String description;
    private final Kind kind;

    IoContender(String id, String description, Kind kind) {
        this.id = id;
        this.description = description;
        this.kind = kind;
    }

    String id() {
        return id;
    }

    String description() {
        return description;
    }

    Kind kind() {
        return kind;
    }

    boolean isOurs() {
        return this == LWT || this == LWT_FIBERS || this == LWT_CHANNELS;
    }

    /// This library, the bound, and those named; if none is named, all.
    static Set<IoContender> chosen(List<String> names) {
        if (names.isEmpty()) {
            return EnumSet.allOf(IoContender.class);
        }
        Set<IoContender> chosen = EnumSet.of(C, LWT, LWT_FIBERS, LWT_CHANNELS);
        for (String name : names) {
            chosen.add(Arrays.stream(values())
                    .filter(contender -> contender.id.equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("unknown peer: " + name)));
        }
        return chosen;
    }
}
