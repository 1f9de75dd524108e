package moduletests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples that count in a window, with real clicks.
class CounterTest {
    @TempDir
    Path folder;

    /// It counts up by itself, down at a click, and ends when its window is closed.
    private void assertCounts(String program, String title, int width, int height) throws Exception {
        Path errors = folder.resolve("errors");
        try (Display display = Display.open()) {
            Process process = new Launcher()
                    .with("DISPLAY", display.name())
                    .errorsTo(errors)
                    .start("run", program);
            try (BufferedReader output = process.inputReader()) {
                for (String number : new String[] {"1", "2", "3"}) {
                    assertThat(line(output)).as("%s", Files.readString(errors)).isEqualTo(number);
                }
                String window = display.window(title);
                display.click(window, width / 2, height - 12);
                int last = 3;
                int next;
                while ((next = Integer.parseInt(line(output))) > last) {
                    last = next; // the second hand was faster than the mouse
                }
                assertThat(next).as("after a click").isEqualTo(last - 1);
                display.photograph(Project.ROOT.resolve("module-tests/target/" + title + ".png"));
                assertThat(line(output)).as("it goes on").isEqualTo(String.valueOf(last));
                display.click(window, width / 2, 12);
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it ends").isTrue();
                assertThat(process.exitValue())
                        .as("%s", Files.readString(errors))
                        .isZero();
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static String line(BufferedReader output) throws Exception {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return String.valueOf(output.readLine());
                    } catch (java.io.IOException e) {
                        return e.toString();
                    }
                })
                .get(60, TimeUnit.SECONDS);
    }

    @Test
    void swingCounter_counts() throws Exception {
        assertCounts("examples/SwingCounter.java", "SwingCounter", 240, 160);
    }

    @Test
    void gtkCounter_counts() throws Exception {
        assumeTrue(
                isGtkInstalled(), "no GTK 4 here, so its example is not tested (Debian: apt-get install libgtk-4-1)");
        assertCounts("examples/gtk/GtkCounter.java", "GtkCounter", 240, 160);
    }

    @Test
    void gtkCounter_noDisplayOrNoGtk_saysSo() throws Exception {
        var result = new Launcher()
                .with("DISPLAY", "")
                .with("WAYLAND_DISPLAY", "")
                .run("run", "examples/gtk/GtkCounter.java");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.errors()).contains(isGtkInstalled() ? "there is no display" : "GTK 4 is not installed");
    }

    @SuppressWarnings("restricted") // loads it
    private static boolean isGtkInstalled() {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup("libgtk-4.so.1", arena);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void swingCounter_noDisplay_saysSo() throws Exception {
        var result = new Launcher().with("DISPLAY", "").run("run", "examples/SwingCounter.java");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.errors()).contains("there is no display");
    }
}
