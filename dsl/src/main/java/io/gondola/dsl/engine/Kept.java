package io.gondola.dsl.engine;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * In {@link Debug} mode: programs that went into a collection. If one is collected as garbage, and none that was built
 * by the same call has been run, or been a part of one that was, nobody can run it any more.
 */
final class Kept {
    /*
     * A program that begins to run is walked over (see Parts), and whatever of it is watched counts as used: it need
     * not be reached. Programs begin to run as that of a runtime, or as what a function returned; all others are parts.
     * Only while something is watched does anybody look.
     *
     * A thread of its own waits for what is collected. When the JVM ends while something is watched, one collection
     * more is asked for: a short program may well end before the first. It then takes its time, for whatever was
     * collected to be told.
     *
     * Ordering. `used` is written by the thread that runs the program, before the program is unreachable, and read
     * after it was collected.
     */
    private static final int MOST = 10_000;
    private static final long LAST_WAIT_MILLIS = 200;

    private static final ConcurrentHashMap<Lost, Line> LINES = new ConcurrentHashMap<>();

    private final WeakTable<Instruction, Line> watched;
    private final BooleanSupplier on;
    private boolean started;

    /** Nothing is watched while {@code on} is false where something might be. */
    Kept(BooleanSupplier on, Consumer<Lost> warn) {
        this.on = on;
        watched = new WeakTable<>(line -> {
            if (!line.used && !line.told) {
                line.told = true;
                warn.accept(line.lost);
            }
        });
    }

    /** All that one call builds. */
    private static final class Line {
        private final Lost lost;
        private volatile boolean used;
        private volatile boolean told;

        Line(Lost lost) {
            this.lost = lost;
        }
    }

    /** Watches {@code built}, which the user's code keeps as {@code lost} says. */
    void watch(Instruction built, Lost lost) {
        Line line = LINES.size() < MOST ? LINES.computeIfAbsent(lost, Line::new) : LINES.get(lost);
        if (line != null && !line.used && !line.told && watched.size() < MOST && on.getAsBoolean()) {
            watched.put(built, line);
            start();
        }
    }

    /** Notes that {@code program} begins to run. */
    void ran(Instruction program) {
        if (watched.size() > 0) {
            Parts.each(program, part -> {
                Line line = watched.get(part);
                if (line != null) {
                    line.used = true;
                }
            });
        }
    }

    private synchronized void start() {
        if (started) {
            return;
        }
        started = true;
        Thread waits = new Thread(this::awaitCollected, "gondola-debug");
        waits.setDaemon(true);
        waits.setContextClassLoader(null); // the application may end before it
        waits.start();
        Thread last = new Thread(this::collectOnceMore, "gondola-debug-end");
        last.setContextClassLoader(null);
        try {
            Runtime.getRuntime().addShutdownHook(last);
        } catch (IllegalStateException e) {
            // the JVM ends already
        }
    }

    private void awaitCollected() {
        try {
            while (true) {
                watched.removeCollected(0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that
        }
    }

    private void collectOnceMore() {
        if (watched.isEmpty()) {
            return;
        }
        System.gc();
        try {
            while (watched.removeCollected(LAST_WAIT_MILLIS)) {}
            watched.awaitTold(); // the other thread may be in the middle of the first line, and the logger still loads
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
