package conformance;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an operation is written in a scenario: `p = bind p f`.
///
/// To the left of `=` stands the letter of the register that receives the result, `?` after it when
/// it may be left out, then the letters of registers of the same number that are made with it
/// (`p?,r = wait`). To the right, the name and the parameters (see [Parameter]).
///
/// @param result the result's letter, or [#NO_RESULT]
record Signature(
        String notation,
        char result,
        boolean resultRequired,
        List<Character> companions,
        String name,
        List<Parameter> parameters) {
    static final char NO_RESULT = 0;

    static Signature of(String notation) {
        char result = NO_RESULT;
        boolean resultRequired = false;
        List<Character> companions = new ArrayList<>();
        String form = notation;
        int equals = notation.indexOf(" = ");
        if (equals >= 0) {
            String[] made = notation.substring(0, equals).split(",", -1);
            result = made[0].charAt(0);
            resultRequired = !made[0].endsWith("?");
            for (int i = 1; i < made.length; i++) {
                companions.add(made[i].charAt(0));
            }
            form = notation.substring(equals + 3);
        }
        List<String> words = List.of(form.split(" ", -1));
        List<Parameter> parameters = words.stream().skip(1).map(Parameter::of).toList();
        return new Signature(notation, result, resultRequired, List.copyOf(companions), words.getFirst(), parameters);
    }

    /// The arguments that `tokens` spell, one for each parameter.
    List<Object> parse(int line, List<String> tokens) {
        List<Object> arguments = new ArrayList<>(tokens.size());
        for (int i = 0; i < tokens.size(); i++) {
            arguments.add(parameters.get(i).parse(line, tokens.get(i)));
        }
        return List.copyOf(arguments);
    }

    void checkTarget(int line, @Nullable String target) {
        if (target == null) {
            if (resultRequired) {
                throw new MalformedScenarioException(
                        line, "“" + name + "” needs a register for its result: " + result + "0 = " + name + " …");
            }
        } else if (result == NO_RESULT) {
            throw new MalformedScenarioException(line, "“" + name + "” has no result to put into " + target);
        } else if (!Parameter.isName(result, target)) {
            throw new MalformedScenarioException(
                    line,
                    "the result of “" + name + "” goes into a register " + result + "0, " + result + "1, …, not "
                            + target);
        }
    }
}
