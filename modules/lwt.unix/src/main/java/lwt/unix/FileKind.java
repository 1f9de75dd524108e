package lwt.unix;

/// What kind of thing a file is.
public enum FileKind {
    /// An ordinary file.
    REGULAR,
    /// A directory.
    DIRECTORY,
    /// A terminal, for example.
    CHARACTER_DEVICE,
    /// A disk, for example.
    BLOCK_DEVICE,
    /// A link that was not followed.
    SYMBOLIC_LINK,
    /// A pipe, with or without a name.
    FIFO,
    /// A socket.
    SOCKET
}
