/// The main loop with its engines and timers, and system calls that return promises.
///
/// [lwt.unix.LwtMain] runs the loop, [lwt.unix.LwtUnix] makes sleeps and descriptors,
/// [lwt.unix.FileDescriptor] reads and writes.
///
/// Thread rule: everything belongs to the thread of the loop on which it was made, unless marked.
///
/// Reading order: `MainLoop`, `Engine`, `TimerQueue`; then, along a call, `FileDescriptor`,
/// `OperationQueue`, `Operation`, `Port`, and one engine, `EpollEngine` with `LinuxPort` or
/// `SelectorEngine` with `ChannelPort`. For logs: `LwtLog`, `Logger`, `LoopLog`.
///
/// Native access: the epoll engine calls the C library. `--enable-native-access=lwt.unix` allows
/// it; without the flag the virtual machine prints a warning, and where it is refused the portable
/// engine is used.
package lwt.unix;
