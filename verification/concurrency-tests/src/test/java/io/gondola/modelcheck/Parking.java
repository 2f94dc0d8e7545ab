package io.gondola.modelcheck;

/** Stands for {@link java.util.concurrent.locks.LockSupport}. */
public final class Parking {
    private Parking() {}

    public static void park(Object blocker) {
        if (Execution.isOn()) {
            ModelThread t = ModelThread.currentThread();
            Execution.current().announce(t, "permit", Access.Action.TAKE, () -> t.permit);
            t.permit = false;
        }
    }

    /**
     * Ends by time at any moment, as often as the scenario allows; the clock then stands at the deadline, or behind.
     */
    public static void parkNanos(Object blocker, long nanos) {
        if (!Execution.isOn() || nanos <= 0) {
            return;
        }
        ModelThread t = ModelThread.currentThread();
        long deadline = Execution.current().clock + nanos;
        Execution.current().announce(t, "permit", Access.Action.TAKE, () -> t.permit || t.timeouts > 0);
        if (t.permit) {
            t.permit = false;
            return;
        }
        t.timeouts--;
        Hooks.advanceTo(deadline < 0 ? Long.MAX_VALUE : deadline);
    }

    public static void unpark(ModelThread t) {
        if (Execution.isOn() && t != null && t.execution != null) {
            Execution.current().announce(t, "permit", Access.Action.FREE, () -> !t.permit && t.timeouts == 0);
            t.permit = true;
        }
    }
}
