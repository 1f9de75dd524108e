package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.SortedSet;
import lwt.Lwt;
import lwt.ThrowingSupplier;
import org.junit.jupiter.api.Test;

class LwtSysTest {
    private static <T> T on(String engine, ThrowingSupplier<T> body) throws Exception {
        return OnLoop.run(engine, () -> Lwt.of(body.get()));
    }

    @Test
    void have_everythingOnEpoll_littleOnTheSelector() throws Exception {
        for (LwtSys.Feature feature : LwtSys.Feature.values()) {
            boolean onEpoll = on("epoll", () -> LwtSys.have(feature));
            boolean onSelector = on("selector", () -> LwtSys.have(feature));
            assertThat(onEpoll).as(feature.name()).isTrue();
            assertThat(onSelector).as(feature.name()).isEqualTo(feature == LwtSys.Feature.SYNC_DATA);
        }
    }

    @Test
    void cpu_isOneOfThoseAllowed() throws Exception {
        on("epoll", () -> assertThat(LwtSys.affinity()).contains(LwtSys.cpu()));
    }

    @Test
    void setAffinity_oneProcessor_runsThere() throws Exception {
        on("epoll", () -> {
            SortedSet<Integer> before = LwtSys.affinity();
            int last = before.last();
            LwtSys.setAffinity(Set.of(last));
            assertThat(LwtSys.cpu()).isEqualTo(last);
            assertThat(LwtSys.affinity()).containsExactly(last);
            LwtSys.setAffinity(before);
            return assertThat(LwtSys.affinity()).isEqualTo(before);
        });
    }

    @Test
    void affinity_ofAnotherProcess() throws Exception {
        on(
                "epoll",
                () -> assertThat(LwtSys.affinity(ProcessHandle.current().pid())).isNotEmpty());
        assertThatThrownBy(() -> on("epoll", () -> LwtSys.affinity(Integer.MAX_VALUE)))
                .isInstanceOf(UnixException.class)
                .hasMessageContaining("ESRCH")
                .hasMessageContaining("sched_getaffinity");
    }

    @Test
    void setAffinity_badProcessors_refused() throws Exception {
        on("epoll", () -> {
            assertThatThrownBy(() -> LwtSys.setAffinity(Set.of())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> LwtSys.setAffinity(Set.of(-1))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> LwtSys.setAffinity(Set.of(1 << 20))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> LwtSys.setAffinity(Set.of(60_000)))
                    .isInstanceOf(UnixException.class)
                    .hasMessageContaining("EINVAL");
            return true;
        });
    }

    @Test
    void onThePortableEngine_namesTheCall() throws Exception {
        on("selector", () -> {
            assertThatThrownBy(LwtSys::cpu)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("getcpu");
            assertThatThrownBy(LwtSys::affinity)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("sched_getaffinity");
            assertThatThrownBy(() -> LwtSys.setAffinity(Set.of(0)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("sched_setaffinity");
            return true;
        });
    }
}
