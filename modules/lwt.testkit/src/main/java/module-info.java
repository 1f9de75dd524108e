import org.jspecify.annotations.NullMarked;

/// Virtual time and visible order, for tests of programs that use Lwt.
@NullMarked
module lwt.testkit {
    requires transitive lwt.unix;
    requires static org.jspecify;

    exports lwt.testkit;
}
