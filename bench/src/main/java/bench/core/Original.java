package bench.core;

import bench.Child;
import bench.Home;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The original, OCaml's Lwt: a program in `bench/ocaml`, built when the OCaml compiler and Lwt are
/// installed.
final class Original {
    private static final int BUILD_SECONDS = 120;

    private Original() {}

    /// Builds the program.
    ///
    /// @return why it cannot take part, empty if it can
    static Optional<String> build() {
        Child found = Child.run(List.of("ocamlfind", "query", "lwt.unix"), BUILD_SECONDS);
        if (found.status() != 0) {
            return Optional.of("OCaml or its Lwt is not installed (bench/ocaml/install.sh installs both on Debian)");
        }
        List<String> command = List.of(
                "sh",
                Home.ocaml().resolve("build.sh").toString(),
                Home.result("ocaml").toString());
        Child built = Child.run(command, BUILD_SECONDS);
        return built.status() == 0 ? Optional.empty() : Optional.of("it does not compile: " + built.complaint());
    }

    /// Prints a line per repetition: nanoseconds and bytes per operation, with a tab between; for
    /// W15 bytes twice.
    static Child measure(Contender contender, Workload workload, double seconds, int repetitions, int limitSeconds) {
        String minorHeapWords = contender == Contender.OCAML_64M ? "8M" : "256k";
        return Child.run(
                List.of(
                        "env",
                        "OCAMLRUNPARAM=s=" + minorHeapWords,
                        program(),
                        "measure",
                        workload.id(),
                        Integer.toString(workload.size()),
                        Integer.toString(workload.operations(workload.size())),
                        String.format(Locale.ROOT, "%.3f", seconds),
                        Integer.toString(repetitions)),
                limitSeconds);
    }

    /// Prints the sum of the checksums of so many calls.
    static Child checksum(Workload workload, int size, int calls) {
        return Child.run(
                List.of(program(), "checksum", workload.id(), Integer.toString(size), Integer.toString(calls)),
                BUILD_SECONDS);
    }

    private static String program() {
        return Home.result("ocaml").resolve("core").toString();
    }
}
