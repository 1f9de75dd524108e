package lwt.preemptive;

/// Tells where a function was handed to another thread. It is never thrown: it is among the
/// suppressed exceptions of a failure that crossed from one thread to another, which so carries the
/// stack traces of both.
public final class DetachedException extends Exception {
    private static final long serialVersionUID = 1;

    DetachedException(String where) {
        super(where);
    }
}
