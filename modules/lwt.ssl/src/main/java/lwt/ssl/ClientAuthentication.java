package lwt.ssl;

/// Whether a server asks its clients for certificates.
public enum ClientAuthentication {
    /// It does not.
    NONE,
    /// It asks for one, and takes clients that have none; one that is shown must be trusted.
    WANTED,
    /// It asks for one, and refuses clients that have none.
    REQUIRED
}
