package lwt.unix;

/// Sizes and offsets of the C library on Linux for users and groups, under their C names.
final class UserStructs {
    static final int PASSWD_SIZE = 48;
    static final int PASSWD_NAME = 0;
    static final int PASSWD_PASSWD = 8;
    static final int PASSWD_UID = 16;
    static final int PASSWD_GID = 20;
    static final int PASSWD_GECOS = 24;
    static final int PASSWD_DIR = 32;
    static final int PASSWD_SHELL = 40;

    static final int GROUP_SIZE = 32;
    static final int GROUP_NAME = 0;
    static final int GROUP_PASSWD = 8;
    static final int GROUP_GID = 16;
    static final int GROUP_MEM = 24;

    private UserStructs() {}
}
