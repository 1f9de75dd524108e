package bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The original, OCaml's Lwt: programs in `bench/ocaml`, built when the OCaml compiler and Lwt are
/// installed.
public final class Original {
    private static final int BUILD_SECONDS = 120;

    private Original() {}

    /// Builds a program, with the packages it needs beyond Lwt's own.
    ///
    /// @return why it cannot take part, empty if it can
    public static Optional<String> build(String program, String... packages) {
        Child found = Child.run(List.of("ocamlfind", "query", "lwt.unix"), BUILD_SECONDS);
        if (found.status() != 0) {
            return Optional.of("OCaml or its Lwt is not installed (bench/ocaml/install.sh installs both on Debian)");
        }
        List<String> command = new ArrayList<>(List.of(
                "sh",
                Home.sources("ocaml").resolve("build.sh").toString(),
                Home.result("ocaml").toString(),
                program));
        command.addAll(List.of(packages));
        Child built = Child.run(command, BUILD_SECONDS);
        return built.status() == 0 ? Optional.empty() : Optional.of("it does not compile: " + built.complaint());
    }

    /// The file of a program that was built.
    public static String program(String name) {
        return Home.result("ocaml").resolve(name).toString();
    }
}
