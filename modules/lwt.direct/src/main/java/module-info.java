import org.jspecify.annotations.NullMarked;

/// Direct style: `spawn` starts a fiber, `await` waits in it for a promise.
///
/// Fibers are at their best with `--add-opens java.base/java.lang=lwt.direct`; without it they work too, slower.
@NullMarked
module lwt.direct {
    requires transitive lwt;
    requires static org.jspecify;

    exports lwt.direct;
}
