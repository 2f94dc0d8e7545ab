package io.gondola.modelcheck;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BooleanSupplier;

/** What instrumented code calls before each access to memory that may be shared. */
public final class Hooks {
    private static final Object CLOCK = new Object();
    private static final Map<VarHandle, String> NAMES = Collections.synchronizedMap(new WeakHashMap<>());

    private Hooks() {}

    /** Implemented by the instrumented {@code SpinLock}. */
    public interface Spin {
        int modelLocked();
    }

    public static void read(Object owner, String field) {
        if (Execution.isOn()) {
            Execution.current().announce(owner, field, Access.Action.READ, null);
        }
    }

    public static void write(Object owner, String field) {
        if (Execution.isOn()) {
            Execution.current().announce(owner, field, Access.Action.WRITE, null);
        }
    }

    /** Access through a handle; {@code index} is -1 for a field. */
    public static void handle(VarHandle handle, Object owner, int index, String mode) {
        if (!Execution.isOn()) {
            return;
        }
        Object name = index >= 0 ? (Object) index : NAMES.get(handle);
        if (name == null) {
            throw new IllegalStateException("unknown handle: " + handle);
        }
        Access.Action kind = Access.Action.WRITE;
        if (mode.equals("get") || mode.equals("getVolatile") || mode.equals("getOpaque") || mode.equals("getAcquire")) {
            kind = Access.Action.READ;
        } else if (owner instanceof Spin && name.equals("locked") && mode.startsWith("set")) {
            kind = Access.Action.FREE;
        }
        Execution.current().announce(owner, name, kind, null);
    }

    public static VarHandle findVarHandle(MethodHandles.Lookup lookup, Class<?> owner, String name, Class<?> type)
            throws ReflectiveOperationException {
        VarHandle handle = lookup.findVarHandle(owner, name, type);
        NAMES.put(handle, name);
        return handle;
    }

    /** Waits for a spin lock; spinning is left out, since it changes nothing. */
    public static void takeSpinLock(Spin lock) {
        if (Execution.isOn()) {
            BooleanSupplier free = () -> lock.modelLocked() == 0;
            Execution.current().announce(lock, "locked", Access.Action.TAKE, free);
        }
    }

    public static void monitorEnter(Object o) {
        if (Execution.isOn()) {
            Execution.current().monitor(o).lock();
        }
    }

    public static void monitorExit(Object o) {
        if (Execution.isOn()) {
            Execution.current().monitor(o).unlock();
        }
    }

    public static long nanoTime() {
        Execution e = Execution.current();
        if (Execution.isOn()) {
            e.announce(CLOCK, "clock", Access.Action.READ, null);
        }
        return e == null ? 0 : e.clock;
    }

    static void advanceTo(long time) {
        Execution e = Execution.current();
        if (e.clock < time) {
            e.announce(CLOCK, "clock", Access.Action.WRITE, null);
            e.clock = Math.max(e.clock, time);
        }
    }

    /** At the start of handlers that catch everything: nothing that the code throws in a scenario is expected. */
    public static void caught(Throwable t) {
        Execution e = Execution.current();
        if (e == null || e.running() == null) {
            return;
        }
        if (!(t instanceof Unwind)) {
            e.fail(t);
        }
        throw Unwind.INSTANCE;
    }

    /** At the end of a search for work: whether there will be another one at once. */
    public static void searched(boolean again) {
        if (again && Execution.isOn() && --ModelThread.currentThread().searches < 0) {
            Execution.current().stop();
        }
    }
}
