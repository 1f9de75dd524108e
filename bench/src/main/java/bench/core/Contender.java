package bench.core;

import bench.UsageException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Who takes part in the core group, in the order of the table's columns.
public enum Contender {
    LWT("lwt", "this library", Role.SUBJECT, LwtPeer::new),
    LIMIT("limit", "our lower bound: the least that Lwt's semantics cost", Role.LIMIT, LimitPeer::new),
    CF("cf", "java.util.concurrent.CompletableFuture", Role.PROMISES, FuturePeer::new),
    VERTX("vertx", "Vert.x futures", Role.PROMISES, VertxPeer::new),
    MUTINY("mutiny", "Mutiny's Uni (lazy: subscribing is part of the operation)", Role.PROMISES, MutinyPeer::new),
    REACTOR("reactor", "Reactor's Mono (lazy: subscribing is part of the operation)", Role.PROMISES, ReactorPeer::new),
    NETTY("netty", "Netty's promises, which leave map and bind to their users", Role.PROMISES, NettyPeer::new),
    KOTLIN("kotlin", "Kotlin's coroutines", Role.PROMISES, KotlinPeer::new),
    VIRTUAL_THREADS(
            "vt",
            "virtual threads with java.util.concurrent, W06, W08, W09, W16",
            Role.PROMISES,
            VirtualThreadPeer::new),
    SCOPED("sv", "java.lang.ScopedValue, W13a only", Role.MECHANISM, ScopedValuePeer::new),
    THREAD_LOCAL("tl", "java.lang.ThreadLocal, W13a only", Role.MECHANISM, ThreadLocalPeer::new),
    OCAML("ocaml", "the original, OCaml's Lwt", Role.ORIGINAL, null),
    OCAML_64M("ocaml-64m", "the original with a minor heap of 64 MiB", Role.ORIGINAL, null);

    /// What a comparison with a contender says.
    enum Role {
        SUBJECT,
        LIMIT,
        /// What a program for the JVM may use in our place.
        PROMISES,
        /// Part of the JDK that does one thing of ours and no more: shown, no goal.
        MECHANISM,
        ORIGINAL
    }

    private final String id;
    private final String description;
    private final Role role;

    @SuppressWarnings("ImmutableEnumChecker") // a constructor, which is immutable in all but its type
    private final @Nullable Supplier<Peer> peer;

    Contender(String id, String description, Role role, @Nullable Supplier<Peer> peer) {
        this.id = id;
        this.description = description;
        this.role = role;
        this.peer = peer;
    }

    public String id() {
        return id;
    }

    public String description() {
        return description;
    }

    Role role() {
        return role;
    }

    /// Whether its workloads run in a JVM.
    public boolean isJava() {
        return peer != null;
    }

    /// A fresh peer.
    ///
    /// @throws IllegalStateException if this contender does not run in a JVM
    public Peer newPeer() {
        if (peer == null) {
            throw new IllegalStateException(id + " does not run in a JVM");
        }
        return peer.get();
    }

    /// This library and those named; if none is named, all of `otherwise`.
    ///
    /// @throws UsageException if a name is unknown
    public static Set<Contender> chosen(List<String> names, Set<Contender> otherwise) {
        if (names.isEmpty()) {
            return EnumSet.copyOf(otherwise);
        }
        Set<Contender> wanted = EnumSet.of(LWT);
        for (String name : names) {
            wanted.add(Arrays.stream(values())
                    .filter(contender -> contender.id.equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("unknown peer: " + name)));
        }
        return wanted;
    }
}
