package lwt.unix;

import java.nio.file.Path;

/// A temporary file that was made by [LwtIo#openTempFile].
///
/// @param path where it is
/// @param channel writes to it
public record TempFile(Path path, OutputChannel channel) {}
