package lwt.maven;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Component;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;

/// Weaves the log calls of the project's classes after they were compiled: the arguments of a message that is not shown
/// are not evaluated, and calls of `LwtLog.debug` are taken out.
///
/// The weaver needs a JDK 25 or newer: that of the toolchain that the build has selected, else Maven's own, else that
/// of
/// `JAVA_HOME`. A call that cannot be woven fails the build, and is told with its file and line.
@Mojo(
        name = "weave",
        defaultPhase = LifecyclePhase.PROCESS_CLASSES,
        requiresDependencyResolution = ResolutionScope.COMPILE,
        threadSafe = true)
public class WeaveMojo extends AbstractMojo {
    private static final int NEEDED = 25;
    private static final String WEAVER = "lwt:lwt.syntax";
    private static final String MAIN = "lwt.syntax.WeaveMain";

    /** Keeps calls of <code>LwtLog.debug</code>, behind a test of their level as the others. */
    @Parameter(property = "lwt.debug", defaultValue = "false")
    private String debug;

    /** Leaves everything as it was compiled. */
    @Parameter(property = "lwt.weave.skip", defaultValue = "false")
    private boolean skip;

    /** The folder of the classes. */
    @Parameter(defaultValue = "${project.build.outputDirectory}")
    private File classes;

    @Parameter(defaultValue = "${project.compileClasspathElements}", readonly = true, required = true)
    private List<String> classPath;

    @Parameter(defaultValue = "${plugin.artifactMap}", readonly = true, required = true)
    private Map<String, Artifact> artifacts;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Component
    @SuppressWarnings("deprecation") // what comes instead needs a library more, and Maven 3.8 knows this
    private ToolchainManager toolchains;

    /// Weaves.
    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip || !classes.isDirectory()) {
            return;
        }
        List<String> command = new ArrayList<>();
        command.add(java());
        if (!debug.equals("false")) {
            command.add("-Dlwt.debug=true"); // also what has no value
        }
        command.addAll(List.of("-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8", "-cp", weaver(), MAIN));
        command.addAll(List.of("--class-path", String.join(File.pathSeparator, classPath), classes.getPath()));
        run(command);
    }

    private String weaver() throws MojoExecutionException {
        Artifact artifact = artifacts.get(WEAVER);
        if (artifact == null || artifact.getFile() == null) {
            throw new MojoExecutionException("the weaver, " + WEAVER + ", is not among the plugin's dependencies");
        }
        return artifact.getFile().getPath();
    }

    private void run(List<String> command) throws MojoExecutionException, MojoFailureException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            List<String> lines;
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                lines = output.lines().toList();
            }
            if (process.waitFor() != 0) {
                lines.forEach(line -> getLog().error(line));
                throw new MojoFailureException("lwt:weave: " + String.join(System.lineSeparator(), lines));
            }
            lines.forEach(line -> getLog().info(line));
        } catch (IOException e) {
            throw new MojoExecutionException("lwt:weave: cannot run " + command.get(0), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("lwt:weave was interrupted", e);
        }
    }

    /* ---- Which JVM ---- */

    private String java() throws MojoExecutionException {
        Toolchain toolchain = toolchains.getToolchainFromBuildContext("jdk", session);
        String tool = toolchain == null ? null : toolchain.findTool("java");
        if (tool != null) {
            return tool;
        }
        if (Runtime.version().feature() >= NEEDED) {
            return javaOf(System.getProperty("java.home"));
        }
        String home = System.getenv("JAVA_HOME");
        if (home != null && version(Path.of(home)) >= NEEDED) {
            return javaOf(home);
        }
        throw new MojoExecutionException("lwt:weave needs a JDK " + NEEDED + " or newer, and Maven runs on "
                + Runtime.version().feature()
                + ": run Maven on one, set JAVA_HOME to one, or select one with the goal select-jdk-toolchain of the"
                + " maven-toolchains-plugin");
    }

    private static String javaOf(String home) {
        return Path.of(home, "bin", "java").toString();
    }

    /// The feature version of the JDK in a folder, 0 if it is not known.
    private static int version(Path home) {
        try {
            return Files.readAllLines(home.resolve("release")).stream()
                    .filter(line -> line.startsWith("JAVA_VERSION=\""))
                    .mapToInt(line -> Integer.parseInt(line.replaceAll("^JAVA_VERSION=\"(\\d+).*", "$1")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException unknown) {
            return 0;
        }
    }
}
