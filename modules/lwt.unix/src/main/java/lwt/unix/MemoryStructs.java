package lwt.unix;

/// Constants of the C library on Linux for madvise(2), under their C names.
final class MemoryStructs {
    static final int MADV_NORMAL = 0;
    static final int MADV_RANDOM = 1;
    static final int MADV_SEQUENTIAL = 2;
    static final int MADV_WILLNEED = 3;
    static final int MADV_DONTNEED = 4;
    static final int MADV_MERGEABLE = 12;
    static final int MADV_UNMERGEABLE = 13;
    static final int MADV_HUGEPAGE = 14;
    static final int MADV_NOHUGEPAGE = 15;

    private MemoryStructs() {}
}
