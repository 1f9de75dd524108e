package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.LwtStream;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"epoll", "selector"})
class DirectoryTest {
    private static final String[] ALL = {".", "..", "a", "b", "c", "d", "e"};

    @Parameter
    String engine;

    @TempDir
    Path directory;

    @BeforeEach
    void fiveFiles() throws Exception {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            Files.createFile(directory.resolve(name));
        }
    }

    private <T> T value(ThrowingSupplier<? extends Promise<T>> body) throws Exception {
        return OnLoop.run(engine, body);
    }

    private List<String> names(ThrowingSupplier<? extends Promise<List<String>>> body) throws Exception {
        return value(body);
    }

    private String text(ThrowingSupplier<? extends Promise<String>> body) throws Exception {
        return value(body);
    }

    private static Promise<List<String>> rest(Directory opened, List<String> names) {
        return opened.read().bind(entry -> {
            entry.ifPresent(name -> names.add(name.toString()));
            return entry.isPresent() ? rest(opened, names) : Lwt.of(names);
        });
    }

    private static Promise<List<String>> rest(Directory opened) {
        return rest(opened, new ArrayList<>());
    }

    private static Promise<String> failure(Promise<?> promise) {
        return Lwt.tryBind(
                () -> promise,
                value -> Lwt.of("none but " + value),
                e -> Lwt.of(e instanceof UnixException unix ? unix.errno() + " " + unix.function() : e.toString()));
    }

    private long descriptors() throws Exception {
        assumeTrue(Structs.fitThisMachine(), "/proc is Linux's");
        return OnLoop.descriptors();
    }

    /* ---- Reading ---- */

    @Test
    void read_allEntries_dotsIncluded() throws Exception {
        assertThat(names(() -> LwtFiles.withDirectory(directory, DirectoryTest::rest)))
                .containsExactlyInAnyOrder(ALL);
    }

    @Test
    void read_atTheEnd_staysEmpty() throws Exception {
        Optional<Path> entry = value(
                () -> LwtFiles.withDirectory(directory, opened -> rest(opened).then(opened::read)));
        assertThat(entry).isEmpty();
    }

    @Test
    void read_names_areSingle() throws Exception {
        List<Path> names = value(() -> LwtFiles.withDirectory(directory, opened -> opened.readMany(10)));
        assertThat(names)
                .allSatisfy(name -> assertThat(name.getNameCount()).isEqualTo(1))
                .contains(Path.of("a"));
    }

    @Test
    void read_nameThatIsNoText_keepsItsBytes() throws Exception {
        assumeTrue(Structs.fitThisMachine(), "a name is bytes on Linux");
        Path odd = Files.createFile(Path.of(URI.create(directory.toUri() + "x%fey")));
        List<Path> names = value(() -> LwtFiles.withDirectory(directory, opened -> opened.readMany(100)));
        assertThat(names).anySatisfy(name -> assertThat(directory.resolve(name)).isEqualTo(odd));
    }

    @Test
    void read_thousandsOfEntries_eachOnce() throws Exception {
        Set<String> made = new HashSet<>(Set.of(ALL));
        for (int i = 0; i < 3_000; i++) {
            String name = "a file with a rather long name, so that batches are short: " + i;
            Files.createFile(directory.resolve(name));
            made.add(name);
        }
        List<String> names = value(() -> LwtFiles.withDirectory(directory, DirectoryTest::rest));
        assertThat(names).hasSameSizeAs(made).containsAll(made);
    }

    @Test
    void readMany_threeThenTheRest() throws Exception {
        value(() -> LwtFiles.withDirectory(
                directory,
                opened -> opened.readMany(3)
                        .bind(three -> opened.readMany(100).bind(four -> {
                            assertThat(three).hasSize(3);
                            assertThat(four).hasSize(4).doesNotContainAnyElementsOf(three);
                            return opened.readMany(1)
                                    .map(none -> assertThat(none).hasSize(0));
                        }))));
    }

    @Test
    void readMany_notPositive_refused() throws Exception {
        value(() -> LwtFiles.withDirectory(directory, opened -> {
            assertThatThrownBy(() -> opened.readMany(0)).isInstanceOf(IllegalArgumentException.class);
            return Lwt.unit();
        }));
    }

    @Test
    void read_severalAtOnce_eachAnother() throws Exception {
        value(() -> LwtFiles.withDirectory(directory, opened -> {
            List<Promise<Optional<Path>>> reads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                reads.add(opened.read());
            }
            return Lwt.all(reads).map(entries -> {
                assertThat(entries.get(7)).isEmpty();
                assertThat(new HashSet<>(entries)).hasSize(8);
                return entries;
            });
        }));
    }

    @Test
    void read_canceled_losesNoEntry() throws Exception {
        assertThat(names(() -> LwtFiles.withDirectory(directory, opened -> {
                    Promise<?> given = opened.read();
                    Promise<?> behind = opened.read();
                    behind.cancel();
                    given.cancel();
                    assertThat(given.isSleeping() || behind.isSleeping()).isFalse();
                    return rest(opened);
                })))
                .containsExactlyInAnyOrder(ALL);
    }

    @Test
    void read_jobsAborted_losesNoEntry() throws Exception {
        assertThat(names(() -> LwtFiles.withDirectory(directory, opened -> {
                    Promise<?> read = opened.read();
                    LwtUnix.abortJobs(new IllegalStateException("no more"));
                    return failure(read).bind(failure -> {
                        assertThat(failure).contains("no more");
                        return rest(opened);
                    });
                })))
                .containsExactlyInAnyOrder(ALL);
    }

    @Test
    void rewind_beginsAgain() throws Exception {
        assertThat(names(() -> LwtFiles.withDirectory(
                        directory, opened -> rest(opened).then(opened::rewind).then(() -> rest(opened)))))
                .containsExactlyInAnyOrder(ALL);
    }

    @Test
    void rewind_afterACanceledRead_givesEachOnce() throws Exception {
        assertThat(names(() -> LwtFiles.withDirectory(directory, opened -> {
                    opened.read().cancel();
                    opened.rewind().ignoreResult();
                    return rest(opened);
                })))
                .containsExactlyInAnyOrder(ALL);
    }

    /* ---- Opening and closing ---- */

    @Test
    void openDirectory_missing_enoent() throws Exception {
        assertThat(text(() -> failure(LwtFiles.openDirectory(directory.resolve("no")))))
                .isEqualTo("ENOENT opendir");
    }

    @Test
    void openDirectory_file_enotdir() throws Exception {
        assertThat(text(() -> failure(LwtFiles.openDirectory(directory.resolve("a")))))
                .isEqualTo("ENOTDIR opendir");
    }

    @Test
    void openDirectory_canceled_leavesNoneOpen() throws Exception {
        value(() -> {
            long before = descriptors();
            for (int i = 0; i < 20; i++) {
                LwtFiles.openDirectory(directory).cancel();
            }
            return LwtUnix.waitForJobs().map(_ -> assertThat(descriptors()).isEqualTo(before));
        });
    }

    @Test
    void close_everyOperation_ebadf() throws Exception {
        value(() -> LwtFiles.openDirectory(directory)
                .bind(opened -> opened.read()
                        .then(opened::close)
                        .then(() -> failure(opened.read()))
                        .bind(failure -> {
                            assertThat(failure).isEqualTo("EBADF readdir");
                            assertThat(opened.isClosed()).isTrue();
                            return failure(opened.readMany(3));
                        })
                        .bind(failure -> {
                            assertThat(failure).isEqualTo("EBADF readdir");
                            return failure(opened.rewind());
                        })
                        .bind(failure -> {
                            assertThat(failure).isEqualTo("EBADF rewinddir");
                            return opened.close();
                        })));
    }

    @Test
    void close_whileReading_failsWhatWaits() throws Exception {
        assertThat(text(() -> LwtFiles.openDirectory(directory).bind(opened -> {
                    Promise<?> read = opened.read();
                    Promise<?> behind = opened.readMany(2);
                    return opened.close()
                            .then(() -> failure(read))
                            .bind(first -> failure(behind).map(second -> first + ", " + second));
                })))
                .isEqualTo("EBADF readdir, EBADF readdir");
    }

    @Test
    void close_jobsAborted_closesNevertheless() throws Exception {
        value(() -> {
            long before = descriptors();
            return LwtFiles.openDirectory(directory).bind(opened -> {
                Promise<?> closed = opened.close();
                LwtUnix.abortJobs(new CanceledException());
                return failure(closed)
                        .then(LwtUnix::waitForJobs)
                        .map(_ -> assertThat(descriptors()).isEqualTo(before));
            });
        });
    }

    @Test
    void withDirectory_bodyFails_closes() throws Exception {
        Directory[] seen = new Directory[1];
        assertThat(text(() -> failure(LwtFiles.withDirectory(directory, opened -> {
                    seen[0] = opened;
                    return Lwt.fail(new IllegalStateException("body"));
                }))))
                .contains("body");
        assertThat(seen[0].isClosed()).isTrue();
    }

    @Test
    void forgotten_isClosedByTheCollector() throws Exception {
        assumeTrue(engine.equals("epoll"), "the JDK's own directory is its own matter");
        value(() -> {
            long before = descriptors();
            return LwtFiles.openDirectory(directory)
                    .map(_ -> assertThat(descriptors()).isEqualTo(before + 1))
                    .then(() -> awaitCollected(before));
        });
    }

    private Promise<Void> awaitCollected(long before) throws Exception {
        System.gc();
        return descriptors() == before
                ? Lwt.unit()
                : LwtUnix.sleep(java.time.Duration.ofMillis(5)).then(() -> awaitCollected(before));
    }

    /* ---- Streams ---- */

    @Test
    void filesOfDirectory_all_thenClosed() throws Exception {
        value(() -> {
            long before = descriptors();
            return LwtFiles.filesOfDirectory(directory).toList().map(names -> {
                assertThat(names).map(Path::toString).containsExactlyInAnyOrder(ALL);
                return assertThat(descriptors()).isEqualTo(before);
            });
        });
    }

    @Test
    void filesOfDirectory_notRead_opensNothing() throws Exception {
        value(() -> {
            long before = descriptors();
            LwtFiles.filesOfDirectory(directory.resolve("no"));
            return Lwt.of(assertThat(descriptors()).isEqualTo(before));
        });
    }

    @Test
    void filesOfDirectory_missing_enoent() throws Exception {
        assertThat(text(() -> failure(
                        LwtFiles.filesOfDirectory(directory.resolve("no")).toList())))
                .isEqualTo("ENOENT opendir");
    }

    @Test
    void filesOfDirectory_canceledRead_goesOn() throws Exception {
        assertThat(names(() -> {
                    LwtStream<Path> names = LwtFiles.filesOfDirectory(directory);
                    names.get().cancel(); // opens it
                    return LwtUnix.waitForJobs().then(() -> {
                        Promise<?> first = names.get();
                        first.cancel();
                        return names.toList()
                                .map(all -> all.stream().map(Path::toString).toList());
                    });
                }))
                .containsExactlyInAnyOrder(ALL);
    }

    @Test
    void filesOfDirectory_forgotten_isClosedByTheCollector() throws Exception {
        assumeTrue(engine.equals("epoll"), "the JDK's own directory is its own matter");
        value(() -> {
            long before = descriptors();
            return LwtFiles.filesOfDirectory(directory)
                    .next()
                    .map(_ -> assertThat(descriptors()).isEqualTo(before + 1))
                    .then(() -> awaitCollected(before));
        });
    }
}
