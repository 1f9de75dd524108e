import org.jspecify.annotations.NullMarked;

/// The toplevel: JShell with promises.
@NullMarked
module lwt.top {
    requires transitive lwt.text;
    requires transitive lwt.direct;
    requires jdk.jshell;
    requires java.compiler;
    requires static org.jspecify;

    exports lwt.top;
}
