package react;

import org.jspecify.annotations.Nullable;

/// An action that is called when an event occurs or a signal changes: see [Event#subscribe].
public final class Subscription {
    private @Nullable Node node;
    private boolean released;

    Subscription(Node node) {
        this.node = node;
        node.pin();
    }

    /// Ends it; does nothing if it has ended. In a step, the action may still be called in this step.
    public void cancel() {
        release();
        Node ended = node;
        node = null;
        if (ended != null && !ended.isInert()) {
            ended.detach();
        }
    }

    /// Leaves it to the garbage collector: from now on it lives as long as somebody holds this object.
    public void release() {
        if (!released && node != null) {
            released = true;
            node.unpin();
        }
    }
}
