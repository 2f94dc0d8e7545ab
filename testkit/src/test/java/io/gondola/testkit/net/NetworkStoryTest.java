package io.gondola.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.testkit.Explorer;
import io.gondola.testkit.Failure;
import io.gondola.testkit.NetFault;
import io.gondola.testkit.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The story of docs/testing.md about a network that lies: its report is one that this program gives. */
class NetworkStoryTest {
    private static final Path PAGE = Path.of("..", "docs", "testing.md");
    private static final Pattern REPORT = Pattern.compile(
            "```text\n(GoTest FAILED: PANIC {6}TransferTest\\.aTransferIsMadeOnce\n.*?)```", Pattern.DOTALL);
    private static final String SITE = " *\\[[A-Za-z]+:\\d+\\]";

    private static Failure failure() {
        return Explorer.of(() -> new TransferTest().program(false))
                .named("TransferTest.aTransferIsMadeOnce")
                .netFaults(NetFault.RESET)
                .strategy(Strategy.POS) // under which no time-out wins against work
                .explore()
                .failure()
                .get();
    }

    /** The lines without the places in the code, which change with each line above them. */
    private static List<String> lines(String report) {
        return report.replaceAll(SITE, "").lines().map(String::stripTrailing).toList();
    }

    @Test
    void thePagesReportIsARealOne() throws IOException {
        Matcher m = REPORT.matcher(Files.readString(PAGE));
        assertThat(m.find()).as("a report in %s", PAGE).isTrue();
        List<String> shown = lines(m.group(1)).stream()
                .filter(line -> !line.strip().equals("…"))
                .toList();

        assertThat(lines(failure().message())).containsSubsequence(shown);
    }

    /** A message is an arrow from the lane that writes it to the lane that reads it. */
    @Test
    void theHtmlPageDrawsMessagesAsArrowsBetweenHosts() {
        Failure failure = failure();

        assertThat(arrows(failure.html()))
                .anyMatch(a -> a.matches("main (write|read) tcp .* -> 0\\.0\\.0 bank: serve .* read tcp .*"));
        assertThat(failure.html()).contains("0.0 bank");
    }

    private static List<String> arrows(String html) {
        Matcher step = Pattern.compile(
                        "\\{\"n\":(\\d+),\"lane\":\"([^\"]*)\",\"text\":\"([^\"]*)\".*?\"after\":\\[([^\\]]*)\\]")
                .matcher(html);
        List<String> names = new ArrayList<>(List.of(""));
        List<String> arrows = new ArrayList<>();
        while (step.find()) {
            String name = step.group(2).replaceFirst("^0 ", "") + " " + step.group(3);
            names.add(name);
            for (String before :
                    step.group(4).isBlank() ? new String[0] : step.group(4).split(",\\s*", -1)) {
                arrows.add(names.get(Integer.parseInt(before)) + " -> " + name);
            }
        }
        return arrows;
    }
}
