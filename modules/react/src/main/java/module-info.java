import org.jspecify.annotations.NullMarked;

/// Events and signals: values that vary over time, and how one follows from another.
@NullMarked
module react {
    requires static transitive org.jspecify;

    exports react;
}
