package lwt.syntax;

/// Says why a call cannot be woven.
final class Unproven extends Exception {
    private static final long serialVersionUID = 1L;

    Unproven(String reason) {
        super(reason);
    }
}
