package io.gondola.testkit.run;

import io.gondola.dsl.engine.Panicking;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What is found wrong in an execution: the first finding ends it, except a race, which waits for what it leads to. */
final class Findings {
    private final Execution x;
    private final Epochs handleUses = new Epochs();
    private Finding race;
    private Finding finding;
    private boolean endChecked;

    Findings(Execution x) {
        this.x = x;
    }

    /** What is wrong; null if nothing is. */
    Finding finding() {
        return finding;
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
        finding = race != null ? race : new Judge(x).atRest();
    }

    void atCut(int changesLately) {
        finding = race != null ? race : new Judge(x).atCut(changesLately);
    }

    /** Timers go on and on after main's end; whether that is a finding. */
    boolean leakByTimers() {
        finding = race != null ? race : new Judge(x).timerLeak();
        return finding != null;
    }

    void endlessStep(Task t) {
        finding = new Judge(x).endlessStep(t);
    }

    // panics

    void panicked(Panicking p) {
        if (finding == null) {
            finding = new Judge(x).panic(x.current(), p.thrown());
        }
    }

    void fatal(Throwable thrown) {
        if (finding == null) {
            finding = new Judge(x).fatal(x.current(), thrown);
        }
    }

    // races

    /** {@code a} and {@code b} are not ordered; one of them is null if it is the end of the test. */
    void race(Shadow object, Event a, Event b) {
        if (race == null) {
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
                race(use.object, use, null);
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
