package lwt.unix;

import java.util.Set;
import java.util.SortedSet;

/// What the platform has, and its processors.
///
/// What it lacks fails with an [UnsupportedOperationException] that names the call and the platform.
///
/// @see "Lwt manual (December 2010), “Unix primitives”"
public final class LwtSys {
    private LwtSys() {}

    /// What not every platform has.
    public enum Feature {
        /// The resources that a child has used.
        WAIT4,
        /// [LwtSys#cpu].
        GET_CPU,
        /// [LwtSys#affinity].
        GET_AFFINITY,
        /// [LwtSys#setAffinity].
        SET_AFFINITY,
        /// Receiving into several buffers at once.
        RECEIVE_MESSAGE,
        /// Sending from several buffers at once.
        SEND_MESSAGE,
        /// Sending descriptors to another process.
        DESCRIPTOR_PASSING,
        /// Who is at the other end of a Unix-domain socket.
        CREDENTIALS,
        /// [LwtBytes#mincore].
        MINCORE,
        /// [LwtBytes#madvise].
        MADVISE,
        /// Writing a file's content to the disk without its times.
        SYNC_DATA,
        /// An engine that watches any descriptor.
        EPOLL
    }

    /// Whether the engine of the current loop has this.
    public static boolean have(Feature feature) {
        return switch (feature) {
            case SYNC_DATA -> true;
            case WAIT4,
                    GET_CPU,
                    GET_AFFINITY,
                    SET_AFFINITY,
                    RECEIVE_MESSAGE,
                    SEND_MESSAGE,
                    DESCRIPTOR_PASSING,
                    CREDENTIALS,
                    MINCORE,
                    MADVISE,
                    EPOLL -> MainLoop.current().calls().isNative();
        };
    }

    /* ---- Processors ---- */

    private static final String NO_PROCESSORS = "start the program with taskset(1)";

    /// The number of the processor on which the loop runs at this moment, counted from 0.
    public static int cpu() throws UnixException {
        Unsupported.checkNative("getcpu", "the JDK does not say");
        return MachineCalls.ofThread().cpu();
    }

    /// The processors on which the loop's thread may run.
    public static SortedSet<Integer> affinity() throws UnixException {
        return affinity(0);
    }

    /// The processors on which a process may run: the first thread of it. 0 is the loop's thread.
    ///
    /// @throws UnixException `ESRCH` if there is no such process
    public static SortedSet<Integer> affinity(long process) throws UnixException {
        Unsupported.checkNative("sched_getaffinity", NO_PROCESSORS);
        return MachineCalls.ofThread().affinity(Math.toIntExact(process));
    }

    /// Has the loop's thread run on these processors only, and so the threads and processes that it
    /// starts from then on. The other threads of the virtual machine stay where they are.
    ///
    /// @throws UnixException `EINVAL` if the machine has none of them
    /// @throws IllegalArgumentException if there are none, or one is negative or more than Linux can
    /// have
    public static void setAffinity(Set<Integer> processors) throws UnixException {
        setAffinity(0, processors);
    }

    /// Has a process, the first thread of it, run on these processors only. 0 is the loop's thread.
    ///
    /// @throws UnixException `ESRCH` if there is no such process, `EPERM` if it is another user's,
    /// `EINVAL` if the machine has none of the processors
    /// @throws IllegalArgumentException if there are none, or one is negative or more than Linux can
    /// have
    public static void setAffinity(long process, Set<Integer> processors) throws UnixException {
        Set<Integer> wanted = Set.copyOf(processors);
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("a thread needs a processor to run on: the set is empty");
        }
        for (int processor : wanted) {
            if (processor < 0 || processor >= MachineCalls.mostProcessors()) {
                throw new IllegalArgumentException("there cannot be a processor of the number " + processor);
            }
        }
        Unsupported.checkNative("sched_setaffinity", NO_PROCESSORS);
        MachineCalls.ofThread().setAffinity(Math.toIntExact(process), wanted);
    }
}
