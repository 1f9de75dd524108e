package lwt.text.editor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import lwt.text.Color;
import lwt.text.Style;
import lwt.text.StyledText;
import lwt.text.StyledText.Attribute;

/// A piece of text with one style.
record Run(String text, Style style) {
    static List<Run> of(StyledText text) {
        List<Run> runs = new ArrayList<>();
        Style style = Style.PLAIN;
        for (StyledText.Instruction instruction : text.instructions()) {
            if (instruction instanceof StyledText.Text(String piece)) {
                runs.add(new Run(piece, style));
            } else {
                style = style.after(instruction);
            }
        }
        return runs;
    }

    /// The same, restyled between two indices of the whole text.
    static List<Run> restyle(List<Run> runs, int start, int end, UnaryOperator<Style> change) {
        List<Run> result = new ArrayList<>();
        result.addAll(between(runs, 0, start));
        for (Run run : between(runs, start, end)) {
            result.add(new Run(run.text, change.apply(run.style)));
        }
        result.addAll(between(runs, end, Integer.MAX_VALUE));
        return result;
    }

    /// What is between two indices of the whole text.
    static List<Run> between(List<Run> runs, int start, int end) {
        List<Run> result = new ArrayList<>();
        int at = 0;
        for (Run run : runs) {
            int from = Math.clamp(start - (long) at, 0, run.text.length());
            int to = Math.clamp(end - (long) at, 0, run.text.length());
            if (from < to) {
                result.add(new Run(run.text.substring(from, to), run.style));
            }
            at += run.text.length();
        }
        return result;
    }

    /// What has text look like this, whatever held before.
    static List<StyledText.Instruction> instructions(Style style) {
        List<StyledText.Instruction> instructions = new ArrayList<>();
        instructions.add(Attribute.RESET);
        addIf(style.bold(), Attribute.BOLD, instructions);
        addIf(style.underlined(), Attribute.UNDERLINED, instructions);
        addIf(style.blink(), Attribute.BLINK, instructions);
        addIf(style.inverse(), Attribute.INVERSE, instructions);
        addIf(style.hidden(), Attribute.HIDDEN, instructions);
        addIf(!style.foreground().equals(Color.DEFAULT), new StyledText.Foreground(style.foreground()), instructions);
        addIf(!style.background().equals(Color.DEFAULT), new StyledText.Background(style.background()), instructions);
        return instructions;
    }

    private static void addIf(
            boolean condition, StyledText.Instruction instruction, List<StyledText.Instruction> instructions) {
        if (condition) {
            instructions.add(instruction);
        }
    }

    static Style inverse(Style style) {
        return style.after(Attribute.INVERSE);
    }

    static Style underlined(Style style) {
        return style.after(Attribute.UNDERLINED);
    }
}
