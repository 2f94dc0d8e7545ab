package io.gondola.testkit.run;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Sites;
import io.gondola.dsl.engine.Visible;
import io.gondola.dsl.engine.Waits;
import io.gondola.scheduler.SafeText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A goroutine in one execution. */
public final class Task {
    enum State {
        /** Made, but not started yet: a timer may do that. */
        NEW,
        /** Can run on without anybody noticing, up to its next visible operation. */
        LOCAL,
        /** Before a visible operation, which is {@link #pending}. */
        PENDING,
        RUNNING,
        WAITING,
        DEAD
    }

    /** After so many steps in place in a row a task counts as spinning. */
    public static final int SPINS = 3;

    private static final int MAX_SITES = 32;

    final Lineage lineage;
    /** Its number in this execution, by creation: the index into vector clocks. */
    final int slot;

    /** Null until it is started; who can go on, or waits, has one. */
    @SuppressWarnings("NullAway.Init") // as said
    Fiber fiber;

    State state = State.NEW;
    int children;

    /** What it does next; null unless PENDING. */
    @Nullable
    Visible pending;

    @Nullable
    OpKind pendingKind;

    /** How often the clock had moved when it became pending. */
    int pendingSince;

    /** Whether {@link #pending} was executed and has waited, so that only its return is left. */
    boolean returning;

    /** The panic that it has come to its end with, and will end the program with; null if there is none. */
    @Nullable
    Finding death;

    /** Where it panicked: its frames are gone since. */
    @Nullable
    String deathSite;

    /** What it waits in; null unless WAITING. */
    @Nullable
    Event waitsSince;

    /** Happens-before clock: what it knows of each task's steps. */
    int[] clock = VectorClock.EMPTY;

    /** Steps so far. */
    int steps;

    /** How often in a row it passed a yielding point and nothing changed. */
    int spins;

    /** How many steps there had been when it made its last one, or became able to go on: see {@link Turns}. */
    int passedSince;

    /** How many steps in place there had been then. */
    int yieldsBefore;

    /** How often it came to plain Java code. */
    int javaCode;

    /** How many turns it was given. */
    int turns;

    /** Whether it is its turn, and nobody else's. */
    boolean hasTurn;

    /** How often in a row it was given the default answer to what chance decides. */
    int defaults;

    /** The last round in which it had a turn: see {@link Continuation}. */
    int round;

    /** How often a wait for a condition returned for no reason. */
    int spuriousWakeups;

    Task(Lineage lineage, int slot) {
        this.lineage = lineage;
        this.slot = slot;
    }

    public Lineage lineage() {
        return lineage;
    }

    public int slot() {
        return slot;
    }

    /** What it does next; null unless it is about to do something visible. */
    public @Nullable OpKind pendingKind() {
        return pendingKind;
    }

    public @Nullable Visible pending() {
        return pending;
    }

    /** What it does next, of one that is PENDING. */
    Visible operation() {
        return Objects.requireNonNull(pending, "pending");
    }

    /** Whether it has passed yielding points again and again with nothing changed in between. */
    public boolean isSpinning() {
        return spins >= SPINS;
    }

    public int steps() {
        return steps;
    }

    /** Whether it could make its next step at once. */
    public boolean isEnabled() {
        // A wait that may be given up must be begun: nobody can give up what has not begun.
        return state == State.PENDING && (returning || operation().enabled() || fiber.isInCancelScope());
    }

    /** The name given by the user, quoted if it would not stay on its line, or else the lineage. */
    public String name() {
        String given = fiber == null ? null : fiber.name();
        return given != null ? SafeText.quoted(given) : lineage.isRoot() ? "main" : lineage.toString();
    }

    /** Host, if it is on another one than main, and name; empty if it has neither. */
    String label() {
        String name = name();
        String given = name.equals(lineage.toString()) ? "" : name;
        if (fiber != null && fiber.program() instanceof Hosted hosted) {
            String host = SafeText.quoted(hosted.hostName());
            return given.isEmpty() ? host : host + ": " + given;
        }
        return given;
    }

    /** Lineage, host if it is on another one than main, and name. */
    public String fullName() {
        String label = label();
        return label.isEmpty() ? lineage.toString() : lineage + " " + label;
    }

    /** The user's function that runs or waits; null if unknown. */
    @Nullable
    String site() {
        if (fiber == null || death != null) {
            return deathSite;
        }
        for (Object function : fiber.sites(MAX_SITES)) {
            String site = Sites.describe(function);
            if (site != null) {
                return site;
            }
        }
        return null;
    }

    /** Why it does not go on, in Go's words. */
    @Nullable
    String waitReason() {
        Instruction at = fiber.pending();
        return at == null ? null : Waits.reason(at);
    }

    @Override
    public String toString() {
        return fullName();
    }
}
