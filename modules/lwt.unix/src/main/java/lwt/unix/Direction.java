package lwt.unix;

/// The two ways in which a descriptor can be ready.
public enum Direction {
    /// There is something to read or to accept, or the end was reached.
    READ,
    /// There is room to write, or a connection was made.
    WRITE
}
