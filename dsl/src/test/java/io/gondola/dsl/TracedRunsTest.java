package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stretches of running in a page, and how they follow each other. */
class TracedRunsTest {
    private static final String PROPERTY = "gondola.trace.memory";
    private static final String MEBIBYTES_FOR_ALL = "256";
    private static final int TRIPS = 150_000;
    private static final int COLUMNS = 9;

    @TempDir
    private Path folder;

    /** From when to when it ran, and for how long it could have run before; less than 0 if that is not known. */
    private record Stretch(long start, long end, long waited, long goroutine, long lane) {}

    private List<Stretch> traced(int processors, Go<?> program) throws Exception {
        Path page = folder.resolve("trace.html");
        System.setProperty(PROPERTY, MEBIBYTES_FOR_ALL);
        try (GoRuntime rt = GoRuntime.builder().maxProcs(processors).build();
                AutoCloseable trace = rt.trace(page)) {
            assertThat(trace).isNotNull();
            rt.run(program);
        } finally {
            System.clearProperty(PROPERTY);
        }
        String text = Files.readString(page);
        assertThat(text).contains("No event was dropped.");
        String from = "id=\"rows-data\">";
        int begin = text.indexOf(from) + from.length();
        return stretches(Base64.getMimeDecoder().decode(text.substring(begin, text.indexOf("</script>", begin))));
    }

    private static List<Stretch> stretches(byte[] packed) {
        List<Stretch> all = new ArrayList<>();
        int[] at = {0};
        long n = number(packed, at);
        long time = 0;
        for (long i = 0; i < n; i++) {
            long[] row = new long[COLUMNS];
            for (int k = 0; k < COLUMNS; k++) {
                row[k] = number(packed, at);
            }
            time += row[0];
            all.add(new Stretch(time, time + row[1], row[2] - 1, row[3], row[4]));
        }
        return all;
    }

    private static long number(byte[] packed, int[] at) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = packed[at[0]++];
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    private static Go<Unit> handOvers(AtomicBoolean over) {
        return Go.suspend(() -> {
            Channel<Integer> ping = Channel.unbuffered();
            Channel<Integer> pong = Channel.unbuffered();
            return Go.go(Go.forRange(0, TRIPS, i -> ping.receive().flatMap(pong::send)))
                    .then(Go.forRange(0, TRIPS, i -> ping.send(i).then(pong.receive())))
                    .then(Go.run(() -> over.set(true)));
        });
    }

    /**
     * Hunts a stretch of running that begins when the one before it ended, while the goroutine was readied later, by
     * another thread: then it seems to run before it can.
     */
    @Test
    void nobodyRunsBeforeItWasReadied() throws Exception {
        ExecutorService outside = Executors.newSingleThreadExecutor();
        AtomicBoolean over = new AtomicBoolean();
        Go<Integer> ask = Go.async(callback -> outside.execute(() -> callback.succeed(1)));
        List<Stretch> all;
        try {
            all = traced(1, Go.go(Go.forWhile(() -> !over.get(), ask)).then(handOvers(over)));
        } finally {
            outside.shutdown();
            assertThat(outside.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(all).hasSizeGreaterThan(TRIPS);
        assertThat(all).allMatch(s -> s.waited() >= 0, "it is known since when it could run");
    }

    /** Both share a look at the clock, which is most of what an event costs. */
    @Test
    void theGoroutineReadiedLastBeginsWhenTheOtherOneStops() throws Exception {
        List<Stretch> all = traced(1, handOvers(new AtomicBoolean()));

        int atOnce = 0;
        for (int i = 1; i < all.size(); i++) {
            assertThat(all.get(i).start())
                    .as("the processor runs one at a time")
                    .isGreaterThanOrEqualTo(all.get(i - 1).end());
            atOnce += all.get(i).start() == all.get(i - 1).end() ? 1 : 0;
        }
        assertThat(atOnce).isGreaterThan(all.size() / 2);
    }

    /** Hunts a stretch that begins when the thread began to block, since its own is the event before. */
    @Test
    void blockingCodeIsNoRunning() throws Exception {
        long pause = TimeUnit.MILLISECONDS.toNanos(1);
        Go<Unit> block = Go.blocking(() -> {
                    TimeUnit.NANOSECONDS.sleep(pause);
                    return 0;
                })
                .then(Go.unit());
        List<Stretch> all = traced(2, Go.forRange(0, 20, i -> block).then(handOvers(new AtomicBoolean())));

        List<Stretch> main =
                all.stream().filter(s -> s.goroutine() == 0).limit(21).toList();
        for (int i = 1; i < main.size(); i++) {
            assertThat(main.get(i).start() - main.get(i - 1).end()).isGreaterThanOrEqualTo(pause);
        }
    }
}
