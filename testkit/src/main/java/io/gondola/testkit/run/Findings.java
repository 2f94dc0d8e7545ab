package io.gondola.testkit.run;

import io.gondola.dsl.engine.Lost;
import io.gondola.dsl.engine.Panicking;
import io.gondola.testkit.Kind;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is found wrong in an execution: the first finding ends it, except a race, which waits for what it leads to. */
final class Findings {
    private final Execution x;
    private final Epochs handleUses = new Epochs();
    private @Nullable Finding race;

    /** The first panic that will end the program. */
    private @Nullable Finding death;

    private @Nullable Finding ending;
    private @Nullable Finding finding;
    private boolean endChecked;

    Findings(Execution x) {
        this.x = x;
    }

    /** What is wrong; null if nothing is. */
    @Nullable
    Finding finding() {
        return finding;
    }

    /** What is wrong but for races: how the execution ended, if not well; null if it ended well, or was given up. */
    @Nullable
    Finding ending() {
        return ending;
    }

    /** Whether something was found that ends the execution; it is the consequence of the race, if there is one. */
    boolean endIt() {
        if (finding == null) {
            return false;
        }
        if (race != null) {
            finding = Judge.consequence(race, finding);
        }
        return true;
    }

    // at the end

    /** The execution ends with nothing wrong but the race, if there is one. */
    void onlyRace() {
        finding = race;
    }

    void atRest() {
        Finding how = new Judge(x).atRest();
        endsWith(x.continuation.isDoubtful() && !isCycle(how) ? null : how);
    }

    private static boolean isCycle(@Nullable Finding f) {
        return f != null && !f.evidence().cycle().isEmpty();
    }

    /** The fair continuation of a run that was cut does not end. */
    void endless() {
        endsWith(death != null ? death : new Judge(x).endless());
    }

    /** Whether timers that go on and on after main's end are a finding. */
    boolean mayLeakByTimers() {
        return new Judge(x).timerLeak() != null;
    }

    /** Timers go on and on after main's end. */
    void leakByTimers() {
        endsWith(new Judge(x).timerLeak());
    }

    /** Drops what may not be the program's fault; what a goroutine does for itself is. */
    void dropDoubtful() {
        if (finding != null && finding.kind() != Kind.LIVELOCK) {
            onlyRace();
            ending = null;
        }
    }

    void endlessStep(Task t) {
        ending = new Judge(x).endlessStep(t);
        finding = ending;
    }

    private void endsWith(@Nullable Finding how) {
        ending = how;
        finding = race != null ? race : how;
    }

    /** The execution is over, and has built and dropped {@code programs}; that counts if nothing else is wrong. */
    void lost(List<Lost> programs) {
        if (finding == null && !programs.isEmpty()) {
            ending = new Judge(x).lost(programs);
            finding = ending;
        }
    }

    // panics

    /**
     * A panic has left the last frame of the current task. The program ends with it, but others may come before that.
     */
    void panicked(Panicking p) {
        Task t = x.running();
        t.deathSite = t.site();
        t.death = new Judge(x).panic(t, p.thrown());
        if (death == null) {
            death = t.death;
        }
    }

    /** The program ends with the panic of {@code t}. */
    void diesOf(Task t) {
        ending = t.death;
        finding = ending;
    }

    void fatal(Throwable thrown) {
        if (finding == null) {
            ending = new Judge(x).fatal(x.running(), thrown);
            finding = ending;
        }
    }

    // races

    /** {@code a} and {@code b} are not ordered; one of them is null if it is the end of the test. */
    void race(Shadow object, @Nullable Event a, @Nullable Event b) {
        if (race == null && !x.continuation.isOn()) { // its steps are not recorded
            race = new Judge(x).race(object, a, b);
        }
    }

    List<Event> raced() {
        return race == null
                ? List.of()
                : Stream.of(race.evidence().first(), race.evidence().second())
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** Looks, once main has ended, for uses of the test's handle that nothing orders before that. */
    void checkEnd() {
        if (x.rootEnded() && !endChecked) {
            endChecked = true; // not before the last step's effects on the clock of main are known
            Event use = handleUses.unorderedWith(x.root());
            if (use != null) {
                race(use.theObject(), use, null);
            }
        }
    }

    void handleUsed(Shadow handle, Event e) {
        if (x.rootEnded()) {
            race(handle, null, e);
        }
        handleUses.add(e);
    }
}
