package io.gondola.samples.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Starts processes, kills one, starts another, and checks what they have counted. */
final class Runner {
    private static final int PARTITIONS = 6;
    private static final Duration AT_MOST = Duration.ofMinutes(2);
    private static final long STOP_SECONDS = 20;

    private final Broker broker;
    private final Mode mode;
    private final List<String> lines;
    private final PrintStream out;
    private final Chart chart = new Chart(PARTITIONS);
    private final Map<String, Process> workers = new LinkedHashMap<>();
    private final List<Thread> readers = new ArrayList<>();

    Runner(Broker broker, Mode mode, int lines, PrintStream out) {
        this.broker = broker;
        this.mode = mode;
        this.lines = Text.lines(lines);
        this.out = out;
    }

    Chart chart() {
        return chart;
    }

    /** Returns whether the counts are right. */
    boolean run() throws Exception {
        broker.createTopic(Worker.LINES, PARTITIONS);
        broker.createTopic(Worker.WORDS, PARTITIONS);
        int third = lines.size() / 3;
        try (Counts counts = new Counts(broker.servers(), PARTITIONS)) {
            send(0, third);
            start("A");
            start("B");
            start("C");
            await(counts, () -> chart.hasHad("A", "B", "C"));
            send(third, 2 * third);
            await(counts, () -> counts.lines() >= third + third / 4);
            kill("B");
            start("D");
            await(counts, () -> chart.hasHad("D"));
            send(2 * third, lines.size());
            await(counts, () -> counts.lines() == lines.size());
            stop();
            counts.readAll();
            out.print(chart.draw());
            return check(counts);
        } finally {
            workers.values().forEach(Process::destroyForcibly);
        }
    }

    private void send(int from, int to) {
        // The topic was just made. A first batch that is refused, since its partition has no leader yet, is out of
        // order for ever if those behind it are taken. So one goes after the other.
        Map<String, Object> properties =
                Map.of("bootstrap.servers", broker.servers(), "max.in.flight.requests.per.connection", 1);
        try (KafkaProducer<String, String> p =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            for (int i = from; i < to; i++) {
                var unused = p.send(new ProducerRecord<>(Worker.LINES, i % PARTITIONS, null, lines.get(i)));
            }
            p.flush();
        }
    }

    private void await(Counts counts, BooleanSupplier condition) throws IOException {
        long end = System.nanoTime() + AT_MOST.toNanos();
        while (!condition.getAsBoolean()) {
            int unused = counts.read();
            for (Map.Entry<String, Process> w : workers.entrySet()) {
                if (!w.getValue().isAlive()) {
                    throw new IOException("worker " + w.getKey() + " has ended: "
                            + w.getValue().exitValue());
                }
            }
            if (System.nanoTime() > end) {
                throw new IOException(
                        "only " + counts.lines() + " lines have come within " + AT_MOST + "\n" + chart.draw());
            }
        }
    }

    private void start(String name) throws IOException {
        chart.joined(name);
        Process p = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "worker",
                        broker.servers(),
                        name,
                        mode.text())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        workers.put(name, p);
        Thread reader = new Thread(() -> listen(name, p), "output of " + name);
        reader.setDaemon(true);
        reader.start();
        readers.add(reader);
    }

    private void listen(String name, Process p) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(p.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Assigned.partitions(line).forEach(partitions -> chart.assigned(name, partitions));
            }
        } catch (IOException e) {
            if (p.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** As {@code kill -9} does: the process can do nothing about it. */
    private void kill(String name) throws InterruptedException {
        Process p = Objects.requireNonNull(workers.remove(name), name);
        int unused = p.destroyForcibly().waitFor();
        chart.ended(name, "is killed");
    }

    private void stop() throws IOException, InterruptedException {
        for (Process p : workers.values()) {
            p.getOutputStream().close();
        }
        for (Map.Entry<String, Process> w : workers.entrySet()) {
            if (!w.getValue().waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("worker " + w.getKey() + " does not end");
            }
            if (w.getValue().exitValue() != 0) {
                throw new IOException(
                        "worker " + w.getKey() + " has failed: " + w.getValue().exitValue());
            }
        }
    }

    private boolean check(Counts counts) {
        Map<String, Long> expected = new TreeMap<>();
        for (String line : lines) {
            Text.countsOf(line).forEach(t -> expected.merge(t._1, t._2, Long::sum));
        }
        long more = 0;
        boolean right =
                counts.lines() == lines.size() && counts.byWord().keySet().equals(expected.keySet());
        for (Map.Entry<String, Long> e : expected.entrySet()) {
            long found = counts.byWord().getOrDefault(e.getKey(), 0L);
            right &= mode == Mode.EXACTLY_ONCE ? found == e.getValue() : found >= e.getValue();
            more += found - e.getValue();
        }
        out.printf(
                "%s: %d lines of %d, %d words too many: %s%n",
                mode.text(), counts.lines(), lines.size(), more, right ? "right" : "WRONG");
        return right;
    }
}
