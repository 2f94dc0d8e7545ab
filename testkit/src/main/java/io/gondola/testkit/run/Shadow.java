package io.gondola.testkit.run;

import io.gondola.dsl.engine.Visible;
import io.gondola.scheduler.SafeText;
import io.gondola.scheduler.TimerTask;
import org.jspecify.annotations.Nullable;

/**
 * What an execution knows of an object that goroutines share: what depends on what, what orders what, and who holds it.
 * It is derived from the operations and their results; the object itself knows nothing of it.
 */
public abstract class Shadow {
    final Execution x;

    /** Its number in the execution, by first use. */
    final int index;

    private final Object subject;
    private @Nullable String name;

    Shadow(Execution x, Object subject) {
        this.x = x;
        this.subject = subject;
        this.index = x.objects.nextShadowIndex();
    }

    /** The object's name if the user gave it one, or else its kind and a number. */
    public final String name() {
        if (name == null) {
            name = x.objects.uniqueName(SafeText.quoted(baseName()));
        }
        return name;
    }

    public final int index() {
        return index;
    }

    final Object subject() {
        return subject;
    }

    String baseName() {
        return Values.nameOf(subject);
    }

    /** What it holds at this moment, in a few words; null if that tells nothing. */
    @Nullable
    String value() {
        return null;
    }

    /** Looks at the object before {@code v} is executed on it. */
    void before(@Nullable Visible v) {}

    /** Draws the conclusions from {@code e}, in which {@code v} was executed. */
    abstract void after(Event e, Visible v);

    /** A timer that puts something into this object has fired; {@code woken} is whom that readied, or null. */
    void fired(TimerTask timer, int[] timerClock, @Nullable Task woken) {}

    /** Whom {@code t}, which waits in this object, waits for; null if that is not known. */
    @Nullable
    Task waitsFor(Task t) {
        return null;
    }

    // happens-before

    static void acquire(Task t, int[] clock) {
        t.clock = VectorClock.join(t.clock, clock);
    }

    static int[] release(Task t, int[] clock) {
        return VectorClock.join(clock, t.clock);
    }
}
