package lwt.syntax;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.constant.ConstantDescs;

/// Finds where the evaluation of a call's arguments begins.
final class Arguments {
    /*
     * The idea. Before the first argument the stack has a height H, and never less until the call. So going back from
     * the call, the evaluation begins at a place of height H; the nearest one from which the instructions up to the call
     * are closed (nothing jumps into the middle, nothing out) is the candidate: a conditional in an argument has places
     * of height H in its branches, and only the one before its test is closed.
     *
     * The candidate may be too near. An argument can begin with something that leaves the stack as it is: `++i`, or a
     * variable of the compiler's for a switch over strings or a pattern. In the bytecode this looks as a statement before
     * the call does. So it must be proven that a statement begins at the candidate, or an argument of an enclosing call
     * ended there:
     *
     *   - it is where the method begins; or
     *   - the instruction before it has pushed what lies below, an operand of an enclosing expression: the arguments
     *     themselves never take what lies below, so they push nothing at that height; or
     *   - a line begins there, not behind the line of the call: javac notes a line where a statement begins, and in
     *     expressions only before calls, divisions and the parts of a conditional; or
     *   - the instruction before it is the test of an `if` or a loop that jumps behind the call; or
     *   - the instruction before it ends a statement, as no expression without a switch does in its midst.
     *
     * The second argument of a call begins where the first one is complete: there the instruction before must have pushed
     * that one.
     */
    private final Shape shape;
    private final int call;
    private final LogCall what;

    Arguments(Shape shape, int call, LogCall what) {
        this.shape = shape;
        this.call = call;
        this.what = what;
    }

    /// The place where the first argument begins.
    int beginning() throws Unproven {
        int first = nearestClosed(shape.height(call) - what.slots());
        if (!isProven(first)) {
            throw new Unproven("it cannot be told whether what comes before the call belongs to its arguments; "
                    + "let the call begin a line of its own (and compile with line numbers),"
                    + " and its first argument not with ++, a switch or a pattern");
        }
        return first;
    }

    /// The place where all is on the stack that the test needs, and the evaluation of the rest begins.
    int tested() throws Unproven {
        if (what.tested() == 0) {
            return beginning();
        }
        int first = nearestClosed(shape.height(call) - what.slots() + what.tested());
        int before = shape.previous(first);
        if (before < 0 || !shape.fallsThrough(before) || !pushes(shape.element(before))) {
            throw new Unproven("it cannot be told where the section or the level ends and the message begins;"
                    + " do not begin the message with ++, a switch or a pattern");
        }
        return first;
    }

    /// Whether the level is tested there already, by this weaver.
    boolean isWoven() throws Unproven {
        int test = shape.previous(nearestClosed(shape.height(call) - what.slots() + what.tested()));
        return test > 0
                && shape.element(test) instanceof BranchInstruction
                && shape.element(shape.previous(test)) instanceof InvokeInstruction shows
                && shows.owner().asSymbol().equals(LogCall.SECTION)
                && shows.name().equalsString("shows");
    }

    /// Refuses arguments that change a variable which is read later: it would be unset, or another, if they are left
    /// out.
    void checkVariables(int first) throws Unproven {
        for (int slot : shape.written(first, call).stream().toArray()) {
            if (shape.isReadAfter(call, slot)) {
                throw new Unproven("its arguments change a local variable that is read later, and may not be evaluated;"
                        + " change it before the call");
            }
        }
    }

    private int nearestClosed(int height) throws Unproven {
        for (int i = shape.previous(call); i >= 0 && shape.isReachable(i); i = shape.previous(i)) {
            if (shape.height(i) < height) {
                break;
            }
            if (shape.height(i) == height && shape.isClosed(i, call)) {
                return i;
            }
        }
        throw new Unproven("its arguments contain jumps that cannot be followed, such as a try in a switch");
    }

    private boolean isProven(int first) {
        int before = shape.previous(first);
        if (before < 0) {
            return true;
        }
        boolean falls = shape.fallsThrough(before);
        CodeElement element = shape.element(before);
        if (falls && pushes(element)) {
            return true;
        }
        if (shape.beginsLine(first) && shape.line(first) <= shape.line(call)) {
            return true;
        }
        boolean skipsTheCall = element instanceof BranchInstruction test && shape.placeOf(test.target()) > call;
        boolean isStatement = endsStatement(element) && !shape.hasSwitch();
        return falls && (skipsTheCall || isStatement);
    }

    /// Whether this is what the last instruction of a statement is, and none within an expression that leaves the stack
    /// as it was at the expression's beginning.
    private static boolean endsStatement(CodeElement element) {
        return switch (element) {
            case InvokeInstruction invoke ->
                invoke.typeSymbol().returnType().equals(ConstantDescs.CD_void)
                        && !invoke.name().equalsString(ConstantDescs.INIT_NAME);
            case FieldInstruction field -> field.opcode().name().startsWith("PUT");
            case StackInstruction stack -> stack.opcode().name().startsWith("POP");
            case ArrayStoreInstruction _ -> true;
            default -> false;
        };
    }

    /// Whether this leaves a new value on the stack.
    private static boolean pushes(CodeElement element) {
        return switch (element) {
            case StoreInstruction _, IncrementInstruction _, BranchInstruction _, ArrayStoreInstruction _ -> false;
            case InvokeInstruction invoke -> !endsStatement(invoke);
            case FieldInstruction field -> !endsStatement(field);
            case StackInstruction stack -> !endsStatement(stack);
            case MonitorInstruction _, NopInstruction _ -> false;
            case Instruction _ -> true;
            default -> false;
        };
    }
}
