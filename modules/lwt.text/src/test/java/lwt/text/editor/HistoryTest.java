package lwt.text.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lwt.Lwt;
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
    void merge_fileWasShortened_nothingIsThereTwice() {
        assertThat(History.merge(List.of("theirs", "c", "b"), List.of("mine", "c", "b", "a")))
                .containsExactly("mine", "theirs", "c", "b");
        assertThat(History.merge(List.of(), List.of("b", "a"))).containsExactly("b", "a");
        assertThat(History.merge(List.of("x"), List.of("b", "a"))).containsExactly("b", "a", "x");
    }
}
