import org.jspecify.annotations.NullMarked;

/// Promises, streams, events and signals together.
@NullMarked
module lwt.react {
    requires transitive lwt;
    requires transitive react;
    requires static org.jspecify;

    exports lwt.react;
}
