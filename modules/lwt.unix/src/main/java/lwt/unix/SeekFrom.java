package lwt.unix;

/// From where [FileDescriptor#seek(long, SeekFrom)] counts.
public enum SeekFrom {
    /// From the beginning of the file.
    START,
    /// From the present position.
    CURRENT,
    /// From the end of the file; a positive offset leaves a gap, if something is written there.
    END
}
