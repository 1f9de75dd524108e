package bench;

import static org.assertj.core.api.Assertions.assertThat;

import bench.JvmSetting.Collector;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static JvmSetting setting(String... words) {
        return Arguments.parse(List.of(words)).setting();
    }

    @Test
    void setting_withoutOptions_isSerialWithLargeHeaders() {
        JvmSetting setting = setting("W02");
        assertThat(setting.flags()).contains("-XX:+UseSerialGC").doesNotContain("-XX:+UseCompactObjectHeaders");
        assertThat(setting.suffix()).isEmpty();
        assertThat(setting.title()).isEmpty();
    }

    @Test
    void setting_withOptions_hasFlagsAndFilesOfItsOwn() {
        JvmSetting setting = setting("--collector", "g1", "--compact-headers");
        assertThat(setting).isEqualTo(new JvmSetting(Collector.G1, true));
        assertThat(setting.flags()).contains("-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders");
        assertThat(setting.suffix()).isEqualTo("-g1-compact");
        assertThat(setting.title()).isEqualTo(" (G1, compact headers)");
    }

    @Test
    void parse_peersAndNames_areKept() {
        Arguments arguments = Arguments.parse(List.of("--quick", "W02", "--peers", "limit,cf", "W06"));
        assertThat(arguments.quick()).isTrue();
        assertThat(arguments.peers()).containsExactly("limit", "cf");
        assertThat(arguments.names()).containsExactly("W02", "W06");
    }
}
