package lwt.text.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The examples of the API pages.
class Snippets {
    @Test
    void engine() {
        // @start region="engine"
        EngineState state = EngineState.init(List.of());
        state = state.update(Command.insert("foo")).update(Action.BACKWARD_CHAR);
        state.edition(); // "fo" before the cursor, "o" after it
        // @end
        assertThat(state.edition()).isEqualTo(new Mode.Edition("fo", "o"));
    }
}
