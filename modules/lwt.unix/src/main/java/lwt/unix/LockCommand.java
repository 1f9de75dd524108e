package lwt.unix;

/// What [FileDescriptor#lock] does to a part of a file.
///
/// A lock belongs to the process and holds against others, which have to ask for it, too; it ends
/// with the process, or when the process closes the file, by whichever descriptor.
public enum LockCommand {
    /// Gives a lock back.
    UNLOCK,
    /// Waits for the lock, which excludes all others.
    LOCK,
    /// Takes that lock, or fails with `EAGAIN` if another process has one there.
    TRY_LOCK,
    /// Takes nothing; fails with `EAGAIN` if another process has a lock there.
    TEST,
    /// Waits for a lock which excludes those of [#LOCK] only.
    READ_LOCK,
    /// Takes that lock, or fails with `EAGAIN`.
    TRY_READ_LOCK
}
