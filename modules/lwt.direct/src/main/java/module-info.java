import org.jspecify.annotations.NullMarked;

/// Direct style: `spawn` starts a fiber, `await` waits in it for a promise.
@NullMarked
module lwt.direct {
    requires transitive lwt;
    requires static org.jspecify;
}
