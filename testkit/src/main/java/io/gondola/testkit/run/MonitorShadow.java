package io.gondola.testkit.run;

import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;

/** An object whose operations are taken to depend on each other: a condition, a semaphore, a context, the output. */
final class MonitorShadow extends Shadow {
    private final int location;
    private int[] clock = VectorClock.EMPTY;

    MonitorShadow(Execution x, Object subject) {
        super(x, subject);
        location = x.objects.newLocation(this);
    }

    @Override
    String baseName() {
        return subject() instanceof OpKind kind ? kind == OpKind.PRINT ? "output" : "test handle" : super.baseName();
    }

    @Override
    void after(Event e, Visible v) {
        Task t = e.task;
        switch (e.kind) {
            case COND_ENQUEUE -> e.touch(location, true);
            case COND_WAIT -> {
                e.touch(location, e.spurious);
                if (!e.parked && !e.spurious) {
                    acquire(t, clock);
                }
            }
            case COND_SIGNAL, COND_BROADCAST -> {
                e.touch(location, true);
                clock = release(t, clock);
                releaseToWoken(e);
            }
            case GROUP_WAIT, GROUP_RETURN -> { // for the end of a flight
                e.touch(location, false);
                acquire(t, clock);
            }
            case SEMAPHORE, USE, NET_LISTEN, NET_DIAL, NET_ACCEPT, NET_READ, NET_WRITE, NET_CLOSE -> {
                e.touch(location, true);
                acquire(t, clock);
                clock = release(t, clock);
                releaseToWoken(e);
            }
            case CONTEXT -> {
                boolean writes = v.operand() != 0;
                e.touch(location, writes);
                acquire(t, clock);
                if (writes) {
                    clock = release(t, clock);
                }
            }
            case HANDLE -> {
                e.touch(location, false);
                x.findings.handleUsed(this, e);
            }
            default -> e.touch(location, true);
        }
    }

    private static void releaseToWoken(Event e) {
        for (int i = 0; i < e.wokenCount; i++) {
            acquire(e.woken[i], e.task.clock);
        }
    }
}
