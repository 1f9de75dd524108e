package lwt.ssl;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Certificates for tests, made by the `openssl` program once per run.
final class Certificates {
    private static final List<String> EC = List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
    private static final List<String> RSA = List.of("-newkey", "rsa:2048");
    private static Path folder;

    private Certificates() {}

    /// The folder with NAME.pem and NAME.key for `ca` and the others below.
    static synchronized Path folder() {
        if (folder == null) {
            try {
                Path made = Files.createTempDirectory("lwt-ssl");
                made.toFile().deleteOnExit();
                run(
                        made,
                        all(
                                "req -x509 -nodes -keyout ca.key -out ca.pem -days 3650 -subj /CN=authority"
                                        + " -addext basicConstraints=critical,CA:true",
                                EC));
                issue(made, "ec", "localhost", 100, EC);
                issue(made, "rsa", "localhost", 100, RSA);
                issue(made, "other", "other.example", 100, EC);
                issue(made, "expired", "localhost", -1, EC);
                issue(made, "client", "client.example", 100, EC);
                run(
                        made,
                        all(
                                "req -x509 -nodes -keyout self.key -out self.pem -days 3650 -subj /CN=localhost"
                                        + " -addext subjectAltName=DNS:localhost",
                                EC));
                folder = made;
            } catch (IOException e) {
                abort("needs the openssl program: " + e.getMessage());
            }
        }
        return folder;
    }

    private static void issue(Path folder, String name, String host, int days, List<String> key) throws IOException {
        run(
                folder,
                all(
                        "req -nodes -keyout " + name + ".key -out " + name + ".csr -subj /CN=" + host
                                + " -addext subjectAltName=DNS:" + host,
                        key));
        run(
                folder,
                all(
                        "x509 -req -in " + name + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -copy_extensions copy"
                                + " -out " + name + ".pem -days " + days,
                        List.of()));
    }

    private static List<String> all(String words, List<String> more) {
        List<String> all = new ArrayList<>(List.of(words.split(" ")));
        all.addAll(more);
        return all;
    }

    /// Runs openssl in a folder; what it prints.
    static String run(Path folder, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        Path output = Files.createTempFile("openssl", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(command + ": " + Files.readString(output));
            }
            return Files.readString(output);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            Files.delete(output);
        }
    }

    static Path file(String name) {
        return folder().resolve(name);
    }

    static String text(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static SslIdentity identity(String name) throws GeneralSecurityException {
        return SslIdentity.ofPem(text(name + ".pem"), text(name + ".key"));
    }

    static List<X509Certificate> authority() throws GeneralSecurityException {
        return Pem.certificates(text("ca.pem"));
    }

    static SslContext.Builder server(String name) throws GeneralSecurityException {
        return SslContext.server(identity(name));
    }

    static SslContext.Builder client() throws GeneralSecurityException {
        return SslContext.client().trust(authority());
    }
}
