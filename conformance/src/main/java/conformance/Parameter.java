package conformance;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One parameter of a [Signature]: a letter for what the argument is, with a mark for its shape.
///
/// | letter | the argument | becomes |
/// |---|---|---|
/// | `V` | a literal | [Value] |
/// | `E` | the name of an exception | [RuntimeException] |
/// | `N` | an integer | [Integer] |
/// | `T` | any word | [String] |
/// | `f` | a callback | [Name] |
/// | another small letter | a register of this letter | [Name] |
///
/// `x*` is a list of such arguments, separated by commas, or `-` for the empty one; `x+` is one that
/// is not empty; `x?` is one of them or `-` for none, which becomes [#ABSENT]; `+x` is a register that
/// the operation itself makes.
record Parameter(char letter, Shape shape) {
    static final Object ABSENT = new Object();

    private static final String NOTHING = "-";

    enum Shape {
        SINGLE,
        LIST,
        NON_EMPTY_LIST,
        OPTIONAL,
        NEW
    }

    /// A callback or a register, by its name; `isNew` when the operation makes it.
    record Name(String text, boolean isNew) {
        boolean isCallback() {
            return text.charAt(0) == 'f';
        }
    }

    static Parameter of(String notation) {
        return switch (notation.charAt(notation.length() - 1)) {
            case '*' -> new Parameter(notation.charAt(0), Shape.LIST);
            case '+' -> new Parameter(notation.charAt(0), Shape.NON_EMPTY_LIST);
            case '?' -> new Parameter(notation.charAt(0), Shape.OPTIONAL);
            default ->
                notation.charAt(0) == '+'
                        ? new Parameter(notation.charAt(1), Shape.NEW)
                        : new Parameter(notation.charAt(0), Shape.SINGLE);
        };
    }

    Object parse(int line, String token) {
        return switch (shape) {
            case SINGLE, NEW -> parseSingle(line, token);
            case OPTIONAL -> token.equals(NOTHING) ? ABSENT : parseSingle(line, token);
            case LIST -> token.equals(NOTHING) ? List.of() : parseList(line, token);
            case NON_EMPTY_LIST -> parseList(line, token);
        };
    }

    private List<Object> parseList(int line, String token) {
        List<Object> arguments = new ArrayList<>();
        for (String element : token.split(",", -1)) {
            arguments.add(parseSingle(line, element));
        }
        return List.copyOf(arguments);
    }

    private Object parseSingle(int line, String token) {
        @Nullable
        Object argument = switch (letter) {
            case 'V' -> literal(token);
            case 'E' -> Failures.parse(token);
            case 'N' -> integer(token);
            case 'T' -> token;
            default -> isName(letter, token) ? new Name(token, shape == Shape.NEW) : null;
        };
        if (argument == null) {
            throw new MalformedScenarioException(line, "“" + token + "” is not " + description());
        }
        return argument;
    }

    private String description() {
        return switch (letter) {
            case 'V' -> "a literal (an integer, true, false, () or none)";
            case 'E' -> "an exception (E1, E2, …, Canceled, Not_found or Failure)";
            case 'N' -> "an integer";
            case 'f' -> "a callback (f0, f1, fx, …)";
            default -> "a register " + letter + "0, " + letter + "1, …";
        };
    }

    /// Whether `token` is this letter followed by a number; letters may follow that of a callback.
    static boolean isName(char letter, String token) {
        return token.length() > 1
                && token.charAt(0) == letter
                && token.chars()
                        .skip(1)
                        .allMatch(c -> ('0' <= c && c <= '9') || (letter == 'f' && 'a' <= c && c <= 'z'));
    }

    private static @Nullable Value literal(String token) {
        return switch (token) {
            case "()" -> Value.unit();
            case "none" -> Value.none();
            case "true" -> new Value.Bool(true);
            case "false" -> new Value.Bool(false);
            default -> {
                Integer number = integer(token);
                yield number == null ? null : new Value.Int(number);
            }
        };
    }

    private static @Nullable Integer integer(String token) {
        try {
            return Integer.valueOf(token);
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
