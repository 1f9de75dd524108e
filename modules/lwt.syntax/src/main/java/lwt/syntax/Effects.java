package lwt.syntax;

import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.DiscontinuedInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/// By how many slots an instruction makes the stack higher; a `long` and a `double` have two.
final class Effects {
    private Effects() {}

    static int of(Instruction instruction) throws Unproven {
        return switch (instruction) {
            case LoadInstruction load -> load.typeKind().slotSize();
            case StoreInstruction store -> -store.typeKind().slotSize();
            case ConstantInstruction constant -> constant.typeKind().slotSize();
            case ArrayLoadInstruction load -> load.typeKind().slotSize() - 2;
            case ArrayStoreInstruction store -> -store.typeKind().slotSize() - 2;
            case FieldInstruction field -> ofField(field);
            case InvokeInstruction call -> result(call.typeSymbol()) - arguments(call);
            case InvokeDynamicInstruction call -> result(call.typeSymbol()) - parameters(call.typeSymbol());
            case NewMultiArrayInstruction array -> 1 - array.dimensions();
            case ConvertInstruction convert ->
                convert.toType().slotSize() - convert.fromType().slotSize();
            case ReturnInstruction end -> -end.typeKind().slotSize();
            case OperatorInstruction operator -> ofOperator(operator.opcode());
            case StackInstruction stack -> ofStack(stack.opcode());
            case BranchInstruction branch -> ofBranch(branch.opcode());
            case DiscontinuedInstruction _ -> throw new Unproven("the method has a subroutine (jsr) of old compilers");
            default -> ofOther(instruction.opcode());
        };
    }

    /// The slots that a call takes from the stack.
    static int arguments(InvokeInstruction call) {
        return parameters(call.typeSymbol()) + (call.opcode() == Opcode.INVOKESTATIC ? 0 : 1);
    }

    private static int parameters(MethodTypeDesc type) {
        return type.parameterList().stream().mapToInt(Effects::slots).sum();
    }

    private static int result(MethodTypeDesc type) {
        return slots(type.returnType());
    }

    private static int slots(ClassDesc type) {
        return TypeKind.from(type).slotSize();
    }

    private static int ofField(FieldInstruction field) {
        int size = slots(field.typeSymbol());
        return switch (field.opcode()) {
            case GETSTATIC -> size;
            case PUTSTATIC -> -size;
            case GETFIELD -> size - 1;
            default -> -size - 1;
        };
    }

    private static int ofOperator(Opcode opcode) {
        return switch (opcode) {
            case INEG, LNEG, FNEG, DNEG, ARRAYLENGTH -> 0;
            case LADD, LSUB, LMUL, LDIV, LREM, LAND, LOR, LXOR, DADD, DSUB, DMUL, DDIV, DREM -> -2;
            case LCMP, DCMPL, DCMPG -> -3;
            default -> -1; // on two of one slot, or a shift
        };
    }

    private static int ofStack(Opcode opcode) {
        return switch (opcode) {
            case POP -> -1;
            case POP2 -> -2;
            case DUP, DUP_X1, DUP_X2 -> 1;
            case DUP2, DUP2_X1, DUP2_X2 -> 2;
            default -> 0; // swap
        };
    }

    private static int ofBranch(Opcode opcode) {
        return switch (opcode) {
            case GOTO, GOTO_W -> 0;
            case IF_ICMPEQ, IF_ICMPNE, IF_ICMPLT, IF_ICMPGE, IF_ICMPGT, IF_ICMPLE, IF_ACMPEQ, IF_ACMPNE -> -2;
            default -> -1;
        };
    }

    private static int ofOther(Opcode opcode) {
        return switch (opcode) {
            case NEW -> 1;
            case TABLESWITCH, LOOKUPSWITCH, ATHROW, MONITORENTER, MONITOREXIT -> -1;
            default -> 0; // iinc, nop, checkcast, instanceof, newarray, anewarray
        };
    }
}
