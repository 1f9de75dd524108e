package lwt.unix;

/// Sizes, offsets and constants of the C library on Linux that concern processes, under their C
/// names; see [Structs].
final class ProcessStructs {
    // posix_spawn(3)
    static final int POSIX_SPAWN_FILE_ACTIONS_SIZE = 80;
    static final int POSIX_SPAWNATTR_SIZE = 336;
    static final int POSIX_SPAWN_SETSIGDEF = 0x04;
    static final int POSIX_SPAWN_SETSIGMASK = 0x08;
    static final int POSIX_SPAWN_SETSID = 0x80;
    static final int SIGSET_SIZE = 128;
    static final int SIGPIPE = 13;
    static final int SIGCHLD = 17;

    // wait4(2), waitid(2), getrusage(2)
    static final int WNOHANG = 1;
    static final int WSTOPPED = 2;
    static final int WEXITED = 4;
    static final int WNOWAIT = 0x01000000;
    static final int P_PID = 1;
    static final int P_PIDFD = 3;
    static final int SIGINFO_SIZE = 128;
    static final int SIGINFO_CODE = 8;
    static final int SIGINFO_STATUS = 24;
    static final int CLD_STOPPED = 5;
    static final int RUSAGE_SIZE = 144;
    static final int RUSAGE_UTIME = 0;
    static final int RUSAGE_STIME = 16;
    static final int TIMEVAL_SEC = 0;
    static final int TIMEVAL_USEC = 8;

    // pidfd_open(2), which older C libraries lack
    static final int SYS_PIDFD_OPEN = 434;

    // open(2), fcntl(2)
    static final int O_WRONLY = 0x1;
    static final int O_CREAT = 0x40;
    static final int O_TRUNC = 0x200;
    static final int O_APPEND = 0x400;
    static final int O_ACCMODE = 0x3;
    static final int F_GETFL = 3;
    static final int F_SETFL = 4;
    static final int F_DUPFD_CLOEXEC = 1030;

    private ProcessStructs() {}
}
