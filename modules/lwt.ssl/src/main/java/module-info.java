import org.jspecify.annotations.NullMarked;

/// TLS over descriptors and channels.
@NullMarked
module lwt.ssl {
    requires transitive lwt.unix;
    requires static org.jspecify;

    exports lwt.ssl;
}
