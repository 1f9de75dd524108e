/// Promises with the semantics of Lwt: composition, cancellation, keys; no I/O, no threads.
module lwt {
    requires static transitive org.jspecify;

    exports lwt;
}
