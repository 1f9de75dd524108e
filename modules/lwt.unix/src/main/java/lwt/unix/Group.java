package lwt.unix;

import java.util.List;

/// What the system knows of a group of users: [LwtUsers].
///
/// @param name its name
/// @param password its encrypted password, or what says that it has none
/// @param id its number
/// @param members the login names of its members, but not of those whose first group it is
/// @see "Lwt manual (December 2010), “Unix primitives”"
public record Group(String name, String password, int id, List<String> members) {
    /// Copies the list.
    public Group {
        members = List.copyOf(members);
    }
}
