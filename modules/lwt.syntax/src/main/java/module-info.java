import org.jspecify.annotations.NullMarked;

/// The build step that makes log calls free when their level is off.
@NullMarked
module lwt.syntax {
    requires static transitive org.jspecify;

    exports lwt.syntax;
}
