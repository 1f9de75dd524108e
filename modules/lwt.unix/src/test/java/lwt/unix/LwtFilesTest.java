package lwt.unix;

import static java.nio.file.AccessMode.EXECUTE;
import static java.nio.file.AccessMode.READ;
import static java.nio.file.AccessMode.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import lwt.CanceledException;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls on files by name, which are made by workers.
@ParameterizedClass
@ValueSource(strings = {"epoll", "selector"})
class LwtFilesTest {
    private static final Path EXAMPLE = Path.of("here"); // a relative one

    @Parameter
    String engine;

    @TempDir
    Path directory;

    private Path file(String name) throws Exception {
        return Files.writeString(directory.resolve(name), "hello");
    }

    private Path path(String name) {
        return directory.resolve(name);
    }

    private boolean isTrue(ThrowingSupplier<? extends Promise<Boolean>> body) throws Exception {
        return value(body);
    }

    private Path found(ThrowingSupplier<? extends Promise<Path>> body) throws Exception {
        return value(body);
    }

    private <T> T value(ThrowingSupplier<? extends Promise<T>> body) throws Exception {
        return OnLoop.run(engine, body);
    }

    /// The name of the failure's error, the call and the argument.
    private void assertFails(ThrowingSupplier<? extends Promise<?>> body, String errno, String function, Object on)
            throws Exception {
        String failure = value(() -> Lwt.tryBind(
                () -> body.get().then(Lwt::unit),
                _ -> Lwt.of("no failure"),
                e -> e instanceof UnixException unix
                        ? Lwt.of(unix.errno() + " " + unix.function() + "(" + unix.argument() + ")")
                        : Lwt.of(e.toString())));
        assertThat(failure).isEqualTo(errno + " " + function + "(" + on + ")");
    }

    private void assertUnsupported(ThrowingSupplier<? extends Promise<?>> body, String function) {
        assertThatThrownBy(() -> value(() -> body.get().then(Lwt::unit)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining(function)
                .hasMessageContaining(System.getProperty("os.name"));
    }

    private boolean isNative() {
        return engine.equals("epoll");
    }

    private static Object unix(Path path, String attribute) throws Exception {
        return Files.getAttribute(path, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
    }

    /* ---- What there is ---- */

    @Test
    void stat_asTheJdkSaysIt() throws Exception {
        Path path = file("file");
        FileStatus status = value(() -> LwtFiles.stat(path));
        assertThat(status.kind()).isEqualTo(FileKind.REGULAR);
        assertThat(status.size()).isEqualTo(5);
        assertThat(status.inode()).isEqualTo(unix(path, "ino"));
        assertThat(status.device()).isEqualTo(unix(path, "dev"));
        assertThat(status.userId()).isEqualTo(unix(path, "uid"));
        assertThat(status.modificationTime())
                .isEqualTo(Files.getLastModifiedTime(path).toInstant());
    }

    @Test
    void stat_link_follows() throws Exception {
        Path link = Files.createSymbolicLink(path("link"), file("file"));
        assertThat(value(() -> LwtFiles.stat(link)).kind()).isEqualTo(FileKind.REGULAR);
    }

    @Test
    void stat_moreThan4GiB() throws Exception {
        Path path = file("large");
        value(() -> LwtFiles.truncate(path, 5_000_000_000L));
        assertThat(value(() -> LwtFiles.stat(path)).size()).isEqualTo(5_000_000_000L);
        assertThat(isTrue(() -> LwtFiles.exists(path))).isTrue();
        value(() -> LwtFiles.unlink(path));
        assertThat(isTrue(() -> LwtFiles.exists(path))).isFalse();
    }

    @Test
    void stat_missing_enoent() throws Exception {
        assertFails(() -> LwtFiles.stat(path("no")), "ENOENT", "stat", path("no"));
    }

    @Test
    void lstat_link_isItself() throws Exception {
        Path link = Files.createSymbolicLink(path("link"), path("nowhere"));
        assertThat(value(() -> LwtFiles.lstat(link)).kind()).isEqualTo(FileKind.SYMBOLIC_LINK);
    }

    @Test
    void lstat_missing_enoent() throws Exception {
        assertFails(() -> LwtFiles.lstat(path("no")), "ENOENT", "lstat", path("no"));
    }

    @Test
    void exists_thereOrNot() throws Exception {
        Path path = file("file");
        assertThat(isTrue(() -> LwtFiles.exists(path))).isTrue();
        assertThat(isTrue(() -> LwtFiles.exists(path("no")))).isFalse();
    }

    @Test
    void exists_belowAFile_enotdir() throws Exception {
        Path below = file("file").resolve("below");
        if (isNative()) {
            assertFails(() -> LwtFiles.exists(below), "ENOTDIR", "stat", below);
        } else {
            assertThat(isTrue(() -> LwtFiles.exists(below))).isFalse(); // the JDK says no more
        }
    }

    @Test
    void access_granted() throws Exception {
        Path path = file("file");
        value(() -> LwtFiles.access(path, READ, WRITE).then(() -> LwtFiles.access(path)));
        value(() -> LwtFiles.access(directory, EXECUTE, EXECUTE));
    }

    @Test
    void access_refused_eacces() throws Exception {
        Path path = file("file"); // even root may execute only what somebody may
        assertFails(() -> LwtFiles.access(path, EXECUTE), "EACCES", "access", path);
    }

    @Test
    void access_missing_enoent() throws Exception {
        assertFails(() -> LwtFiles.access(path("no")), "ENOENT", "access", path("no"));
    }

    /* ---- Names ---- */

    @Test
    void unlink_file_isGone() throws Exception {
        Path path = file("file");
        value(() -> LwtFiles.unlink(path));
        assertThat(path).doesNotExist();
    }

    @Test
    void unlink_link_leavesItsTarget() throws Exception {
        Path target = Files.createDirectory(path("target"));
        Path link = Files.createSymbolicLink(path("link"), target);
        value(() -> LwtFiles.unlink(link));
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(target).exists();
    }

    @Test
    void unlink_directory_eisdir() throws Exception {
        Path empty = Files.createDirectory(path("empty"));
        assertFails(() -> LwtFiles.unlink(empty), "EISDIR", "unlink", empty);
        assertThat(empty).exists();
    }

    @Test
    void unlink_missing_enoent() throws Exception {
        assertFails(() -> LwtFiles.unlink(path("no")), "ENOENT", "unlink", path("no"));
    }

    @Test
    void rename_replacesWhatWasThere() throws Exception {
        Path from = file("from");
        Path to = Files.writeString(path("to"), "old");
        value(() -> LwtFiles.rename(from, to));
        assertThat(from).doesNotExist();
        assertThat(to).hasContent("hello");
    }

    @Test
    void rename_missing_namesBoth() throws Exception {
        assertFails(() -> LwtFiles.rename(path("no"), path("to")), "ENOENT", "rename", path("no") + ", " + path("to"));
    }

    @Test
    void link_isOneMoreName() throws Exception {
        Path path = file("file");
        value(() -> LwtFiles.link(path, path("other")));
        assertThat(Files.isSameFile(path, path("other"))).isTrue();
        assertThat(value(() -> LwtFiles.stat(path)).links()).isEqualTo(2);
    }

    @Test
    void link_overAnother_eexist() throws Exception {
        Path path = file("file");
        Path other = file("other");
        assertFails(() -> LwtFiles.link(path, other), "EEXIST", "link", path + ", " + other);
    }

    @Test
    void symlink_readlink_asWritten() throws Exception {
        value(() -> LwtFiles.symlink(Path.of("../x/y"), path("link")));
        assertThat(found(() -> LwtFiles.readlink(path("link")))).isEqualTo(Path.of("../x/y"));
    }

    @Test
    void symlink_overAnother_eexist() throws Exception {
        Path other = file("other");
        assertFails(() -> LwtFiles.symlink(EXAMPLE, other), "EEXIST", "symlink", EXAMPLE + ", " + other);
    }

    @Test
    void readlink_ofNoLink_einval() throws Exception {
        Path path = file("file");
        assertFails(() -> LwtFiles.readlink(path), "EINVAL", "readlink", path);
    }

    @Test
    void mkdir_permissions_lessUmask() throws Exception {
        value(() -> LwtFiles.mkdir(path("private"), 0700).then(() -> LwtFiles.mkdir(path("usual"))));
        assertThat((int) unix(path("private"), "mode") & 07777).isEqualTo(0700);
        assertThat(path("usual")).isDirectory();
    }

    @Test
    void mkdir_there_eexist() throws Exception {
        assertFails(() -> LwtFiles.mkdir(directory), "EEXIST", "mkdir", directory);
    }

    @Test
    void mkdir_permissionsBeyondTwelveBits_refused() throws Exception {
        value(() -> {
            assertThatThrownBy(() -> LwtFiles.mkdir(directory, 010000)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> LwtFiles.chmod(directory, -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> LwtFiles.mkfifo(directory, 010000)).isInstanceOf(IllegalArgumentException.class);
            return Lwt.unit();
        });
    }

    @Test
    void rmdir_empty_isGone() throws Exception {
        Path empty = Files.createDirectory(path("empty"));
        value(() -> LwtFiles.rmdir(empty));
        assertThat(empty).doesNotExist();
    }

    @Test
    void rmdir_notEmpty_enotempty() throws Exception {
        file("file");
        assertFails(() -> LwtFiles.rmdir(directory), "ENOTEMPTY", "rmdir", directory);
    }

    @Test
    void rmdir_file_enotdir() throws Exception {
        Path path = file("file");
        assertFails(() -> LwtFiles.rmdir(path), "ENOTDIR", "rmdir", path);
        assertFails(() -> LwtFiles.rmdir(path("no")), "ENOENT", "rmdir", path("no"));
    }

    @Test
    void mkfifo_isAPipe() throws Exception {
        if (isNative()) {
            value(() -> LwtFiles.mkfifo(path("pipe"), 0600));
            assertThat(value(() -> LwtFiles.stat(path("pipe"))).kind()).isEqualTo(FileKind.FIFO);
            assertFails(() -> LwtFiles.mkfifo(path("pipe"), 0600), "EEXIST", "mkfifo", path("pipe"));
        } else {
            assertUnsupported(() -> LwtFiles.mkfifo(path("pipe"), 0600), "mkfifo");
        }
    }

    /* ---- What they stand for ---- */

    @Test
    void chmod_setsPermissions() throws Exception {
        Path path = file("file");
        value(() -> LwtFiles.chmod(path, 01640));
        assertThat((int) unix(path, "mode") & 07777).isEqualTo(01640);
        assertThat(value(() -> LwtFiles.stat(path)).permissions()).isEqualTo(01640);
    }

    @Test
    void chmod_missing_enoent() throws Exception {
        assertFails(() -> LwtFiles.chmod(path("no"), 0600), "ENOENT", "chmod", path("no"));
    }

    @Test
    void chown_toOneself_andNeither() throws Exception {
        Path path = file("file");
        int user = (int) unix(path, "uid");
        int group = (int) unix(path, "gid");
        value(() -> LwtFiles.chown(path, user, group).then(() -> LwtFiles.chown(path, -1, -1)));
        assertThat(unix(path, "uid")).isEqualTo(user);
        assertThat(unix(path, "gid")).isEqualTo(group);
    }

    @Test
    void chown_toOthers_byRootOnly() throws Exception {
        Path path = file("file");
        if ((int) unix(path, "uid") == 0) {
            value(() -> LwtFiles.chown(path, 12, -1).then(() -> LwtFiles.chown(path, -1, 34)));
            assertThat(unix(path, "uid")).isEqualTo(12);
            assertThat(unix(path, "gid")).isEqualTo(34);
        } else {
            assertFails(() -> LwtFiles.chown(path, 0, -1), "EPERM", "chown", path);
        }
    }

    @Test
    void utimes_setValues() throws Exception {
        Path path = file("file");
        Instant access = Instant.parse("2010-12-13T14:15:16.123456789Z");
        Instant modification = Instant.parse("1969-07-20T20:17:40Z");
        value(() -> LwtFiles.utimes(path, access, modification));
        FileStatus status = value(() -> LwtFiles.stat(path));
        assertThat(status.accessTime()).isEqualTo(access);
        assertThat(status.modificationTime()).isEqualTo(modification);
    }

    @Test
    void utimes_noValues_now() throws Exception {
        Path path = file("file");
        Files.setLastModifiedTime(path, FileTime.from(Instant.EPOCH));
        value(() -> LwtFiles.utimes(path));
        FileStatus status = value(() -> LwtFiles.stat(path));
        assertThat(Duration.between(status.modificationTime(), Instant.now()).abs())
                .isLessThan(Duration.ofMinutes(1));
        assertThat(Duration.between(status.accessTime(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void utimes_missing_enoent() throws Exception {
        assertFails(() -> LwtFiles.utimes(path("no")), "ENOENT", "utimes", path("no"));
    }

    @Test
    void truncate_shorterAndLonger() throws Exception {
        Path path = file("file");
        value(() -> LwtFiles.truncate(path, 2));
        assertThat(path).hasContent("he");
        value(() -> LwtFiles.truncate(path, 4));
        assertThat(path).hasContent("he\0\0");
    }

    @Test
    void truncate_negative_einval() throws Exception {
        Path path = file("file");
        assertFails(() -> LwtFiles.truncate(path, -1), "EINVAL", "truncate", path);
        assertFails(() -> LwtFiles.truncate(path("no"), 0), "ENOENT", "truncate", path("no"));
    }

    /* ---- The process's directories ---- */

    @Test
    void getcwd_asTheSystemSaysIt() throws Exception {
        assertThat(found(LwtFiles::getcwd)).isEqualTo(Path.of("").toRealPath());
    }

    /// The directory is the whole process's, so this is one of its own.
    public static final class ChangingDirectory {
        public static void main(String[] arguments) throws Exception {
            LwtMain.setEngine(OnLoop.make("epoll"));
            Path there = Path.of(arguments[0]);
            LwtMain.run(() -> LwtFiles.chdir(there)
                    .then(LwtFiles::getcwd)
                    .map(cwd -> {
                        System.out.println("cwd " + cwd.equals(there));
                        return cwd;
                    })
                    .then(() -> LwtFiles.stat(Path.of("file")))
                    .map(status -> {
                        System.out.println("stat " + status.size());
                        System.out.println("JDK " + Files.exists(Path.of("file")));
                        System.out.println(
                                "absolute " + Path.of("file").toAbsolutePath().startsWith(there));
                        return status;
                    })
                    .then(() -> LwtUnix.openFile(Path.of("file")))
                    .then(() -> LwtFiles.chdir(Path.of("no")))
                    .then(Lwt::unit));
        }
    }

    @Test
    void chdir_relativePathsFollow_absoluteOnesOfTheJdkDoNot() throws Exception {
        if (!isNative()) {
            assertUnsupported(() -> LwtFiles.chdir(directory), "chdir");
            return;
        }
        file("file");
        ChildJvm child = ChildJvm.in(directory);
        Process process =
                child.start(ChangingDirectory.class, directory.toRealPath().toString());
        assertThat(child.status(process)).isEqualTo(1);
        assertThat(child.output())
                .contains("cwd true\nstat 5\nJDK true\nabsolute false\n")
                .contains("ENOENT: no such file or directory: chdir(no)");
    }

    @Test
    void chroot_missingOrForbidden_fails() throws Exception {
        if (isNative()) {
            assertFails(() -> LwtFiles.chroot(path("no")), "ENOENT", "chroot", path("no"));
        } else {
            assertUnsupported(() -> LwtFiles.chroot(directory), "chroot");
        }
    }

    /* ---- Paths and promises ---- */

    @Test
    void path_thatIsNoText_keepsItsBytes() throws Exception {
        assumeTrue(Structs.fitThisMachine(), "a name is bytes on Linux");
        Path odd = Path.of(URI.create(directory.toUri() + "a%ffb"));
        Files.writeString(odd, "x");
        Path link = path("link");
        Path relative = directory.relativize(odd);
        value(() -> LwtFiles.symlink(relative, link));
        assertThat(value(() -> LwtFiles.stat(link)).size()).isEqualTo(1);
        assertThat(found(() -> LwtFiles.readlink(link))).isEqualTo(relative);
        value(() -> LwtFiles.unlink(odd));
        assertThat(odd).doesNotExist();
    }

    @Test
    void path_ofAnotherFileSystem_onlyWithTheJdk() throws Exception {
        Path zip = path("zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("entry"));
        }
        try (var system = java.nio.file.FileSystems.newFileSystem(zip, Map.of())) {
            Path inside = system.getPath("/entry");
            if (isNative()) {
                assertThatThrownBy(() -> value(() -> LwtFiles.stat(inside)))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("java.nio.file");
            } else {
                assertThat(value(() -> LwtFiles.stat(inside)).kind()).isEqualTo(FileKind.REGULAR);
            }
        }
    }

    @Test
    void path_null_refusedAtOnce() throws Exception {
        value(() -> {
            assertThatThrownBy(() -> LwtFiles.stat(null)).isInstanceOf(NullPointerException.class);
            return Lwt.unit();
        });
    }

    @Test
    void cancel_ofACall_givesUpTheResult() throws Exception {
        Path path = file("file");
        Path link = path("link");
        Throwable failure = value(() -> {
            Promise<FileStatus> status = LwtFiles.stat(path);
            status.cancel();
            return LwtFiles.link(path, link)
                    .then(() -> Lwt.tryBind(() -> status, _ -> Lwt.of(new AssertionError()), Lwt::of));
        });
        assertThat(failure).isInstanceOf(CanceledException.class);
        assertThat(link).exists();
    }

    @Test
    void asyncMethodNone_isMadeAtOnce() throws Exception {
        Path path = file("file");
        assertThat(isTrue(() -> Lwt.of(LwtUnix.withAsyncMethod(
                        AsyncMethod.NONE, () -> LwtFiles.stat(path).isSleeping()))))
                .isFalse();
    }
}
