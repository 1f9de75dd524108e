package lwt.unix;

import java.util.Objects;

/// A part of the program, as its log messages are told apart: it has a name and a level, and shows
/// the messages of that level and above.
///
/// The level comes from the [LogRules], unless the program sets it. **Any thread.**
///
/// @see "Lwt_log.Section (Lwt 2.2)"
public final class Section {
    /// The section of messages that name none.
    public static final Section MAIN = make("main");

    private final String name;
    volatile LogLevel level; // written by Sections

    Section(String name, LogLevel level) {
        this.name = name;
        this.level = level;
    }

    /// The section of this name, always the same one.
    public static Section make(String name) {
        return Sections.named(Objects.requireNonNull(name, "name"));
    }

    /// The name.
    public String name() {
        return name;
    }

    /// The level of the least important messages that are shown.
    ///
    /// @see "Lwt manual (December 2010), “The logging facility”"
    public LogLevel level() {
        return level;
    }

    /// Sets the level; rules do not change it any more.
    public void setLevel(LogLevel level) {
        Sections.setLevel(this, Objects.requireNonNull(level, "level"));
    }

    /// Gives the section the level that the rules say, now and whenever they change.
    public void resetLevel() {
        Sections.resetLevel(this);
    }

    /// Whether messages of this level are shown.
    public boolean shows(LogLevel messages) {
        return messages.compareTo(level) >= 0;
    }

    /// The name.
    @Override
    public String toString() {
        return name;
    }
}
