package io.gondola.dsl.engine;

import io.gondola.dsl.engine.MeterCounter.Reading;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Counts what passes one place of one run. One goroutine writes it, any thread reads it. */
public final class MeterCell {
    /*
     * The goroutine writes fields in release mode and reads its own plainly, for it is their only writer; when it moves
     * to another thread the scheduler orders its steps. A reader sees each field as it was at some moment, of several
     * fields perhaps of different moments: good enough for a display, and exact once the goroutine has ended or waits.
     *
     * `turn` is the time of the latest change between the two waits, doubled, plus one while it is that for input. So
     * both are read at once; the difference of two times survives the doubling.
     */
    private static final long WAITS_FOR_INPUT = 1;

    private static final VarHandle ELEMENTS = field("elements");
    private static final VarHandle INPUT = field("inputNanos");
    private static final VarHandle OUTPUT = field("outputNanos");
    private static final VarHandle FIRST = field("first");
    private static final VarHandle LAST = field("last");
    private static final VarHandle TURN = field("turn");

    private final MeterCounter counter;
    private final long expected;

    /** Null where elements are counted. */
    private final MeterCounter.@Nullable Progress progress;

    private long elements;
    private long inputNanos;
    private long outputNanos;

    @SuppressWarnings("unused") // through FIRST
    private long first = Long.MAX_VALUE;

    @SuppressWarnings("unused") // through LAST
    private long last = Long.MIN_VALUE;

    private long turn;
    private volatile boolean begun;

    MeterCell(MeterCounter counter, long expected, MeterCounter.@Nullable Progress progress) {
        this.counter = counter;
        this.expected = expected;
        this.progress = progress;
    }

    /** An element is wanted from {@code now} on. */
    public void asked(long now) {
        if (begun) {
            long waited = since(now, turn);
            TURN.setRelease(this, 2 * now + WAITS_FOR_INPUT);
            OUTPUT.setRelease(this, outputNanos + waited);
        } else {
            turn = 2 * now + WAITS_FOR_INPUT;
            begun = true;
        }
    }

    /** An element, or the end, has come at {@code now}; without effect if none was asked for. */
    public void came(long now) {
        if (isForInput(turn)) {
            long waited = since(now, turn);
            TURN.setRelease(this, 2 * now);
            INPUT.setRelease(this, inputNanos + waited);
        }
    }

    /** What has come is an element. */
    public void passed() {
        long now = turn >> 1;
        if (elements == 0) {
            FIRST.setRelease(this, now);
        }
        LAST.setRelease(this, now);
        ELEMENTS.setRelease(this, elements + 1);
    }

    /** No more elements pass here. */
    public void close() {
        counter.close(this);
    }

    Reading read(long now) {
        long input = (long) INPUT.getAcquire(this);
        long output = (long) OUTPUT.getAcquire(this);
        if (begun && now != MeterCounter.UNKNOWN) {
            long t = (long) TURN.getAcquire(this);
            long waiting = Math.max(0, since(now, t));
            input += isForInput(t) ? waiting : 0;
            output += isForInput(t) ? 0 : waiting;
        }
        long passed = (long) ELEMENTS.getAcquire(this);
        return new Reading(
                passed,
                progress == null ? passed : progress.done(),
                progress == null ? expected : progress.all(),
                input,
                output,
                (long) FIRST.getAcquire(this),
                (long) LAST.getAcquire(this),
                1);
    }

    private static boolean isForInput(long turn) {
        return (turn & WAITS_FOR_INPUT) == WAITS_FOR_INPUT;
    }

    private static long since(long now, long turn) {
        return (2 * now - (turn & ~WAITS_FOR_INPUT)) >> 1;
    }

    private static VarHandle field(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(MeterCell.class, name, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
