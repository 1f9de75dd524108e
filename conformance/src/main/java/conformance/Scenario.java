package conformance;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A scenario, checked: every operation exists, with the arguments it takes, and every name that
/// is used is written somewhere.
///
/// @param header the header line, which the trace repeats
/// @param sorted whether the effects of a step are compared as a set, being in no fixed order
record Scenario(String header, boolean sorted, Map<String, Definition> definitions, List<Step> steps) {

    /// One numbered line: an operation and the register, if any, that receives its result.
    record Step(@Nullable String target, Instruction instruction) {}

    /// The body of a callback: statements, then the instruction whose result is the callback's.
    record Definition(String name, List<Instruction> statements, Instruction last) {}

    /// An operation with its arguments, each as [Parameter] describes it.
    record Instruction(int line, Operation operation, List<Object> arguments) {}
}
