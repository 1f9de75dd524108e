package moduletests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A display of its own (Xvfb), with somebody in front of it who clicks and takes photographs.
final class Display implements AutoCloseable {
    private final Process server;
    private final String name;

    private Display(Process server, String name) {
        this.server = server;
        this.name = name;
    }

    /// Starts one, or skips the test.
    static Display open() throws IOException {
        for (String program : List.of("Xvfb", "xdotool", "import")) {
            assumeTrue(
                    isInstalled(program),
                    "no " + program + " here, so the examples with windows are not tested"
                            + " (Debian: apt-get install xvfb xdotool imagemagick)");
        }
        Process server = new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String number = server.inputReader().readLine();
        if (number == null) {
            server.destroyForcibly();
        }
        assumeTrue(number != null, "Xvfb does not start here, so the examples with windows are not tested");
        return new Display(server, ":" + number);
    }

    private static boolean isInstalled(String program) {
        for (String folder : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /// What programs find in `DISPLAY`.
    String name() {
        return name;
    }

    /// Waits for the window of this title; returns its number.
    String window(String title) throws IOException, InterruptedException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30); ; Thread.sleep(100)) {
            List<String> found = ask("xdotool", "search", "--onlyvisible", "--name", "^" + title + "$");
            if (!found.isEmpty()) {
                return found.getLast();
            }
            assertThat(System.nanoTime())
                    .as("the window " + title + " is there in time")
                    .isLessThan(end);
        }
    }

    /// Clicks at this place of the window.
    void click(String window, int x, int y) throws IOException, InterruptedException {
        ask("xdotool", "mousemove", "--window", window, "" + x, "" + y);
        ask("xdotool", "click", "1");
    }

    /// Takes a picture of the whole screen, for people to look at.
    void photograph(Path picture) throws IOException, InterruptedException {
        Files.createDirectories(picture.getParent());
        ask("import", "-window", "root", picture.toString());
        assertThat(picture).isNotEmptyFile();
    }

    private List<String> ask(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("DISPLAY", name);
        Process process = builder.start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(lines::add);
        }
        process.waitFor();
        return lines;
    }

    @Override
    public void close() {
        server.destroy();
    }
}
