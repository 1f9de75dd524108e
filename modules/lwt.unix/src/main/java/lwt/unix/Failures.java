package lwt.unix;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The JDK's I/O exceptions in the system's words. They carry the system's message but not its
/// number.
final class Failures {
    private Failures() {}

    static UnixException translate(IOException e, String function, String argument) {
        Errno errno = errno(e);
        String text = errno != null ? errno.text : String.valueOf(e.getMessage());
        return UnixException.causedBy(e, errno != null ? errno : Errno.EIO, text, function, argument);
    }

    /// What channels throw when they are asked for what their state, or their kind, does not allow.
    static UnixException translate(RuntimeException e, String function, String argument) {
        Errno errno = switch (e) {
            case NotYetConnectedException _ -> Errno.ENOTCONN;
            case AlreadyConnectedException _ -> Errno.EISCONN;
            case ConnectionPendingException _ -> Errno.EALREADY;
            case UnsupportedAddressTypeException _ -> Errno.EAFNOSUPPORT;
            case IllegalStateException _, IllegalArgumentException _ -> Errno.EINVAL;
            default -> throw e;
        };
        return UnixException.causedBy(e, errno, errno.text, function, argument);
    }

    private static @Nullable Errno errno(IOException e) {
        // The message of a FileSystemException begins with the path.
        switch (e) {
            case ClosedChannelException _ -> {
                return Errno.EBADF;
            }
            case NoSuchFileException _ -> {
                return Errno.ENOENT;
            }
            case FileAlreadyExistsException _ -> {
                return Errno.EEXIST;
            }
            case AccessDeniedException _ -> {
                return Errno.EACCES;
            }
            case DirectoryNotEmptyException _ -> {
                return Errno.ENOTEMPTY;
            }
            case NotDirectoryException _ -> {
                return Errno.ENOTDIR;
            }
            case NotLinkException _ -> {
                return Errno.EINVAL;
            }
            default -> {}
        }
        String reason = e instanceof FileSystemException of ? of.getReason() : e.getMessage();
        String message = String.valueOf(reason).toLowerCase(Locale.ROOT);
        for (Errno errno : Errno.values()) {
            if (message.startsWith(errno.text)) {
                return errno;
            }
        }
        if (message.startsWith("connection reset")) {
            return Errno.ECONNRESET;
        }
        // Other systems say the same in other words.
        return switch (e) {
            case BindException _ -> Errno.EADDRINUSE;
            case NoRouteToHostException _ -> Errno.EHOSTUNREACH;
            case PortUnreachableException _ -> Errno.ECONNREFUSED;
            case ConnectException _ -> message.contains("timed out") ? Errno.ETIMEDOUT : Errno.ECONNREFUSED;
            default -> null;
        };
    }
}
