package lwt.unix;

import java.nio.file.Path;
import java.util.Objects;

/// Where temporary files and directories are made, and what they are called and permit.
///
/// @param folder the directory that is to hold it
/// @param prefix what its name begins with
/// @param suffix what its name ends with; between them is a random number
/// @param permissions its permissions, less the process's umask; the bits for executing are those of
///     directories and are not given to files
public record TempOptions(Path folder, String prefix, String suffix, int permissions) {
    /// In the system's folder for temporary files (the property `java.io.tmpdir`), `lwt_` and a
    /// number, for the owner only (0700).
    public static final TempOptions DEFAULT =
            new TempOptions(Path.of(System.getProperty("java.io.tmpdir", ".")), "lwt_", "", 0700);

    /// Checks that prefix and suffix do not lead elsewhere.
    ///
    /// @throws IllegalArgumentException if they contain a separator of names, or if the permissions
    ///     have more than nine bits
    public TempOptions {
        Objects.requireNonNull(folder, "folder");
        checkPart("prefix", prefix, folder);
        checkPart("suffix", suffix, folder);
        if ((permissions & ~0777) != 0) {
            throw new IllegalArgumentException("permissions are nine bits: 0" + Integer.toOctalString(permissions));
        }
    }

    private static void checkPart(String what, String part, Path folder) {
        if (part.contains(folder.getFileSystem().getSeparator()) || part.contains("/")) {
            throw new IllegalArgumentException("the " + what + " of a temporary name leads elsewhere: " + part);
        }
    }

    /// The same in another folder.
    public TempOptions withFolder(Path other) {
        return new TempOptions(other, prefix, suffix, permissions);
    }

    /// The same with names that begin otherwise.
    public TempOptions withPrefix(String other) {
        return new TempOptions(folder, other, suffix, permissions);
    }

    /// The same with names that end otherwise.
    public TempOptions withSuffix(String other) {
        return new TempOptions(folder, prefix, other, permissions);
    }

    /// The same with other permissions.
    public TempOptions withPermissions(int other) {
        return new TempOptions(folder, prefix, suffix, other);
    }
}
