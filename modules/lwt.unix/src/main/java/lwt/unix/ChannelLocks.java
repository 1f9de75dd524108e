package lwt.unix;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The locks of one file of the portable engine.
final class ChannelLocks {
    private final List<FileLock> held = new ArrayList<>();

    /// Does what the command says to `length` bytes from the channel's position on, 0 for all.
    boolean apply(FileChannel channel, LockCommand command, long length) throws IOException {
        long position = channel.position();
        long start = length < 0 ? position + length : position;
        if (start < 0) {
            throw UnixException.of(Errno.EINVAL, "lockf", String.valueOf(length));
        }
        long size = length == 0 ? Long.MAX_VALUE - start : Math.abs(length);
        return switch (command) {
            case UNLOCK -> unlock(start, size);
            case LOCK, TRY_LOCK -> lock(channel, start, size, false);
            case READ_LOCK, TRY_READ_LOCK -> lock(channel, start, size, true);
            case TEST -> isFree(channel, start, size);
        };
    }

    private boolean lock(FileChannel channel, long start, long size, boolean sharable) throws IOException {
        FileLock lock = tried(channel, start, size, sharable);
        return lock != null && held.add(lock);
    }

    private static boolean isFree(FileChannel channel, long start, long size) throws IOException {
        FileLock lock = tried(channel, start, size, false);
        if (lock == null) {
            return false;
        }
        lock.release();
        return true;
    }

    /// The lock, or null if another process has one there. That this process has one is not in the
    /// way for the system, but it is for the JDK.
    private static @Nullable FileLock tried(FileChannel channel, long start, long size, boolean sharable)
            throws IOException {
        try {
            return channel.tryLock(start, size, sharable);
        } catch (OverlappingFileLockException e) {
            throw Unsupported.onPortableEngine("lockf of what this process has locked already", "unlock it first");
        } catch (NonReadableChannelException | NonWritableChannelException _) {
            throw UnixException.of(Errno.EBADF, "lockf", channel.toString());
        }
    }

    private boolean unlock(long start, long size) throws IOException {
        for (FileLock lock : List.copyOf(held)) {
            if (!lock.overlaps(start, size)) {
                continue;
            }
            if (lock.position() < start || lock.position() + lock.size() > start + size) {
                throw Unsupported.onPortableEngine("lockf of a part of what is locked", "unlock all of it");
            }
            lock.release();
            held.remove(lock);
        }
        return true;
    }
}
