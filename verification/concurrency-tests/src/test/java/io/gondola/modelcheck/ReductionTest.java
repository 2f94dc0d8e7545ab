package io.gondola.modelcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reduction leaves out orders, but no end: compares it with a search that tries every order. */
class ReductionTest {
    private static final int NO_REDUCTION = 1_000;

    private final Set<String> endsOfAllOrders = new TreeSet<>();
    private final Set<String> endsOfReducedSearch = new TreeSet<>();

    @SuppressWarnings("unchecked")
    private static Explorer explorer(String program, Consumer<String> ends) throws Exception {
        Class<?> type = new ModelLoader(Mutation.NONE).loadClass("io.gondola.scheduler.SmallPrograms$" + program);
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return new Explorer(() -> {
            Object scenario = constructor.newInstance();
            ((Consumer<Consumer<String>>) scenario).accept(ends);
            return (Scenario) scenario;
        });
    }

    private Report allOrders(String program) throws Exception {
        return explorer(program, endsOfAllOrders::add)
                .atMostPreemptions(NO_REDUCTION)
                .explore();
    }

    private Report reduced(String program) throws Exception {
        return explorer(program, endsOfReducedSearch::add).explore();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LostUpdate", "StoreBuffering", "ThreeWriters", "Claims", "Locked", "Parks"})
    void theReducedSearchMeetsTheSameEnds(String program) throws Exception {
        Report all = allOrders(program);
        Report reduced = reduced(program);
        System.out.printf("%s, %d ends, all orders: %s%n", program, endsOfAllOrders.size(), all);
        System.out.printf("%s, %d ends, reduced: %s%n", program, endsOfReducedSearch.size(), reduced);

        assertThat(all.complete()).isTrue();
        assertThat(reduced.complete()).isTrue();
        assertThat(endsOfAllOrders).hasSizeGreaterThan(1);
        assertThat(endsOfReducedSearch).isEqualTo(endsOfAllOrders);
        assertThat(reduced.executions()).isLessThan(all.executions());
    }

    /** Two threads of three steps each, the start among them: 6 over 3. */
    @Test
    void theSearchWithoutReductionTriesEveryOrder() throws Exception {
        assertThat(allOrders("LostUpdate").checked()).isEqualTo(20);
        assertThat(endsOfAllOrders).containsExactly("count=1", "count=2");
    }
}
