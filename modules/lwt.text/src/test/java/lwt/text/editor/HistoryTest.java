package lwt.text.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import lwt.Lwt;
import lwt.text.Pty;
import lwt.unix.LwtMain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir
    private Path folder;

    @Test
    void add_newLine_isTheFirst() {
        assertThat(History.add("b", List.of("a"))).containsExactly("b", "a");
        assertThat(History.add("a", List.of("a"))).containsExactly("a");
        assertThat(History.add(" \t", List.of("a"))).containsExactly("a");
    }

    @Test
    void load_noFile_isEmpty() {
        assertThat(LwtMain.run(() -> History.load(folder.resolve("none")))).isEmpty();
    }

    @Test
    void save_thenLoad_hasTheSameLines() throws Exception {
        Path file = folder.resolve("history");
        List<String> lines = List.of("newest", "two\nlines", "日本");
        LwtMain.run(() -> History.save(file, lines));
        assertThat(Files.readString(file)).isEqualTo("newest\0two\nlines\0日本\0");
        assertThat(LwtMain.run(() -> History.load(file))).isEqualTo(lines);
    }

    @Test
    void save_twoProgramsThatBeganWithTheSame_bothAreInIt() {
        Path file = folder.resolve("history");
        List<String> begin = List.of("b", "a");
        LwtMain.run(() -> History.save(file, begin));
        LwtMain.run(() -> Lwt.join(History.save(file, History.add("mine", begin))));
        LwtMain.run(() -> Lwt.join(History.save(file, History.add("theirs", begin))));
        assertThat(LwtMain.run(() -> History.load(file))).containsExactly("theirs", "mine", "b", "a");
    }

    @Test
    void save_twiceAtOnceInOneProgram_bothAreInIt() {
        Path file = folder.resolve("history");
        LwtMain.run(
                () -> Lwt.join(History.save(file, List.of("mine", "a")), History.save(file, List.of("yours", "a"))));
        assertThat(LwtMain.run(() -> History.load(file))).containsExactly("yours", "mine", "a");
    }

    /* ---- Several processes ---- */

    private static Process start(Path file, String name, int count) throws IOException {
        Process process = new ProcessBuilder(Pty.java(
                        "lwt.text.editor.EditorProgram", "history", file.toString(), name, Integer.toString(count)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        return process;
    }

    private static List<String> numbered(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + " " + (count - i)).toList();
    }

    @Test
    void save_twoProcessesThatEndAtTheSameMoment_loseNoLine() throws Exception {
        Path file = folder.resolve("history");
        // Long enough that the two saves would overlap.
        List<String> begin = numbered("begin", 20_000);
        LwtMain.run(() -> History.save(file, begin));
        Process ada = start(file, "ada", 2_000);
        Process bob = start(file, "bob", 2_000);
        Pty.run("kill", "-TERM", Long.toString(ada.pid()), Long.toString(bob.pid()));
        assertThat(ada.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(bob.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<String> saved = LwtMain.run(() -> History.load(file));
        assertThat(saved.subList(4_000, saved.size())).isEqualTo(begin);
        List<String> news = saved.subList(0, 4_000);
        assertThat(news.stream().filter(line -> line.startsWith("ada ")))
                .containsExactlyElementsOf(numbered("ada", 2_000));
        assertThat(news.stream().filter(line -> line.startsWith("bob ")))
                .containsExactlyElementsOf(numbered("bob", 2_000));
    }

    /// Where the new file is written there is a pipe, so the save stops when that is full.
    @Test
    void save_killedInTheMiddle_leavesTheOldFileWhole() throws Exception {
        Path file = folder.resolve("history");
        Path next = folder.resolve("history.new");
        List<String> begin = List.of("b", "a");
        LwtMain.run(() -> History.save(file, begin));
        Pty.run("mkfifo", next.toString());
        try (RandomAccessFile pipe = new RandomAccessFile(next.toFile(), "rw")) {
            Process process = start(file, "line", 20_000);
            process.destroy();
            FutureTask<Integer> read = new FutureTask<>(pipe::read);
            Thread.ofPlatform().daemon().start(read);
            assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo('l');
            assertThat(process.isAlive()).as("it is in the middle of it").isTrue();
            process.destroyForcibly().waitFor();
        }
        assertThat(LwtMain.run(() -> History.load(file))).isEqualTo(begin);
        Files.delete(next);
        Files.writeString(next, "line 20000\0li");
        LwtMain.run(() -> History.save(file, List.of("c", "b", "a")));
        assertThat(LwtMain.run(() -> History.load(file))).containsExactly("c", "b", "a");
        assertThat(next).doesNotExist();
    }

    @Test
    void merge_fileWasShortened_nothingIsThereTwice() {
        assertThat(History.merge(List.of("theirs", "c", "b"), List.of("mine", "c", "b", "a")))
                .containsExactly("mine", "theirs", "c", "b");
        assertThat(History.merge(List.of(), List.of("b", "a"))).containsExactly("b", "a");
        assertThat(History.merge(List.of("x"), List.of("b", "a"))).containsExactly("b", "a", "x");
    }
}
