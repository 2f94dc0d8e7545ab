package io.gondola.benchmarks;

import io.gondola.commands.Command;
import io.gondola.commands.UsageError;
import io.vavr.collection.HashMap;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.function.Function;

/**
 * What the user asked {@link Compare} for.
 *
 * @param sizes those that are not the usual ones
 * @param unknown what was asked for and does not exist, in sentences: the rest is measured
 */
record CompareOptions(
        List<Workload> workloads,
        List<Peer> peers,
        List<Integer> procs,
        int rounds,
        int passes,
        int warmUpMillis,
        String heap,
        Map<Workload, Integer> sizes,
        List<WarmWith> warmWith,
        boolean publishedOnly,
        boolean quick,
        Path out,
        List<String> unknown) {
    static final Command COMMAND = Command.named(
                    "Compare", "java -cp gondola-benchmarks.jar io.gondola.benchmarks.Compare [OPTION...]")
            .does(
                    "Runs workloads on all peers in turn, each in processes of their own.",
                    "Writes a table (Markdown), a CSV and a chart.")
            .option(
                    "--workloads",
                    "LIST",
                    "some of " + Workload.labels()
                            + "; all by default but for pipelines, pipe-…, and the network, tcp-…")
            .option("--peers", "LIST", "some of " + Peer.labels() + "; all by default")
            .option(
                    "--procs",
                    "LIST",
                    "how many run at once: numbers, or all for as many as there are CPUs; 1,all by default")
            .option("--rounds", "N", "timed rounds in each process, from 1 to 1000; 5 by default")
            .option("--passes", "N", "processes for each figure, from 1 to 100; 2 by default; the peers take turns")
            .option(
                    "--warm-up",
                    "MILLIS",
                    "how long each process runs, three rounds at least, before it is timed; 1500 by default")
            .option("--heap", "SIZE", "the greatest heap of the JVM's peers, as in -Xmx; 4g by default")
            .option("--sizes", "LIST", "sizes other than the usual ones, as in parked=10000,skynet=1000")
            .option(
                    "--warm-with",
                    "LIST",
                    "what runs in each JVM first: itself (only the workload), all (every workload in every "
                            + "shape, as in the JVM of a real program), or both in turn; itself by default")
            .option(
                    "--shapes",
                    "WHICH",
                    "published (one program for each workload) or all, for Gondola; all by default")
            .flag("--quick", "small sizes, few rounds, in about two minutes: shows that it works, not how fast")
            .option("--out", "DIR", "where to write compare.md, compare.csv, ratios-pN.svg; target/compare by default");

    private static final int MAX_PROCS = 1024;

    static CompareOptions parse(String... args) {
        return of(Arguments.parse(COMMAND, args));
    }

    static CompareOptions of(Arguments given) {
        boolean quick = given.has("--quick");
        java.util.List<String> unknown = new ArrayList<>();
        List<Workload> workloads = given.named(
                "--workloads",
                Workload::labelled,
                Workload.usual(),
                label -> unknown.add("unknown workload: " + label + "; there are " + Workload.labels()));
        List<Peer> peers = given.named(
                "--peers",
                Peer::labelled,
                List.of(Peer.values()),
                label -> unknown.add("unknown peer: " + label + "; there are " + Peer.labels()));
        return new CompareOptions(
                workloads,
                peers,
                procs(given),
                given.number("--rounds", 1, 1_000, quick ? 3 : 5),
                given.number("--passes", 1, 100, quick ? 1 : 2),
                given.number("--warm-up", 0, 600_000, quick ? 200 : 1_500),
                heap(given),
                sizes(given),
                given.list("--warm-with").isEmpty()
                        ? List.of(WarmWith.ITSELF)
                        : choice(given, "--warm-with", WarmWith::labelled, "itself, all"),
                shapes(given).equals("published"),
                quick,
                Path.of(given.text("--out").getOrElse("target/compare")),
                List.ofAll(unknown));
    }

    int size(Workload workload) {
        return sizes.getOrElse(workload, quick ? workload.quickSize() : workload.size());
    }

    static List<Integer> procs(Arguments given) {
        java.util.List<Integer> procs = new ArrayList<>();
        for (String text : given.list("--procs").getOrElse(List.of("1", "all"))) {
            procs.add(text.equals("all") ? Environment.cpus() : Arguments.number("--procs", text, 1, MAX_PROCS));
        }
        return List.ofAll(procs).distinct();
    }

    private static <T> List<T> choice(Arguments given, String name, Function<String, Option<T>> find, String there) {
        List<T> chosen = List.empty();
        for (String text : given.list(name).get()) {
            chosen = chosen.append(find.apply(text)
                    .getOrElseThrow(() -> new UsageError(name + " must be some of " + there + ": " + text)));
        }
        return chosen.distinct();
    }

    private static String shapes(Arguments given) {
        String which = given.text("--shapes").getOrElse("all");
        if (!which.equals("all") && !which.equals("published")) {
            throw new UsageError("--shapes must be published or all: " + which);
        }
        return which;
    }

    private static String heap(Arguments given) {
        String heap = given.text("--heap").getOrElse("4g");
        if (!heap.matches("[1-9][0-9]*[kKmMgG]")) {
            throw new UsageError("--heap must be a number followed by k, m or g: " + heap);
        }
        return heap;
    }

    static Map<Workload, Integer> sizes(Arguments given) {
        Map<Workload, Integer> sizes = HashMap.empty();
        for (String item : given.list("--sizes").getOrElse(List.of())) {
            String[] parts = item.split("=", 2);
            Workload workload = Workload.labelled(parts[0])
                    .getOrElseThrow(() -> new UsageError("--sizes: unknown workload: " + parts[0]));
            int size = Arguments.number(
                    "--sizes " + parts[0], parts.length == 2 ? parts[1] : "", 1, Integer.MAX_VALUE - 8);
            if (!workload.accepts(size)) {
                throw new UsageError("--sizes: " + parts[0] + " must be " + workload.sizeRule() + ": " + size);
            }
            sizes = sizes.put(workload, size);
        }
        return sizes;
    }
}
