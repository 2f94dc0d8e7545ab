package io.gondola.benchmarks;

import io.vavr.collection.List;
import io.vavr.control.Option;

/** How a cost grows with something, {@code x}. */
enum Curve {
    SPAWN("spawn", "spawn and join", Axis.GOROUTINES, 300),
    HOP("hop", "a hop in a ring of as many", Axis.GOROUTINES, 600),
    YIELD("yield", "a yield among as many", Axis.GOROUTINES, 250),
    SELECT_READY("select-ready", "select, a producer at each channel", Axis.CASES, 0),
    SELECT_WAIT("select-wait", "select, one producer for all", Axis.CASES, 0),
    CLOSE("close", "close, for each receiver", Axis.WAITERS, 300),
    CANCEL("cancel", "cancel, for each select", Axis.WAITERS, 900),
    HOT("hot", "an element, 64 producers and consumers", Axis.PROCESSORS, 0),
    RUN_SLEEPERS("run-sleepers", "run a program beside sleepers", Axis.GOROUTINES, 300),
    RUN_PARKED("run-parked", "run a program beside parked goroutines", Axis.GOROUTINES, 300),
    RUN_TICKERS("run-tickers", "run a program beside 1 ms tickers that nobody hears", Axis.TICKERS, 600),
    RUN_PROGRAMS("run-programs", "run a program beside programs that wait", Axis.PROGRAMS, 1_500),
    CONTEXT_CHAIN("context-chain", "withCancel, each below the one before", Axis.LEVELS, 600),
    CONTEXT_ERR("context-err", "err of the lowest of a chain of contexts", Axis.LEVELS, 600),
    SCOPES("scopes", "a scope in a scope, each with a defer", Axis.LEVELS, 900),
    DEFERS("defers", "a defer of one scope", Axis.UNWOUND, 300),
    RECOVERS("recovers", "recover and panic again, one around the other", Axis.UNWOUND, 900),
    PANICS("panics", "a defer that panics, of one scope", Axis.UNWOUND, 1_200),
    TIMERS("timers", "start and stop a timer beside timers", Axis.TIMERS, 300),
    FUTURES("futures", "a wait for one future, given up with its context", Axis.GIVEN_UP, 300),
    ENDED_WAITERS("ended-waiters", "a program that ends while a goroutine waits", Axis.GIVEN_UP, 300),
    ENDED_CONTEXTS("ended-contexts", "a program that leaves a context uncancelled", Axis.GIVEN_UP, 600);

    private final String label;
    private final String title;
    private final Axis axis;
    private final int roughBytes;

    /** What {@code x} counts. */
    enum Axis {
        GOROUTINES("goroutines"),
        CASES("cases of a select"),
        WAITERS("waiters on one channel"),
        PROCESSORS("P"),
        TICKERS("tickers"),
        PROGRAMS("programs"),
        LEVELS("levels"),
        UNWOUND("frames left"),
        TIMERS("timers"),
        GIVEN_UP("before it");

        private final String title;

        Axis(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        List<Integer> points() {
            return switch (this) {
                case GOROUTINES -> List.of(100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000);
                case WAITERS, TICKERS, PROGRAMS, LEVELS, UNWOUND, TIMERS, GIVEN_UP ->
                    List.of(100, 1_000, 10_000, 100_000, 1_000_000);
                case CASES, PROCESSORS -> List.of(1, 2, 4, 8, 16, 32, 64);
            };
        }
    }

    Curve(String label, String title, Axis axis, int roughBytes) {
        this.label = label;
        this.title = title;
        this.axis = axis;
        this.roughBytes = roughBytes;
    }

    String label() {
        return label;
    }

    String title() {
        return title;
    }

    Axis axis() {
        return axis;
    }

    /** Whether it measures runs from outside, rather than being a program that measures itself. */
    boolean isRunBeside() {
        return switch (this) {
            case RUN_SLEEPERS, RUN_PARKED, RUN_TICKERS, RUN_PROGRAMS -> true;
            default -> false;
        };
    }

    /** Whether it is one of {@link GrowingPrograms}. */
    boolean isGrowing() {
        return switch (axis) {
            case LEVELS, UNWOUND, TIMERS, GIVEN_UP -> true;
            default -> false;
        };
    }

    /** About how much heap a point takes, with room for the collector. */
    long heapFor(int x) {
        return (long) x * roughBytes * 5 / 4 + (64L << 20);
    }

    static Option<Curve> labelled(String label) {
        return List.of(values()).find(curve -> curve.label.equals(label));
    }

    static String labels() {
        return List.of(values()).map(Curve::label).mkString(", ");
    }
}
