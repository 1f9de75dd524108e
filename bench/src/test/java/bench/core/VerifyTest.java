package bench.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bench.Original;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// All contenders do the same: their checksums agree.
class VerifyTest {
    private static final int CALLS = 10;

    /// The kernel that is the lower bound has promises, and no mailboxes, mutexes or streams.
    private static final Set<Workload> WITHOUT_LOWER_BOUND =
            EnumSet.of(Workload.W08, Workload.W09, Workload.W10A, Workload.W10B);

    private static boolean originalIsHere;

    @BeforeAll
    static void buildOriginal() {
        originalIsHere = Original.build("core").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void checksums_agreeAmongJavaContenders(Workload workload) {
        Map<String, Integer> sums = new TreeMap<>();
        for (Contender contender : Contender.values()) {
            if (contender.isJava()) {
                IntUnaryOperator operation = contender.newPeer().operations().get(workload);
                if (operation != null) {
                    sums.put(contender.id(), sum(operation, workload.smallSize()));
                }
            }
        }
        assertThat(sums).as("checksums of %s", workload.id()).containsKey("lwt");
        if (!WITHOUT_LOWER_BOUND.contains(workload)) {
            assertThat(sums).as("checksums of %s", workload.id()).containsKey("limit");
        }
        assertThat(sums.values()).as("checksums of %s: %s", workload.id(), sums).containsOnly(sums.get("lwt"));
    }

    @ParameterizedTest
    @EnumSource
    void checksum_agreesWithOriginal(Workload workload) {
        assumeTrue(originalIsHere, "OCaml's Lwt is not installed");
        IntUnaryOperator operation = new LwtPeer().operations().get(workload);
        String expected = OriginalCore.checksum(workload, workload.smallSize(), CALLS)
                .output()
                .strip();
        assertThat(sum(operation, workload.smallSize())).as(workload.id()).hasToString(expected);
    }

    private static int sum(IntUnaryOperator operation, int size) {
        int sum = 0;
        for (int call = 0; call < CALLS; call++) {
            sum += operation.applyAsInt(size);
        }
        return sum;
    }
}
