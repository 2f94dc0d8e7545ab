package io.gondola.samples.files;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.pipeline.Pipeline;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The pipeline of the README and of docs/pipelines.md: lines are parsed, looked up eight at once, and written in
 * batches, in the order of the file.
 */
final class LookUpOrders {
    private static final int ORDERS = 1_000;

    private LookUpOrders() {}

    private record Order(int id) {}

    private static Order parse(String line) {
        return new Order(Integer.parseInt(line));
    }

    /** Every seventh takes longer, and holds up no more than the seven others that are under way. */
    private static Go<String> lookUp(Order order) {
        return sleep(Duration.ofMillis(order.id % 7 == 0 ? 2 : 0)).as("order " + order.id);
    }

    static Go<Unit> lookUpAll(Path in, Path out) {
        return Pipeline.lines(in)
                .map(line -> parse(line))
                .named("parse")
                .parallel(8, order -> lookUp(order)) // eight at once, order kept
                .batch(100, Duration.ofMillis(50)) // of 100, or what has come in 50 ms
                .map(names -> names.mkString("\n"))
                .writeLines(out);
    }

    private static Go<Unit> program() {
        return blocking(() -> Files.createTempDirectory("orders")).flatMap(folder -> {
            Path in = folder.resolve("in.txt");
            Path out = folder.resolve("out.txt");
            Go<Unit> body = sequence(
                    blocking(() -> Files.write(in, ids(""))),
                    lookUpAll(in, out),
                    blocking(() -> Files.readAllLines(out))
                            .flatMap(lines -> println(
                                    lines.size(),
                                    "orders looked up,",
                                    lines.equals(ids("order ")) ? "in order" : "in disorder")));
            return body.defer(blocking(() -> {
                Files.deleteIfExists(in);
                Files.deleteIfExists(out);
                Files.delete(folder);
                return Unit.UNIT;
            }));
        });
    }

    private static List<String> ids(String before) {
        return IntStream.range(0, ORDERS).mapToObj(id -> before + id).toList();
    }

    static Sample sample() {
        return Sample.named("look-up")
                .in(Group.FILES)
                .summary("a pipeline: lines are looked up eight at once, their order kept")
                .prints(ORDERS + " orders looked up, in order")
                .runs(() -> program());
    }
}
