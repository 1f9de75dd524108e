package conformance;

import conformance.Parameter.Name;
import conformance.Scenario.Definition;
import conformance.Scenario.Instruction;
import conformance.Scenario.Step;
import conformance.ScenarioReader.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes a [Scenario] of its text and refuses what could not run, before anything has run.
final class ScenarioParser {
    private static final String DEFINITION = "def";
    private static final String SEPARATOR = ";";

    private final Operations operations;

    ScenarioParser(Operations operations) {
        this.operations = operations;
    }

    Scenario parse(ScenarioReader.Text text) {
        Map<String, Definition> definitions = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        for (Line line : text.lines()) {
            if (line.words().getFirst().equals(DEFINITION)) {
                Definition definition = parseDefinition(line);
                if (definitions.put(definition.name(), definition) != null) {
                    throw new MalformedScenarioException(line.number(), definition.name() + " is defined twice");
                }
            } else {
                steps.add(parseStep(line));
            }
        }
        Scenario scenario = new Scenario(
                text.header().text(), parseHeader(text.header()), Map.copyOf(definitions), List.copyOf(steps));
        checkNames(scenario);
        return scenario;
    }

    /// Whether the scenario asks for sorted effects.
    private static boolean parseHeader(Line header) {
        List<String> words = header.words();
        boolean sorted = words.size() == 3 && words.get(2).equals("sorted");
        if (words.size() != 2 && !sorted) {
            throw new MalformedScenarioException(
                    header.number(), "“" + header.text() + "” is not of the form “scenario NAME [sorted]”");
        }
        return sorted;
    }

    private Step parseStep(Line line) {
        List<String> words = line.words();
        boolean assigns = words.size() > 2 && words.get(1).equals("=");
        @Nullable String target = assigns ? words.getFirst() : null;
        Instruction instruction = parseInstruction(line.number(), assigns ? words.subList(2, words.size()) : words);
        instruction.operation().signature().checkTarget(line.number(), target);
        return new Step(target, instruction);
    }

    private Definition parseDefinition(Line line) {
        List<String> words = line.words();
        if (words.size() < 3 || !Parameter.isName('f', words.get(1))) {
            throw new MalformedScenarioException(
                    line.number(), "“" + line.text() + "” is not of the form “def f0 instruction ; … ; last”");
        }
        List<Instruction> statements = new ArrayList<>();
        List<String> rest = words.subList(2, words.size());
        for (int end = rest.indexOf(SEPARATOR); end >= 0; end = rest.indexOf(SEPARATOR)) {
            statements.add(parseStatement(line.number(), rest.subList(0, end)));
            rest = rest.subList(end + 1, rest.size());
        }
        return new Definition(words.get(1), List.copyOf(statements), parseLast(line.number(), rest));
    }

    private Instruction parseStatement(int line, List<String> words) {
        Instruction instruction = parseInstruction(line, words);
        instruction.operation().signature().checkTarget(line, null);
        return instruction;
    }

    private Instruction parseInstruction(int line, List<String> words) {
        checkNotEmpty(line, words);
        return instruction(line, operations.find(line, words.getFirst(), words.size() - 1), words);
    }

    private Instruction parseLast(int line, List<String> words) {
        checkNotEmpty(line, words);
        Instruction last = instruction(line, operations.findLast(line, words.getFirst(), words.size() - 1), words);
        last.operation().signature().checkTarget(line, null);
        return last;
    }

    private static Instruction instruction(int line, Operation operation, List<String> words) {
        return new Instruction(line, operation, operation.signature().parse(line, words.subList(1, words.size())));
    }

    private static void checkNotEmpty(int line, List<String> words) {
        if (words.isEmpty()) {
            throw new MalformedScenarioException(line, "there is no instruction where one is expected");
        }
    }

    /// A step may use the registers made so far. A callback may be called late, so it may use all of
    /// them; so may a step, those that a callback makes.
    private static void checkNames(Scenario scenario) {
        Set<String> known = new HashSet<>(scenario.definitions().keySet());
        for (Definition definition : scenario.definitions().values()) {
            forEachInstruction(definition, instruction -> known.addAll(newNames(instruction)));
        }
        for (Step step : scenario.steps()) {
            checkUses(step.instruction(), known);
            checkWrittenOnce(step, known);
            known.addAll(made(step));
        }
        for (Definition definition : scenario.definitions().values()) {
            forEachInstruction(definition, instruction -> checkUses(instruction, known));
        }
    }

    private static void forEachInstruction(Definition definition, Consumer<Instruction> action) {
        definition.statements().forEach(action);
        action.accept(definition.last());
    }

    private static void checkWrittenOnce(Step step, Set<String> known) {
        if (step.target() != null && known.contains(step.target())) {
            throw new MalformedScenarioException(
                    step.instruction().line(), "register " + step.target() + " is written twice");
        }
    }

    private static void checkUses(Instruction instruction, Set<String> known) {
        for (Name name : names(instruction)) {
            if (!name.isNew() && !known.contains(name.text())) {
                throw new MalformedScenarioException(
                        instruction.line(),
                        name.isCallback()
                                ? "callback " + name.text() + " has no definition"
                                : "register " + name.text() + " has not been written");
            }
        }
    }

    /// The registers that exist after `step` and did not before.
    private static List<String> made(Step step) {
        List<String> made = newNames(step.instruction());
        String target = step.target();
        if (target != null) {
            made.add(target);
            for (char companion : step.instruction().operation().signature().companions()) {
                made.add(companion + target.substring(1));
            }
        }
        return made;
    }

    private static List<String> newNames(Instruction instruction) {
        List<String> made = new ArrayList<>();
        for (Name name : names(instruction)) {
            if (name.isNew()) {
                made.add(name.text());
            }
        }
        return made;
    }

    private static List<Name> names(Instruction instruction) {
        List<Name> names = new ArrayList<>();
        for (Object argument : instruction.arguments()) {
            if (argument instanceof Name name) {
                names.add(name);
            } else if (argument instanceof List<?> list) {
                for (Object element : list) {
                    if (element instanceof Name name) {
                        names.add(name);
                    }
                }
            }
        }
        return names;
    }
}
