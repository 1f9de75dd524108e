package bench.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bench.Home;
import bench.core.Baseline.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
    private static final Entry BEFORE = new Entry(1.2, 72);

    @TempDir
    Path folder;

    @Test
    void worseThan_bothTheSame_isOne() {
        assertThat(BEFORE.worseThan(BEFORE)).isEqualTo(1);
    }

    @Test
    void worseThan_slower_isTheFactorOfTimes() {
        assertThat(new Entry(1.8, 72).worseThan(BEFORE)).isEqualTo(1.5);
    }

    @Test
    void worseThan_fasterAndLarger_isTheFactorOfBytes() {
        assertThat(new Entry(0.6, 108).worseThan(BEFORE)).isEqualTo(1.5);
    }

    @Test
    void worseThan_bytesWhereThereWereNone_isWorse() {
        assertThat(new Entry(1.2, 24).worseThan(new Entry(1.2, 0))).isGreaterThan(Baseline.TOLERANCE);
    }

    @Test
    void worseThan_fractionOfAByteWhereThereWasNone_isNoMore() {
        assertThat(new Entry(1.2, 0.4).worseThan(new Entry(1.2, 0))).isEqualTo(1);
    }

    @Test
    void read_whatWasWritten_isTheSame() throws IOException {
        Path file = folder.resolve("baseline.tsv");
        var written = new Baseline(Map.of(Workload.W02, BEFORE, Workload.W03_10, new Entry(1.042, 360)));
        written.write(file, "some machine");
        assertThat(Baseline.read(file)).isEqualTo(written);
        assertThat(file).content().startsWith("# some machine\n");
    }

    @Test
    void read_lineOfAnotherKind_saysWhich() throws IOException {
        Path file = folder.resolve("baseline.tsv");
        Files.writeString(file, "W99\t1.0\t24\n");
        assertThatThrownBy(() -> Baseline.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("W99")
                .hasMessageContaining("--update");
    }

    @Test
    void read_theBaselineOfTheProject_knowsTheWorkloads() throws IOException {
        assertThat(Baseline.read(Home.kept("baseline.tsv")).entries()).containsKeys(Workload.W02, Workload.W06);
    }
}
