package lwt.unix;

import java.nio.file.Path;

/// What the system knows of a user: [LwtUsers].
///
/// @param name the login name
/// @param password the encrypted password, or what says that it is kept elsewhere, such as `x`
/// @param id the user's number
/// @param groupId the number of the user's first group
/// @param information the real name, and what else there is (“gecos”)
/// @param home the home directory
/// @param shell the program that a login starts
/// @see "Lwt manual (December 2010), “Unix primitives”"
public record User(String name, String password, int id, int groupId, String information, Path home, Path shell) {}
