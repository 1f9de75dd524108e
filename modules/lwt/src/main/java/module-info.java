import org.jspecify.annotations.NullMarked;

/// Promises and their combinators: cooperative light-weight threads, without input or output.
@NullMarked
module lwt {
    requires static org.jspecify;
}
