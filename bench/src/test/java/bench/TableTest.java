package bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void toString_alignsColumns() {
        Table table = new Table(List.of("", "lwt", "cf"));
        table.add(List.of("W02", "8.10", "24.0 (0.34)"));
        table.add(List.of("W03_1000", "5400"));
        assertThat(table).hasToString("""
                           lwt           cf
                W02       8.10  24.0 (0.34)
                W03_1000  5400
                """);
    }

    @Test
    void figure_keepsThreeDigits() {
        assertThat(List.of(Table.figure(8.104), Table.figure(24.96), Table.figure(123.4), Table.figure(64658)))
                .containsExactly("8.10", "25.0", "123", "64658");
    }
}
