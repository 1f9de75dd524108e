package conformance;

import java.util.List;
import java.util.Optional;
import lwt.Both;
import org.jspecify.annotations.Nullable;

/// A value of a scenario: what promises carry, callbacks receive and traces print.
///
/// `toString` is the printed form, [#number()] the value seen as a number (`num` in the format).
sealed interface Value {
    /// The value that carries nothing.
    static Value unit() {
        return Unit.VALUE;
    }

    /// The absent option.
    static Value none() {
        return None.VALUE;
    }

    long number();

    /// What a predicate means by this value.
    default boolean truth() {
        return number() != 0;
    }

    /// What this value means where the library takes an option.
    default Optional<Value> toOptional() {
        return switch (this) {
            case None _ -> Optional.empty();
            case Some(Value content) -> Optional.of(content);
            default -> Optional.of(this);
        };
    }

    /// What this value means where the library takes a list.
    default List<Value> toList() {
        return this instanceof Items(List<Value> elements) ? elements : List.of(this);
    }

    /// The value that stands for what a promise of the library carries: `null` is the unit of a
    /// `Promise<Void>`, and the records and collections of the API are pairs, lists and options.
    static Value of(@Nullable Object content) {
        return switch (content) {
            case null -> unit();
            case Value value -> value;
            case Boolean truth -> new Bool(truth);
            case Throwable failure -> new Failure(failure);
            case Both<?, ?> both -> new Pair(of(both.first()), of(both.second()));
            case Optional<?> optional -> optional.isPresent() ? new Some(of(optional.get())) : none();
            case List<?> list -> new Items(list.stream().map(Value::of).toList());
            default ->
                throw new IllegalArgumentException("no value of a scenario stands for a " + content.getClass() + ": "
                        + content + "; the operation that made it must convert it");
        };
    }

    record Unit() implements Value {
        private static final Unit VALUE = new Unit();

        @Override
        public long number() {
            return 0;
        }

        @Override
        public String toString() {
            return "()";
        }
    }

    record None() implements Value {
        private static final None VALUE = new None();

        @Override
        public long number() {
            return 0;
        }

        @Override
        public String toString() {
            return "none";
        }
    }

    record Int(long number) implements Value {
        @Override
        public String toString() {
            return Long.toString(number);
        }
    }

    record Bool(boolean truth) implements Value {
        @Override
        public long number() {
            return truth ? 1 : 0;
        }

        @Override
        public String toString() {
            return Boolean.toString(truth);
        }
    }

    /// The present option.
    record Some(Value content) implements Value {
        @Override
        public long number() {
            return content.number();
        }

        @Override
        public String toString() {
            return "some(" + content + ")";
        }
    }

    record Items(List<Value> elements) implements Value {
        public Items {
            elements = List.copyOf(elements);
        }

        @Override
        public long number() {
            long sum = 0;
            for (Value element : elements) {
                sum += element.number();
            }
            return sum;
        }

        @Override
        public String toString() {
            var text = new StringBuilder("[");
            for (Value element : elements) {
                text.append(text.length() > 1 ? ";" : "").append(element);
            }
            return text.append(']').toString();
        }
    }

    record Pair(Value first, Value second) implements Value {
        @Override
        public long number() {
            return first.number() + second.number();
        }

        @Override
        public String toString() {
            return "(" + first + "," + second + ")";
        }
    }

    /// An exception as a value: what failure handlers receive. Two of the same name are the same.
    record Failure(Throwable cause) implements Value {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Failure failure && failure.toString().equals(toString());
        }

        @Override
        public int hashCode() {
            return toString().hashCode();
        }

        @Override
        public long number() {
            return Failures.number(cause);
        }

        @Override
        public String toString() {
            return "!" + Failures.name(cause);
        }
    }
}
