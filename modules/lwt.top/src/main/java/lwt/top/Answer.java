package lwt.top;

import java.util.List;

/// What the toplevel says about one snippet.
sealed interface Answer {
    /// Whether a script ends with it.
    default boolean isError() {
        return false;
    }

    /// A variable, or the value of an expression, which has a name too.
    record Value(String name, String type, String text) implements Answer {}

    /// Something that is neither a value nor an error.
    record Note(String text) implements Answer {}

    /// The compiler does not like it. The place is an offset in what was evaluated.
    record Rejected(String message, int start, int end) implements Answer {
        @Override
        public boolean isError() {
            return true;
        }
    }

    /// The code has thrown, or the promise has failed.
    ///
    /// @param line the line of the snippet, the first one is 1
    record Failed(String failure, List<String> frames, int line) implements Answer {
        @Override
        public boolean isError() {
            return true;
        }
    }

    /// The user has interrupted it.
    record Interrupted() implements Answer {
        @Override
        public boolean isError() {
            return true;
        }
    }
}
