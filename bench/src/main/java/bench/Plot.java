package bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.AbstractRenderer;
import org.jfree.chart.renderer.category.LineAndShapeRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// Draws figures into PNG files. A machine where that is impossible (a JDK without its desktop part,
/// no fonts) has its tables all the same.
public final class Plot {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 620;
    private static final int ROW_HEIGHT = 26;
    private static final int MARGIN = 160;
    private static final double ROOM = 1.5;

    /// Told apart on white; those of JFreeChart are too pale for small marks.
    private static final int[] COLOURS = {
        0xC62828, 0x1565C0, 0x2E7D32, 0xEF6C00, 0x6A1B9A, 0x00838F, 0x4E342E, 0xAD1457, 0x616161, 0x9E9D24, 0x283593,
        0x000000
    };

    private Plot() {}

    /// Our figure as a share of a peer's.
    public record Ratio(String workload, String peer, double ratio) {}

    /// A figure of a thing of some size; the points of one line belong together.
    public record Point(String line, double size, double cost) {}

    /// Draws a row for each workload with a mark for each peer, on a logarithmic scale: left of the
    /// line at 1 we need less.
    ///
    /// @return where it is, or why it is not, as a line for the user
    public static String ratios(String title, List<Ratio> ratios, Path file) {
        if (ratios.isEmpty()) {
            return "Nothing to draw: no peer was measured.";
        }
        return draw(file, () -> {
            var data = new DefaultCategoryDataset();
            ratios.forEach(each -> data.addValue(each.ratio, each.peer, each.workload));
            JFreeChart chart = ChartFactory.createLineChart(
                    title, null, "ours / theirs", data, PlotOrientation.HORIZONTAL, true, false, false);
            CategoryPlot plot = chart.getCategoryPlot();
            var marks = new LineAndShapeRenderer(false, true);
            colour(marks);
            plot.setRenderer(marks);
            plot.setRangeAxis(logarithmic(
                    "ours / theirs",
                    2,
                    DoubleStream.concat(ratios.stream().mapToDouble(Ratio::ratio), DoubleStream.of(1))));
            var equal = new ValueMarker(1, Color.DARK_GRAY, new BasicStroke(1.5f));
            plot.addRangeMarker(equal);
            plot.setDomainGridlinesVisible(true);
            plot.setBackgroundPaint(Color.WHITE);
            plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
            plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
            ChartUtils.saveChartAsPNG(file.toFile(), chart, WIDTH, MARGIN + ROW_HEIGHT * data.getColumnCount());
        });
    }

    /// Draws cost against size, both on logarithmic scales: what stays level costs the same for each,
    /// however many there are.
    ///
    /// @return where it is, or why it is not, as a line for the user
    public static String growth(String title, String unit, List<Point> points, Path file) {
        if (points.isEmpty()) {
            return "Nothing to draw: nothing was measured.";
        }
        return draw(file, () -> {
            Map<String, XYSeries> lines = new LinkedHashMap<>();
            points.forEach(
                    point -> lines.computeIfAbsent(point.line, XYSeries::new).add(point.size, point.cost));
            var data = new XYSeriesCollection();
            lines.values().forEach(data::addSeries);
            JFreeChart chart = ChartFactory.createXYLineChart(title, null, null, data);
            XYPlot plot = chart.getXYPlot();
            plot.setDomainAxis(logarithmic("how many", 10, points.stream().mapToDouble(Point::size)));
            plot.setRangeAxis(logarithmic(unit, 2, points.stream().mapToDouble(Point::cost)));
            var lined = new XYLineAndShapeRenderer(true, true);
            colour(lined);
            plot.setRenderer(lined);
            plot.setBackgroundPaint(Color.WHITE);
            plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
            plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
            ChartUtils.saveChartAsPNG(file.toFile(), chart, WIDTH, HEIGHT);
        });
    }

    private static void colour(AbstractRenderer renderer) {
        for (int k = 0; k < COLOURS.length; k++) {
            renderer.setSeriesPaint(k, new Color(COLOURS[k]));
        }
    }

    /// An axis with a tick at each power of the base, and room at both ends.
    private static LogAxis logarithmic(String label, int base, DoubleStream values) {
        var span = values.summaryStatistics();
        var axis = new LogAxis(label);
        axis.setBase(base);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(new DecimalFormat("#,##0.####", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        axis.setRange(span.getMin() / ROOM, span.getMax() * ROOM);
        return axis;
    }

    private interface Drawing {
        void draw() throws IOException;
    }

    private static String draw(Path file, Drawing drawing) {
        System.setProperty("java.awt.headless", "true");
        try {
            drawing.draw();
            return "Drawn: " + file;
        } catch (IOException | LinkageError | InternalError e) {
            return "Not drawn: " + file + " (" + e + ")";
        }
    }
}
