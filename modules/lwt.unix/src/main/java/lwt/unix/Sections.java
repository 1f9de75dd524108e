package lwt.unix;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The sections of the process and the rules that give them their levels.
final class Sections {
    /*
     * A section that nobody uses any more vanishes, unless somebody has set its level: then the next one of that name
     * must still have it. So a program may make a section for each connection.
     *
     * Everything is guarded by the class; a section's level is read without it.
     */
    private static final Map<String, Weak> BY_NAME = new HashMap<>();
    private static final ReferenceQueue<Section> GONE = new ReferenceQueue<>();
    private static final Set<Section> MODIFIED = new HashSet<>();
    private static final List<LogRule> RULES = new ArrayList<>(fromEnvironment(System.getenv("LWT_LOG")));

    private Sections() {}

    private static List<LogRule> fromEnvironment(@Nullable String text) {
        return text == null
                ? List.of()
                : LogRules.parse(text, problem -> LastResort.complain("LWT_LOG, " + problem + "; it is left out"));
    }

    static synchronized Section named(String name) {
        for (Reference<?> gone = GONE.poll(); gone != null; gone = GONE.poll()) {
            BY_NAME.remove(((Weak) gone).name, gone);
        }
        Weak known = BY_NAME.get(name);
        Section section = known == null ? null : known.get();
        if (section == null) {
            section = new Section(name, levelOf(name));
            BY_NAME.put(name, new Weak(section));
        }
        return section;
    }

    static synchronized void addRule(LogRule rule, boolean first) {
        RULES.add(first ? 0 : RULES.size(), rule);
        for (Weak known : BY_NAME.values()) {
            Section section = known.get();
            if (section != null && !MODIFIED.contains(section)) {
                section.level = levelOf(section.name());
            }
        }
    }

    static synchronized void setLevel(Section section, LogLevel level) {
        MODIFIED.add(section);
        section.level = level;
    }

    static synchronized void resetLevel(Section section) {
        MODIFIED.remove(section);
        section.level = levelOf(section.name());
    }

    private static LogLevel levelOf(String name) {
        for (LogRule rule : RULES) {
            if (rule.matches(name)) {
                return rule.level();
            }
        }
        return LogLevel.NOTICE;
    }

    private static final class Weak extends WeakReference<Section> {
        final String name;

        Weak(Section section) {
            super(section, GONE);
            this.name = section.name();
        }
    }
}
