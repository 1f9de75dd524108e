package lwt.syntax;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.LineNumber;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// What is to be changed in one method.
///
/// A call that stays becomes, in source form,
///
///     section.shows(LogLevel.INFO) ? LwtLog.info(section, …) : Lwt.unit()
///
/// with the section evaluated once. A call that goes leaves `Lwt.unit()`, or nothing where its result is dropped.
final class Plan {
    private static final ClassDesc LWT = ClassDesc.of("lwt.Lwt");
    private static final MethodTypeDesc UNIT = MethodTypeDesc.of(ClassDesc.of("lwt.Promise"));
    private static final MethodTypeDesc SHOWS = MethodTypeDesc.of(ConstantDescs.CD_boolean, LogCall.LEVEL);

    private final Shape shape;
    private final BitSet dropped = new BitSet();
    private final BitSet units = new BitSet(); // places that become Lwt.unit()
    private final Map<Integer, Map<Integer, LogCall>> tests = new HashMap<>(); // by place, then by the call's place
    private final Map<Integer, LogCall> guarded = new HashMap<>(); // by the call's place

    Plan(Shape shape) {
        this.shape = shape;
    }

    boolean isEmpty() {
        return dropped.isEmpty() && guarded.isEmpty();
    }

    int guardedCalls() {
        return guarded.size();
    }

    /// Leaves the call at `place` out, with its arguments from `first` on.
    void remove(int first, int place) {
        dropped.set(first, place + 1);
        int after = shape.next(place);
        if (shape.element(after) instanceof Instruction next
                && next.opcode() == Opcode.POP
                && isOnlyBehind(place, after)) {
            dropped.set(after);
        } else {
            units.set(place);
        }
        units.clear(first, place); // those in its arguments
        guarded.keySet().removeIf(inner -> inner >= first && inner < place);
    }

    /// Whether the instruction at `after` comes from the one at `place` only.
    private boolean isOnlyBehind(int place, int after) {
        return shape.isClosed(place, after);
    }

    /// Has the level tested before the instruction at `test`, for the call at `place`.
    void guard(int test, int place, LogCall call) {
        guarded.put(place, call);
        tests.computeIfAbsent(test, _ -> new HashMap<>()).put(place, call);
    }

    CodeTransform transform() {
        return CodeTransform.ofStateful(Rewriting::new);
    }

    /// One pass over the method.
    private final class Rewriting implements CodeTransform {
        private final Map<Integer, Label> skips = new HashMap<>(); // by the call's place
        private int place = -1;

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            place++;
            if (dropped.get(place)) {
                if (!(element instanceof Instruction || element instanceof LineNumber)) {
                    code.with(element); // labels, and what is told of local variables
                }
                if (units.get(place)) {
                    unit(code);
                }
                return;
            }
            // The outermost call, which comes last, is tested first.
            tests.getOrDefault(place, Map.of()).entrySet().stream()
                    .filter(test -> guarded.containsKey(test.getKey()))
                    .sorted(Map.Entry.<Integer, LogCall>comparingByKey().reversed())
                    .forEach(test -> test(code, test.getKey(), test.getValue()));
            code.with(element);
            LogCall call = guarded.get(place);
            Label skip = skips.get(place);
            if (call != null && skip != null) {
                leaveOut(code, skip, call);
            }
        }

        private void test(CodeBuilder code, int call, LogCall what) {
            Label skip = code.newLabel();
            skips.put(call, skip);
            switch (what.tested()) {
                case 0 -> code.getstatic(LogCall.SECTION, "MAIN", LogCall.SECTION);
                case 1 -> code.dup();
                default -> code.dup2();
            }
            what.level().ifPresent(level -> code.getstatic(LogCall.LEVEL, level, LogCall.LEVEL));
            code.invokevirtual(LogCall.SECTION, "shows", SHOWS).ifeq(skip);
        }

        private static void leaveOut(CodeBuilder code, Label skip, LogCall what) {
            Label end = code.newLabel();
            code.goto_(end).labelBinding(skip);
            switch (what.tested()) {
                case 0 -> {}
                case 1 -> code.pop();
                case 2 -> code.pop2();
                default -> code.pop2().pop();
            }
            if (what.givesPromise()) {
                unit(code);
            }
            code.labelBinding(end);
        }

        private static void unit(CodeBuilder code) {
            code.invokestatic(LWT, "unit", UNIT);
        }
    }
}
