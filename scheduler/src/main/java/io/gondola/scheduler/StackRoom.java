package io.gondola.scheduler;

/**
 * Throws the {@link StackOverflowError} of a thread that has nearly used up its stack before it begins what must not
 * fail in the middle.
 */
public final class StackRoom {
    /*
     * A thread of the user's may call us from any depth: it sends to a channel, completes a callback, starts a program.
     * If its stack ended while it holds a spin lock, that would be locked for ever; if between a queue's change and the
     * wake-up, a goroutine would be lost. So a caller from outside first goes down as deep as the work may need, where
     * nothing has happened yet.
     *
     *   R1  Below a check there is no code of the user's, and the work has a fixed depth: no recursion, and loops
     *       instead of calls for each of many waiters. It takes less than the check has gone down. Code of the user's
     *       that comes first, and last, does not count: when it has returned, or thrown, there is as much room as
     *       before.
     *   R2  Machines and the runtime's other threads need no check: they run our code at the bottom of their stacks,
     *       and what the user's function in a step used is free again when it returns.
     *
     * How deep. A frame of `descend` takes about 300 bytes while it is interpreted, and 64 or more when it is compiled.
     * So the warm depth stands for 4 KB of compiled frames, where the longest path, which starts a thread, takes 2.
     * What runs for the first times is interpreted, links its calls and loads classes, in our code as in `descend`; so
     * the first calls go deeper. What calls something that checks goes deeper than that one: check, checkForMuch and
     * checkToStart each leave room for the one before.
     */
    private static final int WARM_DEPTH = 64;
    private static final int COLD_DEPTH = 256;
    private static final int COLD_CALLS = 20_000;

    /** Up to COLD_CALLS. Racy: what is lost makes some more calls cold. */
    private static int calls;

    private StackRoom() {}

    /** For operations of channels and callbacks. */
    public static void check() {
        if (calls < COLD_CALLS) {
            calls++;
            var unused = descend(COLD_DEPTH, 1, 2, 3, 4, 5, 6, 7);
        } else {
            var unused = descend(WARM_DEPTH, 1, 2, 3, 4, 5, 6, 7);
        }
    }

    /**
     * For what is done rarely, and does much: to start a program, or to end one. And for what uses a channel from
     * outside.
     */
    public static void checkForMuch() {
        var unused = descend(2 * COLD_DEPTH, 1, 2, 3, 4, 5, 6, 7);
    }

    /** For what starts a program, or ends one, and does something more. */
    public static void checkToStart() {
        var unused = descend(3 * COLD_DEPTH, 1, 2, 3, 4, 5, 6, 7);
    }

    private static long descend(int depth, long a, long b, long c, long d, long e, long f, long g) {
        return depth == 0 ? a + b + c + d + e + f + g : descend(depth - 1, b, c, d, e, f, g, a) + a;
    }
}
