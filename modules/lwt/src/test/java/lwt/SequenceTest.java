package lwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SequenceTest {
    private static Sequence<Integer> filled() {
        Sequence<Integer> sequence = new Sequence<>();
        for (int i = 1; i <= 4; i++) {
            sequence.addRight(i);
        }
        return sequence;
    }

    private static List<Sequence.Node<Integer>> nodes(Sequence<Integer> sequence) {
        List<Sequence.Node<Integer>> nodes = new ArrayList<>();
        sequence.iterNodesLeft(nodes::add);
        return nodes;
    }

    @Test
    void create_isEmpty() {
        assertThat(new Sequence<>().isEmpty()).isTrue();
        assertThat(new Sequence<>().length()).isZero();
    }

    @Test
    void add_leftAndRight() {
        Sequence<Integer> sequence = new Sequence<>();
        sequence.addLeft(2);
        sequence.addLeft(1);
        sequence.addRight(3);
        assertThat(sequence).containsExactly(1, 2, 3);
        assertThat(sequence.length()).isEqualTo(3);
    }

    @Test
    void take_empty() {
        Sequence<Integer> sequence = new Sequence<>();
        assertThatThrownBy(sequence::takeLeft).isInstanceOf(EmptyException.class);
        assertThatThrownBy(sequence::takeRight).isInstanceOf(EmptyException.class);
        assertThat(sequence.takeOptionalLeft()).isEmpty();
        assertThat(sequence.takeOptionalRight()).isEmpty();
    }

    @Test
    void take_filled() {
        Sequence<Integer> sequence = filled();
        assertThat(sequence.takeLeft()).isEqualTo(1);
        assertThat(sequence.takeRight()).isEqualTo(4);
        assertThat(sequence.takeOptionalLeft()).isEqualTo(Optional.of(2));
        assertThat(sequence.takeOptionalRight()).isEqualTo(Optional.of(3));
    }

    @Test
    void transfer_left() {
        Sequence<Integer> target = filled();
        Sequence<Integer> source = new Sequence<>();
        source.transferLeft(target);
        assertThat(target).containsExactly(1, 2, 3, 4);
        source.addRight(8);
        source.addRight(9);
        source.transferLeft(target);
        assertThat(target).containsExactly(8, 9, 1, 2, 3, 4);
        assertThat(source.isEmpty()).isTrue();
    }

    @Test
    void transfer_right() {
        Sequence<Integer> target = filled();
        Sequence<Integer> source = filled();
        source.transferRight(target);
        assertThat(target).containsExactly(1, 2, 3, 4, 1, 2, 3, 4);
        assertThat(source.isEmpty()).isTrue();
    }

    @Test
    void iter_bothDirections() {
        List<Integer> seen = new ArrayList<>();
        filled().iterLeft(seen::add);
        filled().iterRight(seen::add);
        new Sequence<Integer>().iterLeft(seen::add);
        assertThat(seen).containsExactly(1, 2, 3, 4, 4, 3, 2, 1);
    }

    @Test
    void iterNodes_removingInTheVisit() {
        Sequence<Integer> sequence = filled();
        sequence.iterNodesLeft(node -> {
            if (node.get() % 2 == 0) {
                node.remove();
            }
        });
        assertThat(sequence).containsExactly(1, 3);
        sequence.iterNodesRight(Sequence.Node::remove);
        assertThat(sequence).isEmpty();
    }

    @Test
    void fold_bothDirections() {
        assertThat(filled().foldLeft((element, text) -> text + element, "")).isEqualTo("1234");
        assertThat(filled().foldRight((element, text) -> text + element, "")).isEqualTo("4321");
        assertThat(new Sequence<Integer>().<Integer>foldLeft(Integer::sum, 7)).isEqualTo(7);
    }

    @Test
    void fold_removingCurrentAndNeighbours_skipsRemoved() {
        Sequence<Integer> sequence = filled();
        List<Sequence.Node<Integer>> nodes = nodes(sequence);
        int product = sequence.foldLeft(
                (element, acc) -> {
                    if (element == 2) {
                        nodes.get(1).remove();
                        nodes.get(2).remove();
                    }
                    return acc * element;
                },
                1);
        assertThat(product).isEqualTo(1 * 2 * 4);
    }

    @Test
    void find_optional() {
        assertThat(filled().findNodeOptionalLeft(n -> n % 2 == 0).map(Sequence.Node::get))
                .contains(2);
        assertThat(filled().findNodeOptionalRight(n -> n % 2 == 0).map(Sequence.Node::get))
                .contains(4);
        assertThat(filled().findNodeOptionalLeft(n -> n > 9)).isEmpty();
        assertThat(new Sequence<Integer>().findNodeOptionalRight(_ -> true)).isEmpty();
    }

    @Test
    void find_orThrow() {
        assertThat(filled().findNodeLeft(n -> n > 1).get()).isEqualTo(2);
        assertThat(filled().findNodeRight(n -> n > 1).get()).isEqualTo(4);
        assertThatThrownBy(() -> filled().findNodeLeft(n -> n > 9)).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> new Sequence<Integer>().findNodeRight(_ -> true))
                .isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void find_removingInThePredicate() {
        Sequence<Integer> sequence = filled();
        List<Sequence.Node<Integer>> nodes = nodes(sequence);
        assertThat(sequence.findNodeLeft(n -> {
                            nodes.get(1).remove();
                            return n > 1;
                        })
                        .get())
                .isEqualTo(3);
    }

    @Test
    void set_replacesContent() {
        Sequence<Integer> sequence = filled();
        nodes(sequence).get(1).set(9);
        assertThat(sequence).containsExactly(1, 9, 3, 4);
    }

    @Test
    void clear_thenRemoveOfAnOldNode_doesNoHarm() {
        Sequence<Integer> sequence = filled();
        List<Sequence.Node<Integer>> nodes = nodes(sequence);
        sequence.clear();
        sequence.addRight(7);
        nodes.forEach(Sequence.Node::remove);
        assertThat(sequence).containsExactly(7);
    }

    @Test
    void toString_showsElements() {
        assertThat(filled()).hasToString("[1, 2, 3, 4]");
    }
}
