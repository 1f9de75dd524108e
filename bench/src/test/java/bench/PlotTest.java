package bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {
    private static final int WHITE = 0xFFFFFFFF;

    @TempDir
    Path folder;

    private static BufferedImage drawn(String line, Path file) throws IOException {
        Assumptions.assumeFalse(line.contains("Error"), line);
        assertThat(line).isEqualTo("Drawn: " + file);
        return ImageIO.read(file.toFile());
    }

    private static int colours(BufferedImage image) {
        return (int) IntStream.range(0, image.getWidth() * image.getHeight())
                .map(k -> image.getRGB(k % image.getWidth(), k / image.getWidth()))
                .filter(colour -> colour != WHITE)
                .distinct()
                .count();
    }

    @Test
    void ratios_growsWithTheRows() throws IOException {
        Path one = folder.resolve("one.png");
        Path two = folder.resolve("two.png");
        var first = new Plot.Ratio("W02", "cf", 0.3);
        var second = new Plot.Ratio("W06", "vertx", 1.2);
        BufferedImage small = drawn(Plot.ratios("Title", List.of(first), one), one);
        BufferedImage large = drawn(Plot.ratios("Title", List.of(first, second), two), two);
        assertThat(large.getHeight()).isGreaterThan(small.getHeight());
        assertThat(colours(large)).isGreaterThan(2);
    }

    @Test
    void growth_drawsLines() throws IOException {
        Path file = folder.resolve("growth.png");
        List<Plot.Point> points =
                List.of(new Plot.Point("lwt", 10, 7), new Plot.Point("lwt", 1000, 9), new Plot.Point("limit", 10, 6));
        assertThat(colours(drawn(Plot.growth("Title", "ns", points, file), file)))
                .isGreaterThan(2);
    }

    @Test
    void ratios_ofNothing_drawNothing() {
        assertThat(Plot.ratios("Title", List.of(), folder.resolve("none.png"))).startsWith("Nothing to draw");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void growth_whereItCannotBeWritten_saysWhy() {
        Path file = folder.resolve("missing").resolve("growth.png");
        assertThat(Plot.growth("Title", "ns", List.of(new Plot.Point("lwt", 10, 7)), file))
                .startsWith("Not drawn: " + file);
    }
}
