package lwt.text;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The control characters and their letters: Lwt_term.control_mapping. It is apart from the other tables, as keys check
/// their letters here while those tables are made.
final class Controls {
    static final Map<Integer, Character> LETTERS = controls();

    private Controls() {}

    private static Map<Integer, Character> controls() {
        Map<Integer, Character> controls = new LinkedHashMap<>();
        for (int code = 0; code < 0x20; code++) {
            controls.put(code, code >= 1 && code <= 26 ? (char) (code + 0x60) : (char) (code + 0x40));
        }
        controls.put(0x7f, '?');
        return Collections.unmodifiableMap(controls);
    }
}
