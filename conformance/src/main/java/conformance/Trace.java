package conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The trace of one scenario, as it grows.
final class Trace {
    private static final Comparator<String> AS_BYTES = Comparator.comparing(
            effect -> effect.getBytes(StandardCharsets.UTF_8), (a, b) -> Arrays.compareUnsigned(a, b));

    private final StringBuilder text = new StringBuilder();
    private final List<String> effects = new ArrayList<>();
    private final boolean sorted;
    private int step;

    Trace(String header, boolean sorted) {
        text.append(header).append('\n');
        this.sorted = sorted;
    }

    /// Adds an effect of the step that is running.
    void effect(String effect) {
        effects.add(effect);
    }

    /// Writes the step down: its effects, then `changes` as [Registers#changes()] gives them.
    void endStep(String changes) {
        step++;
        text.append('@').append(step).append('\n');
        if (sorted) {
            effects.sort(AS_BYTES);
        }
        for (String effect : effects) {
            text.append("> ").append(effect).append('\n');
        }
        effects.clear();
        if (!changes.isEmpty()) {
            text.append('=').append(changes).append('\n');
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
