package io.gondola.testkit.goker;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.testkit.Strategy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The command that prints the table: {@code mvn -Pkernels -pl testkit -am verify}. */
class KernelTableTest {
    @Test
    @Tag("stress")
    @Tag("kernels")
    void printsTheTable() throws Exception {
        String table = new KernelTable(50, List.of(Strategy.values())).markdown();

        System.out.println(table);
        Files.writeString(Path.of("target", "kernels.md"), table + "\n");
        assertThat(table.lines().filter(line -> line.contains("#"))).hasSameSizeAs(Kernels.all());
    }
}
