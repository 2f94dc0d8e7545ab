package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.GoRuntime;
import io.vavr.collection.Seq;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Groups are not copied when they are emitted: none is written to later, whatever sizes follow each other. */
class GroupTest {
    private static List<Seq<Integer>> groups(Function<Pipeline<Integer>, Pipeline<Seq<Integer>>> operator, int n) {
        try (GoRuntime rt = GoRuntime.deterministic(1)) {
            return rt.run(operator.apply(Pipeline.range(0, n)).toList()).asJava();
        }
    }

    private static void areWhole(List<Seq<Integer>> groups, int n) {
        assertThat(groups.stream().flatMap(g -> g.asJava().stream()).toList())
                .isEqualTo(IntStream.range(0, n).boxed().toList());
        for (Seq<Integer> group : groups) {
            assertThat(group.asJava())
                    .isEqualTo(IntStream.range(group.head(), group.head() + group.size())
                            .boxed()
                            .toList());
        }
    }

    @Test
    void batchesOfAnySizeAreWhole() {
        for (int size : new int[] {1, 2, 3, 7, 8, 9, 100, 1_023, 1_024, 1_025, 5_000, Integer.MAX_VALUE}) {
            for (int n : new int[] {0, 1, 99, 3_000}) {
                List<Seq<Integer>> batches = groups(p -> p.batch(size), n);

                areWhole(batches, n);
                assertThat(batches).hasSize((int) ((n + (long) size - 1) / size));
                areWhole(groups(p -> p.batch(size, Duration.ofSeconds(1)), n), n);
            }
        }
    }

    @Test
    void groupsOfSizesThatGrowAndShrinkAreWhole() {
        List<Integer> begins = List.of(1, 2, 4, 9, 30, 1_500, 1_501, 1_503, 4_000, 4_020);

        List<Seq<Integer>> groups = groups(p -> p.splitWhen(begins::contains), 5_000);

        areWhole(groups, 5_000);
        assertThat(groups).extracting(Seq::head).startsWith(0).endsWith(4_020).hasSize(begins.size() + 1);
    }

    @Test
    void aGroupLeavesNothingForTheNextOne() {
        Group group = new Group();
        assertThat(group.take()).isEmpty();
        for (int size = 1; size < 20; size++) {
            for (int x = 0; x < size; x++) {
                group.append(x);
            }
            assertThat(group).hasSize(size);
            Seq<Object> taken = group.take();
            group.append("later");

            assertThat(taken.asJava())
                    .isEqualTo(IntStream.range(0, size).boxed().toList());
            assertThat(group.take().asJava()).isEqualTo(List.of("later"));
        }
    }
}
