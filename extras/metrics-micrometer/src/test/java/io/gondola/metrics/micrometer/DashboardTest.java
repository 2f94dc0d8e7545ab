package io.gondola.metrics.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.pipeline.Pipeline;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dashboard's queries ask for metrics and labels that exist, and leave none out. */
class DashboardTest {
    private static final Path DASHBOARD = Path.of("..", "..", "docs", "gondola-dashboard.json");
    private static final Pattern METRIC = Pattern.compile("\\bgondola_[a-z_]+");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(gondola_[a-z_]+)(?:\\{([^}]*)})? ");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=");
    private static final Pattern BY = Pattern.compile("by \\(([a-z_, ]+)\\)");
    private static final Pattern SELECTED = Pattern.compile("\\{([^}]*)}");
    private static final Pattern IN_LEGEND = Pattern.compile("\\{\\{([a-z_]+)}}");

    /** The labels of each metric, as Prometheus gets them from a runtime that has everything. */
    private static Map<String, Set<String>> metrics() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            rt.run(Pipeline.from(List.of(1)).meter("orders").toList());
            Channel<Integer> never = Channel.unbuffered();
            var run = rt.start(Go.go(never.receive()).then(Go.sleep(Duration.ofHours(1))));
            while (rt.census().waits().isEmpty()) {
                Thread.onSpinWait();
            }
            try (GondolaMetrics metrics = GondolaMetrics.builder(rt)
                    .channel("jobs", never)
                    .tag("runtime", "shop")
                    .build()) {
                metrics.bindTo(registry);
                run.cancel(true);
                return metrics(registry.scrape());
            }
        }
    }

    private static Map<String, Set<String>> metrics(String scrape) {
        Map<String, Set<String>> all = new HashMap<>();
        Matcher sample = SAMPLE.matcher(scrape);
        while (sample.find()) {
            Set<String> labels = all.computeIfAbsent(sample.group(1), name -> new TreeSet<>());
            if (sample.group(2) != null) {
                found(LABEL, sample.group(2), labels);
            }
        }
        return all;
    }

    private static void found(Pattern pattern, String in, Set<String> to) {
        Matcher m = pattern.matcher(in);
        while (m.find()) {
            to.add(m.group(1));
        }
    }

    private record Query(String expression, String legend) {
        Set<String> metrics() {
            Set<String> names = new TreeSet<>();
            Matcher m = METRIC.matcher(expression);
            while (m.find()) {
                names.add(m.group());
            }
            return names;
        }

        Set<String> labels() {
            Set<String> labels = new TreeSet<>();
            Matcher by = BY.matcher(expression);
            while (by.find()) {
                labels.addAll(List.of(by.group(1).split(", *")));
            }
            Matcher selected = SELECTED.matcher(expression);
            while (selected.find()) {
                found(LABEL, selected.group(1), labels);
            }
            found(IN_LEGEND, legend, labels);
            labels.removeAll(Set.of("job", "instance")); // Prometheus adds them
            return labels;
        }
    }

    private static List<Query> queries() throws IOException {
        List<Query> all = new ArrayList<>();
        JsonObject dashboard =
                JsonParser.parseString(Files.readString(DASHBOARD)).getAsJsonObject();
        for (JsonElement panel : dashboard.getAsJsonArray("panels")) {
            JsonElement targets = panel.getAsJsonObject().get("targets");
            if (targets != null) {
                for (JsonElement target : targets.getAsJsonArray()) {
                    JsonObject t = target.getAsJsonObject();
                    all.add(new Query(
                            t.get("expr").getAsString(), t.get("legendFormat").getAsString()));
                }
            }
        }
        return all;
    }

    @Test
    void queriesAskForMetricsAndLabelsThatExist() throws IOException {
        Map<String, Set<String>> metrics = metrics();

        assertThat(queries()).hasSizeGreaterThan(10).allSatisfy(query -> {
            assertThat(query.metrics()).isNotEmpty();
            assertThat(metrics.keySet()).containsAll(query.metrics());
            Set<String> labels = new TreeSet<>();
            query.metrics().forEach(name -> labels.addAll(metrics.get(name)));
            assertThat(labels).as("of %s", query.metrics()).containsAll(query.labels());
        });
    }

    @Test
    void eachMetricIsShown() throws IOException {
        Set<String> shown = new TreeSet<>();
        queries().forEach(query -> shown.addAll(query.metrics()));

        assertThat(shown).containsAll(metrics().keySet());
    }

    @Test
    void panelsLieSideBySide() throws IOException {
        JsonObject dashboard =
                JsonParser.parseString(Files.readString(DASHBOARD)).getAsJsonObject();
        Set<String> taken = new TreeSet<>();
        for (JsonElement panel : dashboard.getAsJsonArray("panels")) {
            JsonObject at = panel.getAsJsonObject().getAsJsonObject("gridPos");
            for (int x = at.get("x").getAsInt();
                    x < at.get("x").getAsInt() + at.get("w").getAsInt();
                    x++) {
                for (int y = at.get("y").getAsInt();
                        y < at.get("y").getAsInt() + at.get("h").getAsInt();
                        y++) {
                    assertThat(taken.add(x + "," + y))
                            .as("%s covers another one", panel.getAsJsonObject().get("title"))
                            .isTrue();
                    assertThat(x).isLessThan(24);
                }
            }
        }
    }
}
