package bench.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// All contenders do the same: their checksums agree.
class DirectVerifyTest {
    private static final int CALLS = 3;

    @ParameterizedTest
    @EnumSource
    void checksums_agreeAmongContenders(DirectWorkload workload) {
        Map<DirectContender, Integer> sums = new EnumMap<>(DirectContender.class);
        for (DirectContender contender : DirectContender.values()) {
            DirectPeer peer = contender.newPeer();
            if (peer.offers(workload)) {
                int sum = 0;
                for (int call = 0; call < CALLS; call++) {
                    sum += peer.operation(workload).applyAsInt(workload.smallSize());
                }
                sums.put(contender, sum);
            }
        }
        assertThat(sums).containsKeys(DirectContender.LWT, DirectContender.VIRTUAL_THREADS, DirectContender.KOTLIN);
        assertThat(sums.values())
                .as("checksums of %s: %s", workload.id(), sums)
                .containsOnly(sums.get(DirectContender.LWT));
    }

    @ParameterizedTest
    @EnumSource(
            value = DirectWorkload.class,
            names = {"SUSPENDED", "PARKED"})
    void lowerBound_takesPart(DirectWorkload workload) {
        assertThat(DirectContender.CONTINUATION.newPeer().offers(workload)).isTrue();
    }
}
