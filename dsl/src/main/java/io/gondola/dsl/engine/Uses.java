package io.gondola.dsl.engine;

import io.gondola.scheduler.SafeText;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * In {@link Debug} mode: which programs have used a channel, a lock or the like. A goroutine that waits on a channel
 * whose other parties ended with an earlier program waits for ever; that this is so cannot be seen from the goroutines
 * of its own program.
 */
public final class Uses {
    /*
     * Of each object the last two programs that used it are known, without any order between threads: where two
     * programs take turns, either may be missed. A report asks for one that is not its own, and says nothing if that
     * one has not ended.
     */
    private static final WeakTable<Object, Uses> ALL = new WeakTable<>();

    private volatile @Nullable ProgramMark last;
    private volatile @Nullable ProgramMark before;

    private Uses() {}

    /** Notes that a goroutine of {@code program} uses {@code subject}, if that is an object. */
    public static void note(@Nullable Object subject, FiberProgram program) {
        ProgramMark user = program.mark();
        if (subject == null || subject instanceof Enum || user == null) {
            return;
        }
        Uses uses = ALL.getOrPut(subject, Uses::new);
        ProgramMark known = uses.last;
        if (known != user) {
            uses.before = known;
            uses.last = user;
        }
    }

    /**
     * For a report on {@code program}: that {@code subject}, or the first of several, was used before by a program that
     * has ended; null if it was not, or if debug mode is off.
     */
    public static @Nullable String past(@Nullable Object subject, FiberProgram program) {
        if (!Debug.ON || subject == null) {
            return null;
        }
        if (subject instanceof Collection<?> several) {
            for (Object each : several) {
                String past = past(each, program);
                if (past != null) {
                    return SafeText.of(each) + " " + past;
                }
            }
            return null;
        }
        Uses uses = ALL.get(subject);
        if (uses == null) {
            return null;
        }
        ProgramMark other = uses.last;
        if (other == program.mark()) {
            other = uses.before;
        }
        return other != null && other.ended() ? "used before by " + other : null;
    }
}
