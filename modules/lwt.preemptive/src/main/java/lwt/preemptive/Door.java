package lwt.preemptive;

import lwt.Loop;
import lwt.Lwt;
import lwt.Resolver;

/// The way of another thread into a loop.
interface Door {
    /// **Any thread.** Has the loop call `visitor`.
    void enter(Runnable visitor);

    Loop loop();

    /// The door of a loop as it is.
    static Door of(Loop loop) {
        return new Door() {
            @Override
            public void enter(Runnable visitor) {
                loop.execute(visitor);
            }

            @Override
            public Loop loop() {
                return loop;
            }
        };
    }

    /// A door behind which the keys have the values that they have here and now, for whoever comes
    /// through it.
    static Door withPresentKeys(Loop loop) {
        return new KeyedDoor(loop);
    }

    /// A callback runs with the values that the keys had where it was registered. So visitors are called by
    /// a callback, which registers the next one while these values hold.
    final class KeyedDoor implements Door {
        private final Loop loop;
        private Resolver<Runnable> bell;

        KeyedDoor(Loop loop) {
            this.loop = loop;
            this.bell = hang();
        }

        private Resolver<Runnable> hang() {
            Resolver<Runnable> next = Lwt.waiter();
            next.promise().onSuccess(visitor -> {
                bell = hang();
                visitor.run();
            });
            return next;
        }

        @Override
        public void enter(Runnable visitor) {
            loop.execute(() -> bell.wakeup(visitor));
        }

        @Override
        public Loop loop() {
            return loop;
        }
    }
}
