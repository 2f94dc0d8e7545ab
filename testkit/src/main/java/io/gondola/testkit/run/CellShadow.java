package io.gondola.testkit.run;

import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Variable;
import io.gondola.dsl.engine.Visible;
import org.jspecify.annotations.Nullable;

/** A variable: plain, atomic, or accessed both ways. */
final class CellShadow extends Shadow {
    private final int location;
    private final Epochs reads = new Epochs();
    private final Epochs writes = new Epochs();
    private final Epochs atomicReads = new Epochs();
    private final Epochs atomicWrites = new Epochs();
    private int[] clock = VectorClock.EMPTY;

    CellShadow(Execution x, Object subject) {
        super(x, subject);
        location = x.objects.newLocation(this);
    }

    @Override
    String baseName() {
        return subject() instanceof Variable v ? v.variableName() : super.baseName();
    }

    @Override
    @Nullable
    String value() {
        return subject() instanceof Variable v ? Values.text(v.variableValue()) : null;
    }

    @Override
    void after(Event e, Visible v) {
        Task t = e.task;
        boolean reading = e.kind == OpKind.READ || e.kind == OpKind.ATOMIC_LOAD;
        e.touch(location, !reading);
        if (e.kind == OpKind.READ || e.kind == OpKind.WRITE) {
            check(e, writes);
            check(e, atomicWrites);
            if (!reading) {
                check(e, reads);
                check(e, atomicReads);
            }
            (reading ? reads : writes).add(e);
        } else {
            acquire(t, clock);
            check(e, writes);
            if (!reading) {
                check(e, reads);
                clock = release(t, clock);
            }
            (reading ? atomicReads : atomicWrites).add(e);
        }
    }

    private void check(Event e, Epochs others) {
        Event other = others.unorderedWith(e.task);
        if (other != null) {
            x.findings.race(this, other, e);
        }
    }
}
