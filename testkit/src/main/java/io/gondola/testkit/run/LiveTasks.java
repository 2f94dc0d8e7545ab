package io.gondola.testkit.run;

import io.gondola.dsl.engine.OpKind;
import io.gondola.scheduler.Goroutine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of an execution: all of them by creation, those that have not ended by lineage, and which of these can go
 * on.
 */
final class LiveTasks {
    private final List<Task> byId = new ArrayList<>();
    private Task[] live = new Task[8];
    private int count;
    private Task[] enabled = new Task[8];

    /** Adds a task that has not been started yet, and yields its goroutine's id. */
    int add(Lineage lineage) {
        byId.add(new Task(lineage, byId.size()));
        return byId.size();
    }

    Task of(Goroutine g) {
        return byId.get((int) g.id() - 1);
    }

    /** All tasks, by creation. */
    List<Task> byId() {
        return byId;
    }

    /** How many have not ended. */
    int count() {
        return count;
    }

    /** The live task number {@code i} by lineage. */
    Task get(int i) {
        return live[i];
    }

    List<Task> live() {
        return Arrays.asList(live).subList(0, count);
    }

    void started(Task t) {
        if (count == live.length) {
            live = Arrays.copyOf(live, 2 * count);
        }
        int i = count++;
        while (i > 0 && live[i - 1].lineage.compareTo(t.lineage) > 0) {
            live[i] = live[i - 1];
            i--;
        }
        live[i] = t;
    }

    void ended(Task t) {
        int i = 0;
        while (live[i] != t) {
            i++;
        }
        System.arraycopy(live, i + 1, live, i, --count - i);
    }

    void forgetSpins() {
        for (int i = 0; i < count; i++) {
            live[i].spins = 0;
        }
    }

    // who can go on

    /** Those that can go on, as {@link #findEnabled} has found them. */
    Task[] enabled() {
        return enabled;
    }

    /** Fills {@link #enabled}, the default first, {@code current} having made the last step. */
    int findEnabled(@Nullable Task current) {
        int n = 0;
        for (int i = 0; i < count; i++) {
            Task t = live[i];
            if (t.isEnabled()) {
                if (n == enabled.length) {
                    enabled = Arrays.copyOf(enabled, 2 * n);
                }
                enabled[n++] = t;
            }
        }
        if (n < 2) {
            return n;
        }
        int preferred = preferred(n, current);
        if (preferred > 0) {
            Task first = enabled[preferred];
            System.arraycopy(enabled, 0, enabled, 1, preferred);
            enabled[0] = first;
        }
        return n;
    }

    /** Whether the first {@code n} that can go on all spin. */
    boolean allSpin(int n) {
        for (int i = 0; i < n; i++) {
            if (!enabled[i].isSpinning()) {
                return false;
            }
        }
        return true;
    }

    /** Whether a live task other than {@code t} spins. */
    boolean anotherSpins(Task t) {
        for (int i = 0; i < count; i++) {
            if (live[i] != t && live[i].isSpinning()) {
                return true;
            }
        }
        return false;
    }

    /** The one that ran last, unless it gave way; then the next one in order, those that do not spin first. */
    @SuppressWarnings("NullAway") // it gives way, and others are later, only if there is one
    private int preferred(int n, @Nullable Task current) {
        boolean givesWay = current != null && current.state == Task.State.PENDING;
        int next = -1;
        int nextSpinning = -1;
        for (int i = 0; i < n; i++) {
            Task t = enabled[i];
            if (t == current && t.pendingKind != OpKind.YIELD && !t.isSpinning()) {
                return i;
            }
            boolean later = current != null && t.lineage.compareTo(current.lineage) > 0;
            if (!t.isSpinning() && t != current) {
                if (next < 0 || (givesWay && later && enabled[next].lineage.compareTo(current.lineage) <= 0)) {
                    next = i;
                }
            } else if (nextSpinning < 0 || (later && enabled[nextSpinning].lineage.compareTo(current.lineage) <= 0)) {
                nextSpinning = i;
            }
        }
        return next >= 0 ? next : nextSpinning;
    }
}
