package lwt.syntax;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A call of a logging function: which one it is, and which of its arguments say what is tested.
///
/// @param name the function as the programmer knows it
/// @param level the level that the function's name says; empty if it is an argument
/// @param tested how many slots, from the lowest on, must be there before the level can be tested: those of the logger,
///     the section and the level, as far as they are given
/// @param slots how many slots the call takes from the stack
record LogCall(String name, Optional<String> level, int tested, int slots, boolean givesPromise) {
    static final ClassDesc LOG = ClassDesc.of("lwt.unix.LwtLog");
    static final ClassDesc LOGGER = ClassDesc.of("lwt.unix.Logger");
    static final ClassDesc SECTION = ClassDesc.of("lwt.unix.Section");
    static final ClassDesc LEVEL = ClassDesc.of("lwt.unix.LogLevel");

    private static final ClassDesc PROMISE = ClassDesc.of("lwt.Promise");
    private static final Set<String> LEVELS = Set.of("debug", "info", "notice", "warning", "error", "fatal");

    /// The call that this element is, if it is one.
    static Optional<LogCall> of(CodeElement element) {
        if (!(element instanceof InvokeInstruction call)) {
            return Optional.empty();
        }
        ClassDesc owner = call.owner().asSymbol();
        String name = call.name().stringValue();
        MethodTypeDesc type = call.typeSymbol();
        boolean isStatic = call.opcode() == Opcode.INVOKESTATIC;
        if (owner.equals(LOG) && isStatic) {
            boolean gives = type.returnType().equals(PROMISE);
            boolean hasSection = startsWith(type, SECTION);
            if (gives && LEVELS.contains(name)) {
                return Optional.of(new LogCall(
                        "LwtLog." + name,
                        Optional.of(name.toUpperCase(Locale.ROOT)),
                        hasSection ? 1 : 0,
                        Effects.arguments(call),
                        true));
            }
            boolean posts = name.equals("post") && type.returnType().equals(ConstantDescs.CD_void);
            boolean logs = gives && name.equals("log");
            if ((posts || logs) && startsWith(type, SECTION, LEVEL)) {
                return Optional.of(new LogCall("LwtLog." + name, Optional.empty(), 2, Effects.arguments(call), gives));
            }
        }
        if (owner.equals(LOGGER) && !isStatic && name.equals("log") && startsWith(type, SECTION, LEVEL)) {
            return Optional.of(new LogCall("Logger.log", Optional.empty(), 3, Effects.arguments(call), true));
        }
        return Optional.empty();
    }

    private static boolean startsWith(MethodTypeDesc type, ClassDesc... first) {
        for (int i = 0; i < first.length; i++) {
            if (type.parameterCount() <= i || !type.parameterType(i).equals(first[i])) {
                return false;
            }
        }
        return true;
    }

    boolean isDebug() {
        return level.isPresent() && level.get().equals("DEBUG");
    }

    /// Whether a function that logs at level debug is named here, to be called elsewhere.
    static boolean isReferenceToDebug(CodeElement element) {
        return switch (element) {
            case InvokeDynamicInstruction dynamic ->
                dynamic.invokedynamic().bootstrap().arguments().stream()
                        .anyMatch(argument -> argument instanceof MethodHandleEntry handle && isDebug(handle));
            case ConstantInstruction.LoadConstantInstruction load ->
                load.constantEntry() instanceof MethodHandleEntry handle && isDebug(handle);
            default -> false;
        };
    }

    private static boolean isDebug(MethodHandleEntry handle) {
        DirectMethodHandleDesc function = handle.asSymbol();
        return function.owner().equals(LOG) && function.methodName().equals("debug");
    }
}
