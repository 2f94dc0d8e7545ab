package io.gondola.testkit.trace;

import java.util.List;
import java.util.function.Supplier;

/**
 * One visible operation of a recorded run.
 *
 * @param number its place in the run, from 1
 * @param lane the index of its goroutine in {@link Trace#lanes}
 * @param operation a short verb: {@code lock}, {@code recv}, {@code go}
 * @param object the name of the channel, lock or variable; empty if there is none
 * @param detail what else there is to say, such as the value; empty if nothing
 * @param site where the program says so, as {@code com.example.Client.run(Client.java:31)}, or a label; empty if
 *     unknown
 * @param blocked whether the goroutine could not do it, and waits from here on
 * @param blockedBy why it could not; empty if unknown
 * @param predecessors the numbers of the steps of other goroutines that happen directly before this one
 * @param clockNanos the virtual time
 * @param token makes the token that replays the run up to here; empty if there is none. Tokens grow with the run, so
 *     that those of all steps of a long one do not fit into memory
 * @param lostTo the index of the lane that a message which was sent here did not reach; {@link #NOT_LOST} if there is
 *     none
 */
public record Step(
        int number,
        int lane,
        String operation,
        String object,
        String detail,
        String site,
        boolean blocked,
        String blockedBy,
        List<Integer> predecessors,
        long clockNanos,
        Supplier<String> token,
        int lostTo) {
    /** No message was lost. */
    public static final int NOT_LOST = -1;

    public Step {
        predecessors = List.copyOf(predecessors);
    }

    /** A step in which no message was lost. */
    public Step(
            int number,
            int lane,
            String operation,
            String object,
            String detail,
            String site,
            boolean blocked,
            String blockedBy,
            List<Integer> predecessors,
            long clockNanos,
            Supplier<String> token) {
        this(
                number,
                lane,
                operation,
                object,
                detail,
                site,
                blocked,
                blockedBy,
                predecessors,
                clockNanos,
                token,
                NOT_LOST);
    }

    /** Whether a message that was sent here has not arrived. */
    public boolean isLost() {
        return lostTo != NOT_LOST;
    }

    /** The operation with its object and detail: {@code recv jobs = 3}. */
    public String text() {
        StringBuilder text = new StringBuilder(operation);
        if (!object.isEmpty()) {
            text.append(' ').append(object);
        }
        if (!detail.isEmpty()) {
            text.append(' ').append(detail);
        }
        return text.toString();
    }
}
