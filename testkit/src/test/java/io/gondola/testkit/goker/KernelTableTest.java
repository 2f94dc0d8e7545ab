package io.gondola.testkit.goker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.testkit.Explorer;
import io.gondola.testkit.Strategy;
import io.gondola.testkit.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The command that prints the table: {@code mvn -Pkernels -pl testkit -am verify}; with
 * {@code -Dgondola.kernels.seeds=20}, of 20 seeds.
 */
class KernelTableTest {
    @Test
    @Tag("stress")
    @Tag("kernels")
    void printsTheTable() throws Exception {
        String table =
                new KernelTable(Integer.getInteger("gondola.kernels.seeds", 50), List.of(Strategy.values())).markdown();

        System.out.println(table);
        Files.writeString(Path.of("target", "kernels.md"), table + "\n");
        assertThat(table.lines().filter(line -> line.contains("#"))).hasSameSizeAs(Kernels.all());
    }

    @Test
    @Tag("stress")
    @Tag("kernels")
    void saysHowManyOfTheRepairedTwinsAreExhausted() {
        Map<Verdict, Long> verdicts = Kernels.all().stream()
                .map(kernel -> Explorer.of(kernel::fixed)
                        .named(kernel.id())
                        .schedules(20_000)
                        .explore()
                        .verdict())
                .collect(Collectors.groupingBy(v -> v, TreeMap::new, Collectors.counting()));

        System.out.println("repaired twins, 20000 schedules each: " + verdicts);
        assertThat(verdicts).doesNotContainKey(Verdict.FAILED);
    }
}
