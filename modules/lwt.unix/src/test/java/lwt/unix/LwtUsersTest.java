package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import lwt.Lwt;
import lwt.Promise;
import lwt.ThrowingSupplier;
import org.junit.jupiter.api.Test;

class LwtUsersTest {
    private static <T> T value(ThrowingSupplier<? extends Promise<T>> body) throws Exception {
        return OnLoop.run("epoll", body);
    }

    private static List<String[]> lines(String file) throws Exception {
        Path path = Path.of(file);
        assumeTrue(Files.exists(path), "users come from elsewhere here");
        return Files.readAllLines(path).stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> !fields[0].startsWith("+"))
                .toList();
    }

    @Test
    void user_byNameAndNumber_asInTheFile() throws Exception {
        for (String[] fields : lines("/etc/passwd")) {
            User user = value(() -> LwtUsers.user(fields[0]));
            assertThat(user)
                    .isEqualTo(new User(
                            fields[0],
                            fields[1],
                            Integer.parseInt(fields[2]),
                            Integer.parseInt(fields[3]),
                            fields[4],
                            Path.of(fields[5]),
                            Path.of(fields[6])));
        }
        User root = value(() -> LwtUsers.user(0));
        assertThat(root).isEqualTo(value(() -> LwtUsers.user("root")));
    }

    @Test
    void group_byNameAndNumber_asInTheFile() throws Exception {
        for (String[] fields : lines("/etc/group")) {
            Group group = value(() -> LwtUsers.group(fields[0]));
            List<String> members = fields[3].isEmpty() ? List.of() : List.of(fields[3].split(","));
            assertThat(group).isEqualTo(new Group(fields[0], fields[1], Integer.parseInt(fields[2]), members));
        }
        Group first = value(() -> LwtUsers.group(0));
        assertThat(first).isEqualTo(value(() -> LwtUsers.group(first.name())));
    }

    @Test
    void missing_failsWithItsName() {
        assertMissing(() -> LwtUsers.user("no such user"), "user of the name no such user");
        assertMissing(() -> LwtUsers.user(1_999_999_999), "user of the number 1999999999");
        assertMissing(() -> LwtUsers.group("no such group"), "group of the name no such group");
        assertMissing(() -> LwtUsers.group(1_999_999_999), "group of the number 1999999999");
    }

    private static void assertMissing(ThrowingSupplier<? extends Promise<?>> body, String what) {
        assertThatThrownBy(() -> value(() -> body.get().then(Lwt::unit)))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("there is no " + what);
    }

    @Test
    void login_nameOrNoTerminal() throws Exception {
        String outcome = value(() -> Lwt.catching(
                LwtUsers::login, e -> Lwt.of(e instanceof UnixException unix ? unix.function() : e.toString())));
        assertThat(outcome).isNotEmpty().doesNotContain("Exception");
    }

    @Test
    void onThePortableEngine_namesTheCall() {
        assertThatThrownBy(() -> OnLoop.run("selector", () -> LwtUsers.user("root")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("getpwnam");
        assertThatThrownBy(() -> OnLoop.run("selector", () -> LwtUsers.user(0)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("getpwuid");
        assertThatThrownBy(() -> OnLoop.run("selector", () -> LwtUsers.group("root")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("getgrnam");
        assertThatThrownBy(() -> OnLoop.run("selector", () -> LwtUsers.group(0)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("getgrgid");
        assertThatThrownBy(() -> OnLoop.run("selector", LwtUsers::login))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("getlogin");
    }
}
