package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Looks and sleeps, on a clock that each glance moves on.
class PatienceTest {
    private static final long GLANCE = 1_000;

    private long now = Long.MAX_VALUE - 5 * GLANCE; // it runs over
    private int glances;

    /// On two processors, where something is found at this glance; 0 for never.
    private boolean look(Patience patience, int foundAt) {
        glances = 0;
        return patience.look(() -> {
            glances++;
            now += GLANCE;
            return glances == foundAt;
        });
    }

    private Patience onTwo() {
        return new Patience(2, () -> now);
    }

    private int sleepsWithoutALook(Patience patience) {
        int sleeps = 0;
        while (!look(patience, 0) && glances == 1) {
            sleeps++;
        }
        return sleeps;
    }

    @Test
    void look_somethingComes_endsThere() {
        Patience patience = onTwo();
        for (int i = 0; i < 100; i++) {
            assertThat(look(patience, 5)).isTrue();
            assertThat(glances).isEqualTo(5);
        }
    }

    @Test
    void look_nothingComes_endsInTime() {
        assertThat(look(onTwo(), 0)).isFalse();
        assertThat(glances * GLANCE).isBetween(Patience.LOOK, 2 * Patience.LOOK);
    }

    @Test
    void look_inVain_sleepsAreLeftInPeaceTwiceAsLongEachTime() {
        Patience patience = onTwo();
        look(patience, 0);
        for (int pause = Patience.FEW; pause < Patience.MANY; pause *= 2) {
            assertThat(sleepsWithoutALook(patience)).isEqualTo(pause);
        }
        assertThat(sleepsWithoutALook(patience)).isEqualTo(Patience.MANY);
        assertThat(sleepsWithoutALook(patience)).isEqualTo(Patience.MANY);
    }

    @Test
    void look_foundAgain_trustsAgain() {
        Patience patience = onTwo();
        look(patience, 0);
        sleepsWithoutALook(patience);
        assertThat(sleepsWithoutALook(patience)).isEqualTo(2 * Patience.FEW);
        for (int i = 0; i < 4 * Patience.FEW; i++) {
            look(patience, 1);
        }
        assertThat(look(patience, 7)).isTrue();
        for (int i = 0; i < 10; i++) {
            assertThat(look(patience, 7)).isTrue();
        }
        look(patience, 0);
        assertThat(sleepsWithoutALook(patience)).isEqualTo(Patience.FEW);
    }

    @Test
    void look_withoutALook_stillSaysWhatIsThere() {
        Patience patience = onTwo();
        look(patience, 0);
        assertThat(look(patience, 1)).isTrue();
        assertThat(look(patience, 2)).isFalse();
    }

    @Test
    void look_oneProcessor_onlyAGlance() {
        Patience patience = new Patience(1, () -> now);
        assertThat(look(patience, 2)).isFalse();
        assertThat(look(patience, 1)).isTrue();
        assertThat(glances).isEqualTo(1);
    }
}
