package conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import conformance.Value.Bool;
import conformance.Value.Failure;
import conformance.Value.Int;
import conformance.Value.Items;
import conformance.Value.Pair;
import conformance.Value.Some;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lwt.Both;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ValueTest {

    @ParameterizedTest
    @MethodSource("values")
    void value_printsAndCountsAsTheFormatSays(Value value, String printed, long number) {
        assertThat(value).hasToString(printed);
        assertThat(value.number()).isEqualTo(number);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(Value.unit(), "()", 0),
                Arguments.of(Value.none(), "none", 0),
                Arguments.of(new Int(-5), "-5", -5),
                Arguments.of(new Bool(true), "true", 1),
                Arguments.of(new Bool(false), "false", 0),
                Arguments.of(new Some(new Int(3)), "some(3)", 3),
                Arguments.of(new Items(List.of()), "[]", 0),
                Arguments.of(new Items(List.of(new Int(1), new Bool(true), new Int(4))), "[1;true;4]", 6),
                Arguments.of(new Pair(new Int(1), new Some(Value.unit())), "(1,some(()))", 1));
    }

    @ParameterizedTest
    @CsvSource({"E7,7", "Canceled,100", "Not_found,101", "Failure,101"})
    void failure_printsItsNameAndCounts(String name, long number) {
        var failure = new Failure(Failures.parse(name));
        assertThat(failure).hasToString("!" + name);
        assertThat(failure.number()).isEqualTo(number);
    }

    @Test
    void failure_exceptionsOfTheLibrary_haveTheNameOfTheOriginal() {
        assertThat(Failures.name(new IllegalStateException())).isEqualTo("Invalid_argument");
        assertThat(Failures.name(new IllegalArgumentException())).isEqualTo("Invalid_argument");
    }

    @ParameterizedTest
    @CsvSource({"E1", "Canceled", "Not_found", "Failure"})
    void failure_isEqualByName(String name) {
        assertThat(new Failure(Failures.parse(name)))
                .isEqualTo(new Failure(Failures.parse(name)))
                .hasSameHashCodeAs(new Failure(Failures.parse(name)))
                .isNotEqualTo(new Failure(Failures.parse("E2")));
    }

    @Test
    void of_whatPromisesCarry() {
        assertThat(Value.of(null)).isEqualTo(Value.unit());
        assertThat(Value.of(new Both<>(new Int(1), null))).hasToString("(1,())");
        assertThat(Value.of(Optional.of(new Int(2)))).hasToString("some(2)");
        assertThat(Value.of(Optional.empty())).isEqualTo(Value.none());
        assertThat(Value.of(Arrays.asList(new Int(1), null))).hasToString("[1;()]");
    }

    @Test
    void of_whatNoValueStandsFor_isRefused() {
        assertThatThrownBy(() -> Value.of("text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("String");
    }
}
