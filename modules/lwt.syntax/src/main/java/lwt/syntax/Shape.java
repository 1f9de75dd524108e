package lwt.syntax;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;

/// The instructions of a method, how high the stack is before each, and where each can go.
final class Shape {
    /*
     * Places are positions in the list of the method's elements, which has labels, line numbers and other notes
     * between the instructions. A label stands for the first instruction behind it.
     *
     * The heights are found by following every path from the beginning once: the verifier guarantees that all paths
     * to a place come with the same height.
     */
    private static final int UNREACHABLE = -1;

    private final List<CodeElement> elements;
    private final IdentityHashMap<Label, Integer> places = new IdentityHashMap<>();
    private final List<ExceptionCatch> catches = new ArrayList<>();
    private final List<Jump> jumps = new ArrayList<>();
    private final int[] heights;
    private final int[] lines;
    private final BitSet lineStarts = new BitSet();
    private boolean hasSwitch;

    /// That the instruction at one place may go on at another one, which is not the next.
    private record Jump(int from, int to) {}

    Shape(CodeModel code) throws Unproven {
        elements = code.elementList();
        heights = new int[elements.size()];
        lines = new int[elements.size()];
        Arrays.fill(heights, UNREACHABLE);
        findPlaces();
        findJumps();
        findHeights();
    }

    private void findPlaces() {
        int line = 0;
        boolean fresh = false;
        for (int i = 0; i < elements.size(); i++) {
            switch (elements.get(i)) {
                case LabelTarget target -> places.put(target.label(), next(i));
                case ExceptionCatch c -> catches.add(c);
                case LineNumber number -> {
                    line = number.line();
                    fresh = true;
                }
                case Instruction _ -> {
                    lineStarts.set(i, fresh);
                    fresh = false;
                }
                default -> {}
            }
            lines[i] = line;
        }
    }

    private void findJumps() {
        for (int i = 0; i < elements.size(); i++) {
            for (Label target : targets(elements.get(i))) {
                jumps.add(new Jump(i, placeOf(target)));
            }
        }
    }

    private List<Label> targets(CodeElement element) {
        return switch (element) {
            case BranchInstruction branch -> List.of(branch.target());
            case TableSwitchInstruction s -> targets(s.defaultTarget(), s.cases());
            case LookupSwitchInstruction s -> targets(s.defaultTarget(), s.cases());
            default -> List.of();
        };
    }

    private List<Label> targets(Label other, List<SwitchCase> cases) {
        hasSwitch = true;
        List<Label> all = new ArrayList<>();
        all.add(other);
        cases.forEach(c -> all.add(c.target()));
        return all;
    }

    private void findHeights() throws Unproven {
        Deque<Integer> todo = new ArrayDeque<>();
        reach(next(-1), 0, todo);
        for (ExceptionCatch c : catches) {
            reach(placeOf(c.handler()), 1, todo);
        }
        while (!todo.isEmpty()) {
            int at = todo.pop();
            Instruction instruction = (Instruction) elements.get(at);
            int after = heights[at] + Effects.of(instruction);
            for (int to : successors(at)) {
                reach(to, after, todo);
            }
        }
    }

    private void reach(int place, int height, Deque<Integer> todo) {
        if (place < elements.size() && heights[place] == UNREACHABLE) {
            heights[place] = height;
            todo.push(place);
        }
    }

    private List<Integer> successors(int at) {
        CodeElement element = elements.get(at);
        List<Integer> all = new ArrayList<>();
        for (Label target : targets(element)) {
            all.add(placeOf(target));
        }
        if (fallsThrough(at)) {
            all.add(next(at));
        }
        return all;
    }

    /// Whether the instruction at this place may go on with the next one.
    boolean fallsThrough(int at) {
        return switch (elements.get(at)) {
            case BranchInstruction branch -> branch.opcode() != Opcode.GOTO && branch.opcode() != Opcode.GOTO_W;
            case TableSwitchInstruction _, LookupSwitchInstruction _, ReturnInstruction _, ThrowInstruction _ -> false;
            default -> true;
        };
    }

    int placeOf(Label label) {
        Integer place = places.get(label);
        if (place == null) {
            throw new IllegalArgumentException("a jump goes to a label that the method does not have");
        }
        return place;
    }

    /* ---- What is asked ---- */

    CodeElement element(int place) {
        return elements.get(place);
    }

    int size() {
        return elements.size();
    }

    /// The place of the instruction behind this place.
    int next(int place) {
        int i = place + 1;
        while (i < elements.size() && !(elements.get(i) instanceof Instruction)) {
            i++;
        }
        return i;
    }

    /// The place of the instruction before this place, or -1.
    int previous(int place) {
        int i = place - 1;
        while (i >= 0 && !(elements.get(i) instanceof Instruction)) {
            i--;
        }
        return i;
    }

    boolean isReachable(int place) {
        return heights[place] != UNREACHABLE;
    }

    /// How high the stack is before the instruction at this place.
    int height(int place) {
        return heights[place];
    }

    /// The line of the instruction at this place, 0 if it is not known.
    int line(int place) {
        return lines[place];
    }

    /// Whether the compiler noted that a line begins here.
    boolean beginsLine(int place) {
        return lineStarts.get(place);
    }

    boolean hasSwitch() {
        return hasSwitch;
    }

    /// Whether whoever comes into the instructions from `first` to `last` comes to the first one, and leaves only
    /// behind the last one, or with an exception.
    boolean isClosed(int first, int last) {
        for (Jump jump : jumps) {
            boolean fromInside = jump.from() >= first && jump.from() < last;
            boolean toInside = jump.to() > first && jump.to() <= last;
            if (fromInside != toInside && (fromInside || toInside)) {
                return false;
            }
        }
        for (int i = first; i < last; i++) {
            if (elements.get(i) instanceof ReturnInstruction) {
                return false;
            }
        }
        return catches.stream().allMatch(c -> {
            int from = placeOf(c.tryStart());
            int to = placeOf(c.tryEnd());
            int handler = placeOf(c.handler());
            boolean around = from <= first && to > last;
            boolean beside = to <= first || from > last;
            return (around || beside) && (handler <= first || handler > last);
        });
    }

    /// The slots of the local variables that the instructions from `first` to `last` write.
    BitSet written(int first, int last) {
        BitSet slots = new BitSet();
        for (int i = first; i < last; i++) {
            switch (elements.get(i)) {
                case StoreInstruction store -> slots.set(store.slot());
                case IncrementInstruction increment -> slots.set(increment.slot());
                default -> {}
            }
        }
        return slots;
    }

    /// Whether the local variable in this slot may be read behind this place before it is written again.
    boolean isReadAfter(int place, int slot) {
        BitSet seen = new BitSet();
        Deque<Integer> todo = new ArrayDeque<>(successors(place));
        todo.addAll(handlersAround(place));
        while (!todo.isEmpty()) {
            int at = todo.pop();
            if (at >= elements.size() || seen.get(at)) {
                continue;
            }
            seen.set(at);
            boolean written = false;
            switch (elements.get(at)) {
                case LoadInstruction load
                when load.slot() == slot -> {
                    return true;
                }
                case IncrementInstruction increment
                when increment.slot() == slot -> {
                    return true;
                }
                case StoreInstruction store when store.slot() == slot -> written = true;
                default -> {}
            }
            if (!written) {
                todo.addAll(successors(at));
            }
            todo.addAll(handlersAround(at));
        }
        return false;
    }

    private List<Integer> handlersAround(int at) {
        return catches.stream()
                .filter(c -> placeOf(c.tryStart()) <= at && at < placeOf(c.tryEnd()))
                .map(c -> placeOf(c.handler()))
                .toList();
    }
}
