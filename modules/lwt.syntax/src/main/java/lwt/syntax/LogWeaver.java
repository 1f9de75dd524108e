package lwt.syntax;

import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Rewrites the log calls of compiled classes: the arguments of a message that is not shown are not evaluated.
///
/// The calls are those of `lwt.unix.LwtLog` and the `log` methods of `lwt.unix.Logger`. Each is put behind a test of
/// its
/// section's level; a call that is left out gives a promise that is resolved. The section is evaluated once. Calls of
/// `LwtLog.debug` are taken out altogether, unless they are to be kept.
///
/// A call of which the weaver cannot prove where its arguments begin is not touched; it is told as a problem.
///
/// Classes that are woven already stay as they are. **Any thread.**
///
/// @see "Lwt manual (December 2010), “The logging facility”"
public final class LogWeaver {
    private static final Set<String> LOG_ITSELF = Set.of("lwt/unix/LwtLog", "lwt/unix/Logger");

    private final ClassFile classFile;
    private final boolean keepsDebug;

    /// A weaver that finds the classes that woven ones refer to with `resources`: it is given names such as
    /// `java/lang/String.class`, and returns null for what it does not know. Those of the running JDK need not be
    /// found.
    ///
    /// @param keepsDebug whether calls of `LwtLog.debug` stay, behind a test as the others
    public LogWeaver(boolean keepsDebug, Function<String, @Nullable InputStream> resources) {
        this.keepsDebug = keepsDebug;
        ClassHierarchyResolver classes = ClassHierarchyResolver.ofResourceParsing(
                        (ClassDesc type) -> resources.apply(fileOf(type)))
                .orElse(ClassHierarchyResolver.defaultResolver())
                .cached();
        this.classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(classes));
    }

    private static String fileOf(ClassDesc type) {
        String descriptor = type.descriptorString();
        return descriptor.substring(1, descriptor.length() - 1) + ".class";
    }

    /// What became of a class.
    ///
    /// @param bytes the class now; the array that was given if nothing was to be done
    /// @param guarded how many calls were put behind a test
    /// @param removed how many calls were taken out
    /// @param problems the calls that could not be woven, each with file, line and reason
    @SuppressWarnings("ArrayRecordComponent") // it is handed on, and never compared
    public record Woven(byte[] bytes, int guarded, int removed, List<String> problems) {}

    /// Weaves a class.
    ///
    /// @throws IllegalArgumentException if it is not a class file
    public Woven weave(byte[] bytes) {
        ClassModel model = classFile.parse(bytes);
        if (LOG_ITSELF.contains(model.thisClass().asInternalName())) {
            return new Woven(bytes, 0, 0, List.of());
        }
        Work work = new Work(model);
        for (MethodModel method : model.methods()) {
            method.code().ifPresent(code -> work.look(method, code));
        }
        return work.finish(bytes);
    }

    /// The weaving of one class.
    private final class Work {
        private final ClassModel model;
        private final IdentityHashMap<MethodModel, Plan> plans = new IdentityHashMap<>();
        private final List<String> problems = new ArrayList<>();
        private int guarded;
        private int removed;

        Work(ClassModel model) {
            this.model = model;
        }

        void look(MethodModel method, CodeModel code) {
            boolean concerned = code.elementList().stream()
                    .anyMatch(e -> LogCall.of(e).isPresent() || LogCall.isReferenceToDebug(e));
            if (!concerned) {
                return;
            }
            Shape shape;
            try {
                shape = new Shape(code);
            } catch (Unproven e) {
                problem(0, "method " + method.methodName().stringValue(), e);
                return;
            }
            Plan plan = new Plan(shape);
            for (int i = 0; i < shape.size(); i++) {
                if (!keepsDebug && LogCall.isReferenceToDebug(shape.element(i))) {
                    problem(
                            shape.line(i),
                            "a reference to LwtLog.debug",
                            new Unproven("who calls it cannot be told; use a lambda, whose call can be removed"));
                }
                Optional<LogCall> call = LogCall.of(shape.element(i));
                if (call.isPresent() && shape.isReachable(i)) {
                    plan(plan, shape, i, call.get());
                }
            }
            if (!plan.isEmpty()) {
                plans.put(method, plan);
                guarded += plan.guardedCalls();
            }
        }

        private void plan(Plan plan, Shape shape, int place, LogCall call) {
            Arguments arguments = new Arguments(shape, place, call);
            try {
                if (call.isDebug() && !keepsDebug) {
                    int first = arguments.beginning();
                    arguments.checkVariables(first);
                    plan.remove(first, place);
                    removed++;
                } else if (!arguments.isWoven()) {
                    int test = arguments.tested();
                    arguments.checkVariables(test);
                    plan.guard(test, place, call);
                }
            } catch (Unproven e) {
                problem(shape.line(place), "the call of " + call.name(), e);
            }
        }

        private void problem(int line, String what, Unproven why) {
            String name = model.thisClass().asInternalName();
            String file = model.findAttribute(Attributes.sourceFile())
                    .map(source -> name.substring(0, name.lastIndexOf('/') + 1)
                            + source.sourceFile().stringValue())
                    .orElse(name + ".class");
            problems.add(file + ":" + (line == 0 ? "?" : line) + ": " + what + " cannot be woven: " + why.getMessage());
        }

        Woven finish(byte[] bytes) {
            if (plans.isEmpty()) {
                return new Woven(bytes, 0, 0, List.copyOf(problems));
            }
            byte[] woven = classFile.transformClass(model, (builder, element) -> {
                Plan plan = element instanceof MethodModel method ? plans.get(method) : null;
                if (plan == null) {
                    builder.with(element);
                } else {
                    builder.transformMethod((MethodModel) element, MethodTransform.transformingCode(plan.transform()));
                }
            });
            return new Woven(woven, guarded, removed, List.copyOf(problems));
        }
    }
}
