package lwt.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rules, patterns, and the sections that they give levels to.
final class LogRulesTest {
    @Test
    void parse_ruleOfTheDocumentation() {
        assertThat(LogRules.parse("access -> warning; foo[*] -> error"))
                .containsExactly(new LogRule("access", LogLevel.WARNING), new LogRule("foo[*]", LogLevel.ERROR));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "debug = [* -> debug]",
                "'  Debug ' = [* -> debug]",
                "'' = []",
                "' ' = []",
                "'a->info' = [a -> info]",
                "'a->info;b->FATAL;' = [a -> info, b -> fatal]",
                "'a -> b -> notice' = none",
                "'a->b->notice' = [a->b -> notice]",
                "'a\t->\tinfo ;\ninfo' = [a -> info, * -> info]",
            })
    void parse_text(String text, String rules) {
        if (rules.equals("none")) {
            assertThatThrownBy(() -> LogRules.parse(text)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(LogRules.parse(text)).hasToString(rules);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "'a -> info; b -> loud' = column 17: there is no level “loud”: say one of [debug, info, notice, warning, error, fatal]",
                "'a -> info; b ->' = column 12: “b ->” is not a rule: say PATTERN -> LEVEL, or a level for all sections",
                "'a b -> info' = column 1: “a b -> info” is not a rule: say PATTERN -> LEVEL, or a level for all sections",
                "'; info' = column 1: there is no rule before this “;”",
            })
    void parse_error(String text, String message) {
        assertThatThrownBy(() -> LogRules.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message + ", in the rules \"" + text + "\"");
    }

    @Test
    void parse_keepsWhatCanBeRead() {
        List<String> problems = new ArrayList<>();
        assertThat(LogRules.parse("a -> info; b -> loud; ?; c -> error", problems::add))
                .hasToString("[a -> info, c -> error]");
        assertThat(problems).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "main, main, true", "main, mains, false", "main, mai, false", "*, '', true", "*, x, true",
        "foo*, foo, true", "foo*, foobar, true", "foo*, fo, false", "*bar, foobar, true", "*bar, bart, false",
        "a*b*c, abc, true", "a*b*c, a1b2c, true", "a*b*c, a1c2b, false", "a*ab, aab, true", "**, x, true",
        "x**, x, true", "*x*, abxab, true", "*x*, ab, false", "a.b, axb, false"
    })
    void matches(String pattern, String name, boolean matches) {
        assertThat(new LogRule(pattern, LogLevel.INFO).matches(name)).isEqualTo(matches);
    }

    @Test
    void section_isOneForAName() {
        assertThat(Section.make("rules.one"))
                .isSameAs(Section.make("rules.one"))
                .isNotSameAs(Section.MAIN);
        assertThat(Section.make("main")).isSameAs(Section.MAIN);
        assertThat(Section.make("rules.one").name()).isEqualTo("rules.one");
    }

    @Test
    void section_showsNoticesUnlessToldOtherwise() {
        Section section = Section.make("rules.new");
        assertThat(section.level()).isEqualTo(LogLevel.NOTICE);
        assertThat(section.shows(LogLevel.INFO)).isFalse();
        assertThat(section.shows(LogLevel.NOTICE)).isTrue();
        assertThat(section.shows(LogLevel.FATAL)).isTrue();
    }

    @Test
    void rules_firstThatMatchesHolds() {
        Section before = Section.make("rules.order.a");
        LogRules.append("rules.order.*", LogLevel.ERROR);
        assertThat(before.level()).isEqualTo(LogLevel.ERROR);
        LogRules.append("rules.order.a", LogLevel.FATAL);
        assertThat(before.level()).isEqualTo(LogLevel.ERROR);
        LogRules.add("rules.order.a", LogLevel.DEBUG);
        assertThat(before.level()).isEqualTo(LogLevel.DEBUG);
        assertThat(Section.make("rules.order.b").level()).isEqualTo(LogLevel.ERROR);
    }

    @Test
    void setLevel_standsUntilReset() {
        Section section = Section.make("rules.set");
        section.setLevel(LogLevel.FATAL);
        LogRules.add("rules.set", LogLevel.INFO);
        assertThat(section.level()).isEqualTo(LogLevel.FATAL);
        section.resetLevel();
        assertThat(section.level()).isEqualTo(LogLevel.INFO);
        LogRules.add("rules.set", LogLevel.WARNING);
        assertThat(section.level()).isEqualTo(LogLevel.WARNING);
    }

    @Test
    void section_vanishesUnlessItsLevelWasSet() throws InterruptedException {
        WeakReference<Section> unused = new WeakReference<>(Section.make("rules.vanishing"));
        Section.make("rules.staying").setLevel(LogLevel.DEBUG);
        while (unused.get() != null) {
            System.gc();
            Thread.sleep(1); // lets the collector finish; the loop's condition is the test
        }
        assertThat(Section.make("rules.staying").level()).isEqualTo(LogLevel.DEBUG);
        Section.make("rules.staying").resetLevel();
    }

    @Test
    void level_named() {
        assertThat(LogLevel.named("Warning")).contains(LogLevel.WARNING);
        assertThat(LogLevel.named("warn")).isEmpty();
    }
}
