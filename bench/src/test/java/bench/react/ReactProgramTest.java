package bench.react;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bench.Child;
import bench.Original;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Both sides of the benchmark do the same.
class ReactProgramTest {
    private static final int CALLS = 1000;
    private static final Map<ReactProgram, Integer> CHECKSUMS = Map.of(
            ReactProgram.R1,
            63292,
            ReactProgram.R2,
            62032,
            ReactProgram.R3,
            63301,
            ReactProgram.R4,
            62356,
            ReactProgram.R5,
            31481);

    @ParameterizedTest
    @EnumSource
    void checksum_isThatOfTheOriginal(ReactProgram program) {
        assertThat(program.start().run(CALLS)).isEqualTo(CHECKSUMS.get(program));
    }

    @Test
    void checksums_areThoseThatTheOriginalPrints() {
        assumeTrue(Original.build("reactive", "react").isEmpty(), "OCaml's React is not installed");
        CHECKSUMS.forEach((program, checksum) -> {
            Child child = Child.run(
                    List.of(Original.program("reactive"), "checksum", program.name(), Integer.toString(CALLS)), 60);
            assertThat(child.output().strip()).isEqualTo(Integer.toString(checksum));
        });
    }
}
