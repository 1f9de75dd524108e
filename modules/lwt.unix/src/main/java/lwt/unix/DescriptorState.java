package lwt.unix;

/// Whether a descriptor can be used.
///
/// @see FileDescriptor#state
public sealed interface DescriptorState {
    /// It can.
    record Opened() implements DescriptorState {}

    /// It was closed: its calls fail with `EBADF`.
    record Closed() implements DescriptorState {}

    /// It was aborted: its calls fail with this.
    ///
    /// @param cause what [FileDescriptor#abort] was given
    record Aborted(Throwable cause) implements DescriptorState {}
}
