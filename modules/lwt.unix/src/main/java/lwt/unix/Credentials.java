package lwt.unix;

/// Who was at the other end of a Unix-domain socket when it was connected:
/// [FileDescriptor#peerCredentials].
///
/// @param pid the process
/// @param uid the user, by number
/// @param gid the group, by number
public record Credentials(int pid, int uid, int gid) {}
