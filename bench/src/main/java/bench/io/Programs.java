package bench.io;

import bench.Child;
import bench.Home;
import java.util.List;
import java.util.Optional;

/// The bound and the load generator, programs in `bench/c`.
final class Programs {
    private static final int BUILD_SECONDS = 120;

    private Programs() {}

    /// Compiles a program.
    ///
    /// @return what went wrong, empty if nothing did
    static Optional<String> build(String program) {
        Child built = Child.run(
                List.of(
                        "gcc",
                        "-O2",
                        "-pthread",
                        "-o",
                        path(program),
                        Home.sources("c").resolve(program + ".c").toString()),
                BUILD_SECONDS);
        return built.status() == 0
                ? Optional.empty()
                : Optional.of(
                        "bench/c/" + program + ".c does not compile (it needs gcc and Linux): " + built.complaint());
    }

    static String path(String program) {
        return Home.result(program).toString();
    }
}
