package io.gondola.testkit.run;

import io.gondola.dsl.engine.Visible;

/** A wait group. */
final class GroupShadow extends Shadow {
    /*
     * Dependency. Two who are done commute unless one of them takes the counter to 0 or below. An add and a done do
     * not: in the other order the counter might have been 0 between them. Waiting and returning only look.
     *
     * Order. A negative change releases, the return of a wait acquires. An add that finds 0 must be ordered with every
     * wait: if it is not, the wait may return too early. Stricter than Go, whose race detector sees that only if the
     * wait really parks.
     */
    private final int location;
    private long counter;
    private int[] clock = VectorClock.EMPTY;
    private final Epochs addsFromZero = new Epochs();
    private final Epochs waits = new Epochs();

    GroupShadow(Execution x, Object subject) {
        super(x, subject);
        location = x.objects.newLocation(this);
    }

    @Override
    String value() {
        return "counter " + counter;
    }

    @Override
    void after(Event e, Visible v) {
        Task t = e.task;
        switch (e.kind) {
            case GROUP_ADD -> {
                long delta = v.operand();
                long before = counter;
                counter += delta;
                e.touch(location, delta >= 0 || counter <= 0);
                e.note = delta > 0 ? "+" + delta : Long.toString(delta);
                if (delta < 0) {
                    clock = release(t, clock);
                }
                if (delta > 0 && before == 0) {
                    check(e, waits);
                    addsFromZero.add(e);
                }
            }
            case GROUP_WAIT -> {
                e.touch(location, false);
                check(e, addsFromZero);
                waits.add(e);
                if (!e.parked) {
                    acquire(t, clock);
                }
            }
            default -> {
                e.touch(location, false);
                acquire(t, clock);
            }
        }
    }

    private void check(Event e, Epochs others) {
        Event other = others.unorderedWith(e.task);
        if (other != null) {
            x.findings.race(this, other, e);
        }
    }
}
