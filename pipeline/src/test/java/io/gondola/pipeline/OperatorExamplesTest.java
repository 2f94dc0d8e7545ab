package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.time.Time;
import io.vavr.Tuple;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in the Javadoc of the operators and in docs/pipelines.md, which are copied from here. */
@SuppressWarnings("NullAway") // failures have messages
class OperatorExamplesTest {
    private static final Instant BEGIN = Instant.parse("2000-01-01T00:00:00Z");
    private static final int EXAMPLES = 84;

    private final List<Integer> seen = new ArrayList<>();
    private final List<Ending> endings = new ArrayList<>();
    private final Channel<Integer> audit = Channel.buffered(100);
    private final Channel<Integer> jobs = Channel.buffered(3);
    private final AtomicInteger tries = new AtomicInteger();
    private final Go<String> flaky = Go.call(() -> {
        if (tries.incrementAndGet() < 3) {
            throw new IOException("unreachable");
        }
        return "reached";
    });
    private final Flow.Publisher<Integer> publisher = subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
        @Override
        public void request(long n) {
            for (int x : new int[] {1, 2, 3}) {
                subscriber.onNext(x);
            }
            subscriber.onComplete();
        }

        @Override
        public void cancel() {
            // it has sent all
        }
    });

    @TempDir
    private Path folder;

    @TempDir
    private Path other;

    private Path file;
    private Path out;
    private Path log;

    @BeforeEach
    void fill() throws IOException {
        for (int x : new int[] {1, 2, 3}) {
            assertThat(jobs.blocking().trySend(x)).isTrue();
        }
        jobs.blocking().close();
        Files.writeString(folder.resolve("a.txt"), "");
        Files.writeString(folder.resolve("b.txt"), "");
        file = Files.writeString(other.resolve("in.txt"), "first\nsecond\n");
        out = other.resolve("out.txt");
        log = other.resolve("log.txt");
    }

    private static Duration ms(long n) {
        return Duration.ofMillis(n);
    }

    /** Emits i after the i-th pause, in milliseconds. */
    private static Pipeline<Integer> after(int... pauses) {
        return Pipeline.range(0, pauses.length)
                .mapGo(i -> Go.sleep(ms(pauses[i])).as(i));
    }

    private static void yields(Go<?> program, String what) {
        try (GoRuntime rt = GoRuntime.deterministic(5)) {
            assertThat(String.valueOf((Object) rt.run(program))).isEqualTo(what);
        }
    }

    private static void shows(Pipeline<?> p, String what) {
        yields(p.toList().map(xs -> xs.mkString(" ")), what);
    }

    /** Each element with the milliseconds of virtual time at which it comes. */
    private static void timed(Pipeline<?> p, String what) {
        shows(p.mapGo(x -> Time.now().map(now -> Duration.between(BEGIN, now).toMillis() + ":" + x)), what);
    }

    /** With a context that ends after 50 ms. */
    private static void inContext(Function<Context, Pipeline<?>> p, String what) {
        Go<Seq<String>> program = Context.background()
                .withTimeout(ms(50))
                .flatMap(ctx -> p.apply(ctx)
                        .mapGo(x -> Time.now()
                                .map(now -> Duration.between(BEGIN, now).toMillis() + ":" + x))
                        .toList());
        yields(program.map(xs -> xs.mkString(" ")), what);
    }

    @Test
    void sourcesDoWhatTheirExamplesSay() {
        shows(Pipeline.of(1, 2, 3), "1 2 3");
        shows(Pipeline.from(List.of(1, 2, 3)), "1 2 3");
        shows(Pipeline.from(jobs), "1 2 3");
        shows(Pipeline.from(Stream.of("a", "b")), "a b");
        shows(Pipeline.from(publisher), "1 2 3");
        shows(Pipeline.range(1, 4), "1 2 3");
        shows(Pipeline.iterate(1, x -> 2 * x).take(4), "1 2 4 8");
        shows(Pipeline.unfold(2, n -> n == 0 ? Option.none() : Option.some(Tuple.of("n" + n, n - 1))), "n2 n1");
        shows(Pipeline.repeat(Go.pure("tick")).take(2), "tick tick");
        timed(Pipeline.tick(ms(10)).map(t -> "tick").take(2), "10:tick 20:tick");
        shows(Pipeline.emit(out -> out.send(1).then(out.send(2))), "1 2");
        shows(Pipeline.lines(file), "first second");
        shows(Pipeline.files(folder).map(f -> f.getFileName()), "a.txt b.txt");
        shows(Pipeline.empty(), "");
        shows(Pipeline.failed(new IOException("no")).recover(e -> Pipeline.of(e.getMessage())), "no");
        shows(Pipeline.concat(Pipeline.of(1, 2), Pipeline.of(3)), "1 2 3");
        shows(Pipeline.using(Go.pure("r"), r -> Pipeline.of(r + 1, r + 2), r -> Go.unit()), "r1 r2");
        shows(Pipeline.usingCase(Go.pure("r"), r -> Pipeline.of(r), (r, how) -> Go.run(() -> endings.add(how))), "r");
        shows(
                Pipeline.usingAftermath(
                        Go.pure("r"), r -> Pipeline.of(r), (r, after) -> Go.run(() -> endings.add(after.ending()))),
                "r");
        shows(Pipeline.operator("twice", "(2)", Pipeline.of(1), Pipeline.of(1).map(x -> 2 * x)), "2");
    }

    @Test
    void stagesDoWhatTheirExamplesSay() {
        shows(Pipeline.of(1, 2, 3).map(x -> 10 * x), "10 20 30");
        timed(Pipeline.of(1, 2).mapGo(x -> Go.sleep(ms(5)).as(-x)), "5:-1 10:-2");
        shows(
                Pipeline.of("1", "x", "2")
                        .mapOption(s -> Try.of(() -> Integer.parseInt(s)).toOption()),
                "1 2");
        shows(Pipeline.of(1, 2).peek(x -> seen.add(x)), "1 2");
        shows(Pipeline.of(1, 2).peekGo(x -> audit.send(x)), "1 2");
        shows(Pipeline.of(1, 2, 3, 4).filter(x -> x % 2 == 0), "2 4");
        shows(Pipeline.of(1, 2, 3).scan(0, Integer::sum), "1 3 6");
        shows(Pipeline.of("a", "b").zipWithIndex(), "(a, 0) (b, 1)");
        shows(Pipeline.of(1, 2, 3).take(2), "1 2");
        shows(Pipeline.of(1, 2, 3).drop(2), "3");
        shows(Pipeline.of(1, 2, 3, 1).takeWhile(x -> x < 3), "1 2");
        shows(Pipeline.of(1, 2, 3, 1).dropWhile(x -> x < 3), "3 1");
        shows(Pipeline.of(1, 2, 1, 3, 2).distinct(), "1 2 3");
        shows(Pipeline.of(1, 1, 2, 2, 1).changes(), "1 2 1");
        shows(Pipeline.of("a", "b", "c").intersperse("-"), "a - b - c");
        shows(Pipeline.of(1, 2).flatMap(x -> Pipeline.of(x, 10 * x)), "1 10 2 20");
        shows(Pipeline.of("ab", "c").flatMapIterable(s -> List.of(s.split(""))), "a b c");
    }

    @Test
    void boundariesDoWhatTheirExamplesSay() {
        timed(
                Pipeline.of(30, 10).flatMapParallel(2, x -> Pipeline.of(x, -x).delay(ms(x))),
                "10:10 20:-10 30:30 60:-30");
        timed(Pipeline.of(30, 10, 20).parallel(2, x -> Go.sleep(ms(x)).as(x)), "30:30 30:10 50:20");
        timed(Pipeline.of(30, 10, 15).parallelUnordered(2, x -> Go.sleep(ms(x)).as(x)), "10:10 25:15 30:30");
        timed(
                Pipeline.of(11, 12, 25)
                        .parallelByKey(3, x -> x / 10, x -> Go.sleep(ms(x)).as(x)),
                "11:11 23:12 25:25");
        shows(Pipeline.of(1, 2, 3).buffer(2), "1 2 3");
        timed(after(0, 1, 1, 1).buffer(1, Overflow.DROP_OLDEST).delay(ms(10)), "10:0 20:3");
        timed(after(0, 1, 1, 1).conflate(x -> "" + x, (s, x) -> s + x).delay(ms(10)), "10:0 20:123");
        timed(after(10, 20).map(x -> "a" + x).merge(after(20, 20).map(x -> "b" + x)), "10:a0 20:b0 30:a1 40:b1");
        shows(Pipeline.of(1, 4, 5).mergeSorted(Integer::compare, Pipeline.of(2, 3, 6)), "1 2 3 4 5 6");
        shows(Pipeline.of(1, 2, 3).interleave(Pipeline.of(-1)), "1 -1 2 3");
        shows(Pipeline.of(1, 2, 3).zip(Pipeline.of("a", "b"), (x, s) -> x + s), "1a 2b");
        timed(after(10, 20).zipLatest(after(20, 20).map(x -> "b" + x), (x, s) -> x + s), "20:0b0 30:1b0 40:1b1");
        shows(Pipeline.of(1).filter(x -> x > 1).orElse(Pipeline.of(0)), "0");
        shows(Pipeline.of(1, 2).broadcast(2).reduce((a, b) -> a.zip(b, Integer::sum)), "2 4");
        yields(Pipeline.of(1, 2, 3).balance(2).reduce((a, b) -> a.merge(b)).count(), "3");
        shows(
                Pipeline.of(1, 2, 3)
                        .partition(x -> x > 1)
                        .apply((great, small) -> great.zip(small, (g, s) -> g + ">" + s)),
                "2>1");
    }

    @Test
    void groupsAndTimeDoWhatTheirExamplesSay() {
        shows(Pipeline.of(1, 2, 3).batch(2), "Array(1, 2) Array(3)");
        timed(after(0, 10, 10, 60).batch(3, ms(50)), "20:Array(0, 1, 2) 80:Array(3)");
        shows(Pipeline.of(3, 3, 9, 1).batchWeighted(6, x -> (long) x, ms(50)), "Array(3, 3) Array(9) Array(1)");
        shows(Pipeline.of(1, 2, 3).window(2), "Array(1, 2) Array(2, 3)");
        shows(Pipeline.of(1, 2, 3, 4, 5).window(2, 3), "Array(1, 2) Array(4, 5)");
        shows(Pipeline.of(1, 2, 5, 6).splitWhen(x -> x % 5 == 0), "Array(1, 2) Array(5, 6)");
        timed(Pipeline.of(1, 2, 3, 4).throttle(2, ms(100)), "0:1 0:2 50:3 100:4");
        timed(Pipeline.of(1, 2).delay(ms(10)), "10:1 20:2");
        timed(after(0, 10, 100, 10).debounce(ms(50)), "60:1 120:3");
        timed(after(10, 10, 100, 10).sample(ms(50)), "50:1 130:3");
        timed(after(10, 60).timeout(ms(50)).recover(e -> Pipeline.of(-1)), "10:0 60:-1");
    }

    @Test
    void failureAndEndDoWhatTheirExamplesSay() {
        shows(Pipeline.of("1", "x", "3").map(Integer::parseInt).attempt().map(Try::isSuccess), "true false true");
        shows(Pipeline.of("1", "x", "3").map(Integer::parseInt).recover(e -> Pipeline.of(-1)), "1 -1");
        timed(Pipeline.repeat(flaky).take(1).retry(Retry.times(3).backoff(ms(10), ms(20))), "30:reached");
        shows(Pipeline.of(1, 2).onEnd(Go.run(() -> seen.add(0))), "1 2");
        shows(Pipeline.of(1, 2).meter("orders"), "1 2");
        shows(Pipeline.of(1, 2).map(x -> 2 * x).named("double"), "2 4");
        inContext(ctx -> after(10, 20, 30).within(ctx).recover(e -> Pipeline.of(-1)), "10:0 30:1 50:-1");
    }

    @Test
    void endsDoWhatTheirExamplesSay() {
        yields(Pipeline.of(1, 2).forEach(x -> audit.send(x)), "UNIT");
        yields(Pipeline.of(1, 2).peek(x -> seen.add(x)).drain(), "UNIT");
        yields(Pipeline.of(1, 2, 3).fold(0, Integer::sum), "6");
        yields(Pipeline.of("a", "b").collect(Collectors.joining("+")), "a+b");
        yields(Pipeline.of(1, 2).toList(), "Vector(1, 2)");
        yields(Pipeline.of(1, 2).count(), "2");
        yields(Pipeline.of(1, 2).first(), "Some(1)");
        yields(Pipeline.of(1, 2).last(), "Some(2)");
        yields(Pipeline.of(1, 2).sendTo(audit), "UNIT");
        yields(Pipeline.of(1, 1, 2).through(p -> p.changes().count()), "2");
        yields(Pipeline.of(1, 2).writeLines(out).then(Pipeline.lines(out).count()), "2");
        yields(Pipeline.of(1, 2).appendLines(log).then(Pipeline.lines(log).count()), "2");
        yields(Pipeline.of(1, 2).toChannel().flatMap(c -> c.receive()), "1");
    }

    private static Path top() {
        return Files.exists(Path.of("docs")) ? Path.of("") : Path.of("..");
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }

    /** All are shown, and nothing else: what is copied is taken from this file. */
    @Test
    void theDocumentationShowsTheseExamples() throws IOException {
        Path module = top().resolve("pipeline/src");
        String here = Files.readString(module.resolve("test/java/io/gondola/pipeline/OperatorExamplesTest.java"));
        String docs = withoutSpace(Files.readString(top().resolve("docs/pipelines.md")));
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.list(module.resolve("main/java/io/gondola/pipeline"))) {
            for (Path f : files.toList()) {
                sources.append(Files.readString(f).replaceAll("\n +\\* ", "\n"));
            }
        }
        String javadoc = withoutSpace(sources.toString());
        Matcher m = Pattern.compile("(?s)        (?:shows|yields|timed|inContext)\\(\\s*(?:ctx ->"
                        + " )?(Pipeline\\.|after\\()(.*?),\\s*\"([^\"]*)\"\\);\n")
                .matcher(here);
        int n = 0;
        while (m.find()) {
            String code = withoutSpace(m.group(1) + m.group(2));
            String what = withoutSpace(m.group(3));
            assertThat(docs.contains("|`" + code + "`|" + (what.isEmpty() ? "" : "`" + what + "`") + "|"))
                    .as("docs/pipelines.md shows %s", code)
                    .isTrue();
            assertThat(javadoc.contains("{@code" + code + (what.isEmpty() ? "}" : "//" + what + "}")))
                    .as("the Javadoc shows %s", code)
                    .isTrue();
            n++;
        }
        assertThat(n).isEqualTo(EXAMPLES);
    }
}
