package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.vavr.collection.Seq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes a pipeline of up to eight random operators, and beside it what it must yield, computed on lists.
 *
 * <p>A failing operator may be among them: from where it fails, elements are missing in the expected list, and the
 * failure is expected; or it is handled below. Slow programs sleep, or let others run. Where the result depends on
 * time, the operator is followed by one that keeps only what does not: {@code sample} by the last element,
 * {@code conflate} by what was merged.
 */
final class RandomPipelines {
    /** What a stage throws. */
    static final class Boom extends RuntimeException {
        private static final long serialVersionUID = 1;
        final int element;

        Boom(int element) {
            super("boom at " + element, null, false, false);
            this.element = element;
        }
    }

    /** A law that holds at the end of a run, whatever ended it. */
    interface Law {
        void check();
    }

    final List<String> operators = new ArrayList<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    /** How many cleanups there are, and how many have run. */
    int ends;

    final AtomicInteger ended = new AtomicInteger();

    /** How many elements came out of the source, less those that came out at the end; the greatest number ever. */
    final AtomicInteger inFlight = new AtomicInteger();

    final AtomicInteger mostInFlight = new AtomicInteger();

    final List<Law> laws = new ArrayList<>();
    final Random random;

    /** Whether operators may be used that fail after a long time. */
    final boolean timeouts;

    Pipeline<Integer> pipeline;
    List<Integer> expected = new ArrayList<>();

    /** Whether the order of the elements is that of the list. */
    boolean ordered = true;

    /** What a stage that nothing handles fails with; null if none does. */
    @Nullable
    Integer failsAt;

    /** Whether what is above some operator runs several times. */
    boolean repeated;

    /** Upper bound of the elements between source and sink; 0 if an operator changes the number of elements. */
    int bound = 1;

    RandomPipelines(long seed) {
        this(seed, true);
    }

    /**
     * Without {@code timeouts} for the explorer, which may let any time pass before a goroutine that could go on does.
     */
    RandomPipelines(long seed, boolean timeouts) {
        this(seed, timeouts, null);
    }

    /** Of the one operator {@code only}, if that is not null. */
    RandomPipelines(long seed, boolean timeouts, @Nullable RandomOperator only) {
        this.timeouts = timeouts;
        random = new Random(seed);
        int n = only == null ? random.nextInt(9) : 1 + random.nextInt(4);
        pipeline = RandomSources.source(this, "source", n, x -> x);
        for (int x = 0; x < n; x++) {
            expected.add(x);
        }
        Pipeline<Integer> counted = pipeline;
        pipeline = counted.peek(x -> mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max));
        int operatorCount = only == null ? random.nextInt(9) : 1;
        for (int i = 0; i < operatorCount && failsAt == null; i++) {
            RandomOperator[] all = RandomOperator.values();
            RandomOperator next = only != null ? only : all[random.nextInt(all.length)];
            next.add(this, 1 + random.nextInt(3));
        }
        pipeline = pipeline.peek(x -> inFlight.decrementAndGet());
    }

    Go<?> slow() {
        return switch (random.nextInt(3)) {
            case 0 -> Go.gosched();
            case 1 -> Go.sleep(Duration.ofMillis(random.nextInt(5)));
            default -> Go.unit();
        };
    }

    /** What an operator makes of the pipeline. */
    void is(String name, Pipeline<Integer> next, List<Integer> elements) {
        operators.add(name);
        pipeline = next;
        expected = elements;
    }

    /** As {@link #is}, where elements are added or left out. */
    void resized(String name, Pipeline<Integer> next, List<Integer> elements) {
        bound = 0;
        is(name, next, elements);
    }

    /** As {@link #is}, where up to {@code more} elements are held. */
    void holding(int more, String name, Pipeline<Integer> next, List<Integer> elements) {
        bound += bound == 0 ? 0 : more;
        is(name, next, elements);
    }

    /** The last one of a list, or none. */
    static List<Integer> lastOf(List<Integer> xs) {
        return xs.isEmpty() ? List.of() : List.of(xs.get(xs.size() - 1));
    }

    /** The last element, by operators that look at all of them. */
    static Pipeline<Integer> lastOf(Pipeline<Integer> p) {
        return p.batch(Integer.MAX_VALUE).map(Seq::last);
    }

    /** {@code p}, and a list in which its elements are noted as they pass. */
    Pipeline<Integer> noting(Pipeline<Integer> p, List<Integer> notes) {
        return p.peek(notes::add);
    }

    static List<Integer> notes() {
        return Collections.synchronizedList(new ArrayList<>());
    }

    @Override
    public String toString() {
        return operators + "\n" + pipeline.explain();
    }
}
