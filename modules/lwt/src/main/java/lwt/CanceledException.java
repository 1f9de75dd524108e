package lwt;

import java.util.concurrent.CancellationException;

/// The failure of a promise that was canceled.
///
/// It has no stack trace: it tells that nobody wants the result any more, not where something went wrong. A
/// promise that is failed with it through its resolver counts as canceled too, whoever made the exception.
///
/// @see "Lwt manual (December 2010), “Cancelable threads”"
public final class CanceledException extends CancellationException {
    private static final long serialVersionUID = 1L;

    /// Makes the failure of a canceled promise.
    public CanceledException() {
        super("the promise was canceled");
    }

    /// Does nothing, so that making one costs nothing.
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // there is no state to guard
    public Throwable fillInStackTrace() {
        return this;
    }
}
