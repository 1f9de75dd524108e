package conformance;

import conformance.Operation.Outcome;
import conformance.Scenario.Definition;
import conformance.Scenario.Instruction;
import conformance.Scenario.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lwt.Lwt;
import lwt.Promise;
import org.jspecify.annotations.Nullable;

/// Runs one scenario, on the loop of the calling thread, and writes its trace.
///
/// A scenario must begin with empty queues and without storage, so run each on a new thread.
final class Interpreter implements Callable<String> {
    /// The format allows no more; a scenario that calls itself for ever ends here.
    private static final int MAX_CALLS = 600;

    private final Scenario scenario;
    private final Registers registers = new Registers();
    private final Trace trace;
    private final List<Object> kept = new ArrayList<>();
    private int calls;

    /// What was first found wrong with the scenario. The library captures the exception when it was
    /// thrown in a callback, so this is looked at after each step.
    private @Nullable MalformedScenarioException malformed;

    /// The library never lets what a function throws out of an operation that returns a promise: the
    /// promise is rejected instead. The original does let it out if the function is one that gives a
    /// plain value and is called before the operation returns; there the step, or the statement,
    /// throws. So does it here, if this is what the promise is rejected with.
    private @Nullable RuntimeException letOut;

    Interpreter(Scenario scenario) {
        this.scenario = scenario;
        this.trace = new Trace(scenario.header(), scenario.sorted());
    }

    Registers registers() {
        return registers;
    }

    Trace trace() {
        return trace;
    }

    void keep(Object object) {
        kept.add(object);
    }

    /// The trace of the whole scenario.
    ///
    /// @throws MalformedScenarioException if a callback does what the format does not allow
    @Override
    public String call() {
        Lwt.setAsyncExceptionHook(failure -> trace.effect("hook " + Failures.name(failure)));
        for (Step step : scenario.steps()) {
            run(step);
            if (malformed != null) {
                throw malformed;
            }
            trace.endStep(registers.changes());
        }
        return trace.toString();
    }

    private void run(Step step) {
        String target = step.target();
        try {
            Outcome outcome = execute(step.instruction(), target, Value.unit());
            if (outcome instanceof Outcome.Promised(Promise<Object> promise) && target != null) {
                registers.putPromise(target, promise);
            }
        } catch (VirtualMachineError error) {
            throw error;
        } catch (Throwable failure) {
            trace.effect("raise " + Failures.name(failure));
            if (target != null && target.charAt(0) == 'p') {
                registers.putPromise(target, Lwt.fail(failure));
            }
        }
    }

    /// Calls a callback and gives its result, as yet of any kind.
    Outcome call(Definition definition, Value input) {
        calls++;
        if (calls > MAX_CALLS) {
            throw malformed(definition.last().line(), "more than " + MAX_CALLS + " calls of callbacks");
        }
        trace.effect(definition.name() + "(" + input + ")");
        for (Instruction statement : definition.statements()) {
            execute(statement, null, input);
        }
        return execute(definition.last(), null, input);
    }

    private Outcome execute(Instruction instruction, @Nullable String target, Value input) {
        RuntimeException outer = letOut;
        letOut = null;
        try {
            Outcome outcome = instruction.operation().body().apply(new Call(this, instruction, target, input));
            if (letOut != null && outcome.isFailure(letOut)) {
                throw letOut;
            }
            return outcome;
        } finally {
            letOut = outer;
        }
    }

    /// Notes what a callback threw that the original lets out of the operation which is running now.
    void letOut(RuntimeException thrown) {
        letOut = thrown;
    }

    Callback callback(String name, boolean isLetOut) {
        Definition definition = scenario.definitions().get(name);
        if (definition == null) {
            throw new IllegalStateException("the parser let the unknown callback " + name + " through");
        }
        return new Callback(this, definition, isLetOut);
    }

    /// Notes that the scenario is malformed; throw the result, to leave the callback.
    MalformedScenarioException malformed(int line, String problem) {
        if (malformed == null) {
            malformed = new MalformedScenarioException(line, problem);
        }
        return malformed;
    }
}
