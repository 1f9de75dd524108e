package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lwt.Lwt;
import lwt.Promise;
import lwt.Resolver;
import lwt.ThrowingSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"epoll", "selector"})
class LwtGcTest {
    @Parameter
    String engine;

    @TempDir
    Path directory;

    private final List<String> log = new ArrayList<>();

    private Promise<Void> log(String text) {
        log.add(text);
        return Lwt.unit();
    }

    private List<String> run(ThrowingSupplier<? extends Promise<?>> body) throws Exception {
        OnLoop.run(engine, () -> body.get().then(Lwt::unit));
        return log;
    }

    /// Collects until so much was logged.
    private Promise<Void> awaitLogged(int lines) {
        if (log.size() >= lines) {
            return Lwt.unit();
        }
        System.gc();
        return LwtUnix.sleep(Duration.ofMillis(2)).then(() -> awaitLogged(lines));
    }

    @Test
    void finalise_collected_runsOnTheLoop() throws Exception {
        assertThat(run(() -> {
                    Thread loop = Thread.currentThread();
                    LwtGc.finalise(new Object(), () -> log("on the loop " + (Thread.currentThread() == loop)));
                    return awaitLogged(1);
                }))
                .containsExactly("on the loop true");
    }

    @Test
    void finalise_stillReferredTo_doesNotRun() throws Exception {
        Object object = new Object();
        assertThat(run(() -> {
                    LwtGc.finalise(object, () -> log("too early"));
                    LwtGc.finalise(new Object(), () -> log("other"));
                    return awaitLogged(1);
                }))
                .containsExactly("other");
        assertThat(object).isNotNull();
    }

    @Test
    void finalise_begun_isAwaitedAtTheEnd() throws Exception {
        assertThat(run(() -> {
                    LwtGc.finalise(
                            new Object(),
                            () -> log("begun")
                                    .then(() -> LwtUnix.sleep(Duration.ofMillis(20)))
                                    .then(() -> log("ended")));
                    return awaitLogged(1);
                }))
                .containsExactly("begun", "ended");
    }

    @Test
    void finaliseOrExit_notCollected_runsAtTheEnd() throws Exception {
        Object object = new Object();
        assertThat(run(() -> {
                    LwtGc.finaliseOrExit(
                            object, () -> LwtUnix.sleep(Duration.ofMillis(5)).then(() -> log("at the end")));
                    return log("body");
                }))
                .containsExactly("body", "at the end");
        assertThat(object).isNotNull();
    }

    @Test
    void finaliseOrExit_collectedThenEnd_runsOnce() throws Exception {
        assertThat(run(() -> {
                    LwtGc.finaliseOrExit(new Object(), () -> log("collected"));
                    return awaitLogged(1).then(() -> log("end"));
                }))
                .containsExactly("collected", "end");
    }

    @Test
    void finaliseOrExit_endThenCollected_runsOnce() throws Exception {
        List<Object> object = new ArrayList<>(List.of(new Object()));
        OnLoop.call(engine, () -> {
            LwtMain.run(() -> {
                LwtGc.finaliseOrExit(object.getFirst(), () -> log("at the end"));
                return Lwt.unit();
            });
            object.clear();
            LwtMain.run(() -> {
                LwtGc.finalise(new Object(), () -> log("collected later"));
                return awaitLogged(2);
            });
            return null;
        });
        assertThat(log).containsExactly("at the end", "collected later");
    }

    @Test
    void finaliseOrExit_collectedWhileTheEndWaits_runsOnce() throws Exception {
        List<Object> object = new ArrayList<>(List.of(new Object()));
        assertThat(run(() -> {
                    Resolver<Void> later = Lwt.task();
                    LwtGc.finaliseOrExit(object.getFirst(), () -> log("begun").then(later::promise));
                    LwtGc.finaliseOrExit(object.getFirst(), () -> {
                        object.clear();
                        LwtGc.finalise(
                                new Object(),
                                () -> log("other").map(_ -> {
                                    later.wakeup(null);
                                    return null;
                                }));
                        return awaitLogged(2);
                    });
                    return Lwt.unit();
                }))
                .containsExactly("begun", "other");
    }

    @Test
    void action_throwsOrFails_goesToTheHook() throws Exception {
        assertThat(run(() -> {
                    Lwt.setAsyncExceptionHook(e -> log(e.getMessage()));
                    LwtGc.finaliseOrExit(this, () -> {
                        throw new IllegalStateException("thrown");
                    });
                    LwtGc.finaliseOrExit(
                            this, () -> Lwt.pause().then(() -> Lwt.fail(new IllegalStateException("failed"))));
                    return Lwt.unit();
                }))
                .containsExactly("thrown", "failed");
    }

    /// Exits while it runs.
    public static final class Exiting {
        public static void main(String[] arguments) throws Exception {
            Object object = new Object();
            LwtMain.run(() -> {
                LwtGc.finaliseOrExit(
                        object,
                        () -> LwtUnix.sleep(Duration.ofMillis(5)).map(_ -> {
                            System.out.println("finalised");
                            return null;
                        }));
                return Lwt.pause().map(_ -> {
                    System.exit(0);
                    return object;
                });
            });
        }
    }

    @Test
    void finaliseOrExit_systemExit_isAwaited() throws Exception {
        assertThat(ChildJvm.in(directory).run(Exiting.class)).contains("finalised");
    }
}
