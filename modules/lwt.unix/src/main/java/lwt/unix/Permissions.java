package lwt.unix;

import java.nio.file.FileSystem;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/// The lowest twelve bits of a file's mode.
final class Permissions {
    static final int ALL = 0xfff;

    private Permissions() {}

    static int check(int permissions) {
        if ((permissions & ~ALL) != 0) {
            throw new IllegalArgumentException("permissions are at most 07777 in octal digits: "
                    + Integer.toOctalString(permissions) + " was given, in octal digits");
        }
        return permissions;
    }

    /// What the JDK calls them; nothing where a file system has no permissions.
    static FileAttribute<?>[] attributes(int permissions, FileSystem system) {
        if (!system.supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        EnumSet<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        int bit = 0400; // the owner may read; everybody may execute is the last, 01
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((permissions & bit) != 0) {
                set.add(permission);
            }
            bit >>= 1;
        }
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
    }
}
