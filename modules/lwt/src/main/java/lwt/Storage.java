package lwt;

import org.jspecify.annotations.Nullable;

/*
 * The values of keys: an immutable list without duplicates, null when empty.
 *
 * A program has few keys, so a list beats a map. Setting a key takes the old binding out first: a loop that
 * sets one key in every round, each inside the callback of the round before, must not make the list grow.
 */
final class Storage {
    final Key<?> key;
    final Object value;
    final @Nullable Storage next;

    private Storage(Key<?> key, Object value, @Nullable Storage next) {
        this.key = key;
        this.value = value;
        this.next = next;
    }

    static @Nullable Object get(@Nullable Storage storage, Key<?> key) {
        for (Storage s = storage; s != null; s = s.next) {
            if (s.key == key) {
                return s.value;
            }
        }
        return null;
    }

    static Storage with(@Nullable Storage storage, Key<?> key, Object value) {
        return new Storage(key, value, without(storage, key));
    }

    static @Nullable Storage without(@Nullable Storage storage, Key<?> key) {
        if (storage == null || storage.key == key) {
            return storage == null ? null : storage.next;
        }
        return get(storage.next, key) == null
                ? storage
                : new Storage(storage.key, storage.value, without(storage.next, key));
    }
}
