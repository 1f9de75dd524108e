package bench.start;

import java.util.Locale;

/// What is started.
enum Starter {
    HELLO("Hello", false, "the example Hello: fibers, standard input and output, timers"),
    HELLO_CACHED("Hello", true, "the same with an AOT cache of its own"),
    BARE("Bare", false, "a main method that prints by System.out"),
    BARE_CACHED("Bare", true, "the same with an AOT cache of its own");

    private final String program;
    private final boolean cached;
    private final String description;

    Starter(String program, boolean cached, String description) {
        this.program = program;
        this.cached = cached;
        this.description = description;
    }

    /// The name in the table.
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The main class.
    String program() {
        return program;
    }

    boolean isCached() {
        return cached;
    }

    boolean isOurs() {
        return program.equals("Hello");
    }

    /// What the JVM alone takes, with or without a cache as this one.
    Starter bare() {
        return cached ? BARE_CACHED : BARE;
    }

    String description() {
        return description;
    }
}
