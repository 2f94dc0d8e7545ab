package io.gondola.benchmarks;

import com.softwaremill.jox.Channel;
import com.softwaremill.jox.Sink;
import com.softwaremill.jox.Source;
import io.gondola.benchmarks.PipelineRow.Entry;
import io.vavr.CheckedRunnable;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The pipelines by hand on jox's channels, where the work is for channels. */
final class JoxPipelines {
    private JoxPipelines() {}

    static long main(PipelineRow row, int n) throws InterruptedException {
        return switch (row) {
            case BUFFER -> buffered(n);
            case UNORDERED_1, UNORDERED_100 -> workers(row, n);
            case MERGE -> merged(n);
            case FILE -> byKey(n);
            default -> throw new IllegalArgumentException("jox has no program for " + row.label());
        };
    }

    private static long buffered(int n) throws InterruptedException {
        Channel<Integer> c = Channel.newBufferedChannel(PipelineRow.CAPACITY);
        launch(() -> {
            for (int i = 0; i < n; i++) {
                int x = PipelineRow.plusOne(i);
                if (PipelineRow.isEven(x)) {
                    c.send(x);
                }
            }
            c.done();
        });
        long sum = 0;
        while (c.receiveOrClosed() instanceof Integer x) {
            sum = PipelineRow.add(sum, PipelineRow.timesThree(x));
        }
        return sum;
    }

    private static long workers(PipelineRow row, int n) throws InterruptedException {
        Channel<Integer> jobs = Channel.newRendezvousChannel();
        Channel<Integer> results = Channel.newRendezvousChannel();
        launch(() -> {
            produce(0, n, jobs);
            jobs.done();
        });
        CountDownLatch ended = new CountDownLatch(PipelineRow.WORKERS);
        for (int i = 0; i < PipelineRow.WORKERS; i++) {
            launch(() -> {
                while (jobs.receiveOrClosed() instanceof Integer x) {
                    results.send(row.work(x));
                }
                ended.countDown();
            });
        }
        doneAfter(ended, results);
        return sumOf(results);
    }

    private static long merged(int n) throws InterruptedException {
        Channel<Integer> results = Channel.newRendezvousChannel();
        CountDownLatch ended = new CountDownLatch(PipelineRow.WORKERS);
        int each = n / PipelineRow.WORKERS;
        for (int i = 0; i < PipelineRow.WORKERS; i++) {
            int from = each * i;
            launch(() -> {
                produce(from, from + each, results);
                ended.countDown();
            });
        }
        doneAfter(ended, results);
        return sumOf(results);
    }

    /** A channel for each worker, which has the same keys always. */
    private static long byKey(int n) throws InterruptedException {
        Channel<Integer> results = Channel.newRendezvousChannel();
        CountDownLatch ended = new CountDownLatch(PipelineRow.WORKERS);
        List<Channel<Entry>> byKey = new ArrayList<>();
        for (int i = 0; i < PipelineRow.WORKERS; i++) {
            Channel<Entry> entries = Channel.newRendezvousChannel();
            byKey.add(entries);
            launch(() -> {
                while (entries.receiveOrClosed() instanceof Entry e) {
                    results.send(e.value());
                }
                ended.countDown();
            });
        }
        launch(() -> {
            try (BufferedReader lines = Files.newBufferedReader(PipelineRow.file(n))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    Entry e = Entry.parse(line);
                    byKey.get(e.key() % PipelineRow.WORKERS).send(e);
                }
            }
            for (Channel<Entry> entries : byKey) {
                entries.done();
            }
        });
        doneAfter(ended, results);
        return sumOf(results);
    }

    private static void doneAfter(CountDownLatch ended, Sink<Integer> results) {
        launch(() -> {
            ended.await();
            results.done();
        });
    }

    private static void produce(int from, int to, Sink<Integer> out) throws InterruptedException {
        for (int i = from; i < to; i++) {
            out.send(i);
        }
    }

    private static long sumOf(Source<Integer> channel) throws InterruptedException {
        long sum = 0;
        while (channel.receiveOrClosed() instanceof Integer x) {
            sum = PipelineRow.add(sum, x);
        }
        return sum;
    }

    private static void launch(CheckedRunnable body) {
        VirtualThreads.start(body.unchecked());
    }
}
