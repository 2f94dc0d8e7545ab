package io.gondola.conformance.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/conformance.md is complete, and every test that it names exists. */
class ConformancePageTest {
    private static final Path PAGE = ConformancePage.ROOT.resolve("docs/conformance.md");

    private static final List<String> OPERATIONS =
            List.of("send", "receive", "receive-ok", "close", "range", "try-send", "try-receive");
    private static final List<String> STATES =
            List.of("nil", "empty", "full", "receivers", "senders", "closed", "closed-buffered");

    @Test
    void pageIsWhatTheGeneratorMakes() throws IOException {
        String page = ConformancePage.text();
        if (Boolean.getBoolean("gondola.conformance.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    @Test
    void noCellIsEmpty() throws IOException {
        assertThat(ConformancePage.rows()).allSatisfy(row -> {
            assertThat(row.rule()).isNotBlank();
            assertThat(row.go()).isNotBlank();
            assertThat(row.ours()).isNotBlank();
            assertThat(row.tests()).as("tests of %s", row.id()).isNotEmpty();
            assertThat(row.line().replace(" | ", "").chars().filter(c -> c == '|'))
                    .as("bars inside the cells of %s", row.id())
                    .hasSize(2);
        });
    }

    @Test
    void everyRowHasAnIdOfItsOwnAndNoNumberIsMissing() throws IOException {
        Map<String, List<String>> names = ConformancePage.rows().stream()
                .collect(Collectors.groupingBy(
                        ShownRow::section, Collectors.mapping(ShownRow::name, Collectors.toList())));
        List<String> ofStates = names.remove("1.1");

        assertThat(names)
                .allSatisfy((section, numbers) -> assertThat(numbers)
                        .as("rows of section %s", section)
                        .containsExactlyElementsOf(IntStream.rangeClosed(1, numbers.size())
                                .mapToObj(String::valueOf)
                                .toList()));
        assertThat(ofStates).doesNotHaveDuplicates().containsAll(operationsInStates());
    }

    private static Set<String> operationsInStates() {
        return OPERATIONS.stream()
                .flatMap(o -> STATES.stream().map(s -> o + "-" + s))
                .filter(o -> !o.equals("range-receivers")) // as a receive that queues
                .collect(Collectors.toSet());
    }

    @Test
    void everyTestExists() throws IOException {
        TestSources sources = new TestSources(ConformancePage.ROOT);
        Stream<String> tests = ConformancePage.rows().stream().flatMap(row -> row.tests().stream());

        assertThat(tests.filter(t -> !sources.exists(t))).isEmpty();
    }

    /** The rows of section 4 are about one scheduler or about processes. */
    @Test
    void everyRowIsShownOnEveryRuntimeOrSaysWhyNot() throws IOException {
        TestSources sources = new TestSources(ConformancePage.ROOT);
        Stream<ShownRow> rows = ConformancePage.annotated().stream();

        assertThat(rows.filter(
                        row -> row.only().isEmpty() == row.tests().stream().noneMatch(sources::runsEverywhere)))
                .isEmpty();
    }
}
