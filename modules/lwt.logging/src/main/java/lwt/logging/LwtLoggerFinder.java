package lwt.logging;

import lwt.unix.Section;

/// What the JDK looks for.
public final class LwtLoggerFinder extends System.LoggerFinder {
    /// Called by the JDK.
    public LwtLoggerFinder() {}

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new SectionLogger(Section.make(name));
    }
}
