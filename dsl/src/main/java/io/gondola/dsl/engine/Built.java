package io.gondola.dsl.engine;

import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * The visible instructions that one thread has built between {@link #begin} and {@link #end}, each with the line of the user's code
 * that built it. The explorer records a failing run so; nobody else does.
 */
public final class Built {
    /*
     * Algorithm. The constructor of every program calls `note`, which walks the stack to the first frame that is not ours. An
     * instruction that is made once and handed out many times, such as a channel's receive, is handed out through `here`, which
     * makes a copy of it; so each place in the user's code has an instruction of its own, and only while somebody records.
     *
     * Invariants
     *   I1  `recording` is true while any thread records; whose instructions are noted is decided by the thread-local.
     *   I2  A copy does what the original does: instructions are immutable, and nobody asks which one it is.
     *
     * Ordering. `recording` is read without any order by all threads that build programs. A thread that records has written it
     * itself, and so sees true; what other threads see does not matter, for they have no Built of their own. It costs the
     * constructors a read of a static field that nobody writes, and no more.
     */
    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final ThreadLocal<Built> CURRENT = new ThreadLocal<>();
    private static boolean recording;
    private static int recorders;

    private final IdentityHashMap<Instruction, StackTraceElement> places = new IdentityHashMap<>();
    private final List<Instruction> inOrder = new ArrayList<>();

    private Built() {}

    /** Begins to record what the current thread builds. */
    public static Built begin() {
        Built b = new Built();
        CURRENT.set(b);
        count(1);
        return b;
    }

    /** Ends what the current thread has begun. */
    public void end() {
        CURRENT.remove();
        count(-1);
    }

    private static synchronized void count(int change) {
        recorders += change;
        recording = recorders > 0;
    }

    /** What the current thread records; null if nothing. */
    public static Built current() {
        return recording ? CURRENT.get() : null;
    }

    /** Notes where {@code built}, which is being constructed, is built. */
    public static void note(Instruction built) {
        if (recording && built instanceof Visible) {
            Built b = CURRENT.get();
            if (b != null) {
                b.add(built);
            }
        }
    }

    /** {@code shared}, or a copy of it that is noted as built by the caller, while somebody records. */
    public static <I extends Instruction> I here(I shared) {
        return recording && CURRENT.get() != null ? CURRENT.get().copyOf(shared) : shared;
    }

    /** {@code made}, noted as built where {@code other} was, whose work it goes on with. */
    public static <I extends Instruction> I like(Instruction other, I made) {
        Built b = current();
        StackTraceElement place = b == null ? null : b.places.get(other);
        if (place != null) {
            b.places.put(made, place);
        }
        return made;
    }

    @SuppressWarnings("unchecked") // a copy is of the same class
    private <I extends Instruction> I copyOf(I shared) {
        I copy = (I) shared.copy();
        add(copy);
        return copy;
    }

    private void add(Instruction built) {
        StackTraceElement place = STACK.walk(Built::place);
        if (place != null) {
            places.put(built, place);
            inOrder.add(built);
        }
    }

    /** The user's line; null if there is none, or if the instruction is made with an object of ours, to be handed out later. */
    private static StackTraceElement place(Stream<StackFrame> stack) {
        for (StackFrame frame : (Iterable<StackFrame>) stack::iterator) {
            Class<?> type = frame.getDeclaringClass();
            if (Sites.isUsers(type.getName())) {
                return new StackTraceElement(
                        type.getName(),
                        Sites.enclosing(frame.getMethodName()),
                        frame.getFileName(),
                        frame.getLineNumber());
            }
            if (type == Fiber.class || (frame.getMethodName().equals("<init>") && isKeeper(type))) {
                return null;
            }
        }
        return null;
    }

    private static boolean isKeeper(Class<?> type) {
        return type.getName().startsWith("io.gondola.") && !Instruction.class.isAssignableFrom(type);
    }

    /** Where {@code i} was built; null if it was not noted. */
    public StackTraceElement placeOf(Instruction i) {
        return i == null ? null : places.get(i);
    }

    /** What was noted, in the order in which it was built. */
    public List<Instruction> all() {
        return Collections.unmodifiableList(inOrder);
    }
}
