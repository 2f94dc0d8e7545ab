package io.gondola.dsl.engine;

import io.gondola.scheduler.Goroutine;
import io.gondola.scheduler.SafeText;
import io.gondola.scheduler.Scheduler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A goroutine that runs a description: the instruction to go on with, and a stack of frames on the heap.
 *
 * <p>All methods but those of {@link Goroutine} are for the instructions and frames that it runs.
 */
public final class Fiber extends Goroutine {
    /*
     * Algorithm. One loop: an instruction executes itself and answers with a value or a signal. A value goes to the top
     * frame, which does the same. So descriptions of any depth use a constant Java stack.
     *
     * Instructions that neither push frames nor call others (operations) are executed in place by what holds them
     * (a flatMap, a loop); only if the operation parks does its holder push a frame.
     *
     * Parking takes two steps. exec decides that it must wait, keeps the lock of the object that it waits for, and
     * answers PARK; every holder up to the loop pushes the frame that it needs; then the loop calls commit, which
     * queues the goroutine and unlocks. Nobody can ready a goroutine whose frames are incomplete. See Goroutine, "Park
     * and ready".
     *
     * Invariants
     *   I1  All fields belong to the thread that runs the goroutine; between two runs to nobody. Dumps read them
     *       racily.
     *   I2  `pc` is the instruction to resume when the goroutine does not run, and after CALL the one to execute.
     *   I3  `parking` holds from park to the next run: if pushing a frame fails meanwhile (there is no memory), the
     *       instruction is told to abort, that is to unlock.
     *   I4  After commit was called the loop touches nothing of the goroutine.
     *   I5  The loop throws nothing but what commit does. What is thrown while a panic is made or reported, for want of
     *       memory say, ends the program at last (see hopeless): the loop goes on with a goroutine that has a frame, or
     *       has ended.
     *   I6  `top` is null only once the last frame was left: the goroutine ends, and executes nothing any more.
     */
    private static final Object[] NO_SITES = {};

    /**
     * Whether an explorer of this JVM wants to know of plain Java code. Read without any order: the thread that sets it
     * runs what it wants to know of. While it is false it costs a read of a static field that nobody writes.
     */
    private static boolean javaCodeIsTold;

    private static final int REFUSED = Integer.MIN_VALUE / 2;

    /** So many frames a panic looks at: what it costs must not grow with the depth of the stack. */
    private static final int MAX_FRAMES = 512;

    private Frame top = BottomFrame.INSTANCE;
    private Instruction pc;
    private int budget;
    private boolean parking;

    /**
     * Whether `origin` is a gate, which then holds the origin: so that a fiber without a gate needs no field for one.
     * If there are two, the one of the surrounding holds the one of the cancel scopes.
     */
    private boolean gated;

    /** An {@link Origin}, or null, but for the gates. */
    private @Nullable Instruction origin;

    /**
     * A {@linkplain Sites#token token}: the starter's function would keep the starter's variables for this goroutine's
     * life.
     */
    private final @Nullable Object creator;

    private final int parent;

    private Fiber(
            FiberProgram program, Started start, @Nullable Instruction origin, @Nullable Object creator, long parent) {
        super(program);
        this.pc = start;
        this.origin = origin;
        this.creator = creator;
        this.parent = (int) parent;
    }

    /** Makes the main goroutine of {@code program}; {@code last} takes its value. */
    public static Fiber main(FiberProgram program, Instruction body, Frame last) {
        if (Built.isWatching()) {
            Built.ran(body);
        }
        Fiber f = new Fiber(program, new Started(null, body), null, null, 0);
        f.push(last);
        return f;
    }

    /**
     * Wraps a body once, so that starting many goroutines with it, named or with null, allocates nothing but the
     * goroutines.
     */
    public static Instruction starting(@Nullable String name, Instruction body) {
        return new Started(name, body);
    }

    /** Starts a goroutine of the same program that executes {@code body}. */
    public void spawn(Instruction body) {
        scheduler().spawn(child(body));
    }

    /** Makes a goroutine as {@link #spawn} does; its maker, a timer say, may start it later, from any thread. */
    public Fiber child(Instruction body) {
        Started start = body instanceof Started s ? s : new Started(null, body);
        Object site = creatorSite();
        Fiber child = new Fiber(program(), start, start.origin(site == null), site, id());
        if (gated && this.origin instanceof SurroundingGate s) {
            child.surround(s.surrounding().inherited());
            child.goOnWith(child.pc);
        }
        return child;
    }

    private @Nullable Object creatorSite() {
        for (Frame frame = top; frame != null; frame = frame.below()) {
            Object site = frame.site();
            if (site != null) {
                Object token = Sites.token(site);
                if (token != null) {
                    return token;
                }
            }
        }
        return creator;
    }

    @Override
    @SuppressWarnings("NullAway") // I6
    public void run() {
        state(RUNNING);
        budget = scheduler().firstBudget();
        Object v = null;
        boolean first = true;
        while (true) {
            try {
                if (first) {
                    first = false;
                    parking = false;
                    v = pc.resumed(this);
                }
                while (true) {
                    if (v == Signal.CALL) {
                        Instruction next = pc;
                        v = --budget >= 0 || refillBetweenSteps() ? next.exec(this) : park(new Preempted(next));
                    } else if (v == Signal.PARK) {
                        state(WAITING);
                        break;
                    } else if (v == Signal.UNWIND) {
                        v = unwindOne();
                    } else {
                        v = top.resume(this, v);
                    }
                }
            } catch (Throwable t) {
                v = thrown(t);
                continue;
            }
            if (Scheduler.observed()) {
                scheduler().parking(this);
            }
            pc.commit(this);
            return;
        }
    }

    @Override
    protected void dropped() {
        pc.dropped(this);
    }

    /** Its program has ended: lets those go on whom it kept waiting, if it waits. Any thread, while it may run. */
    void passOn() {
        Instruction at = pc;
        if (at != null) {
            at.passOn(this);
        }
    }

    /** Asks the scheduler once; after it has refused, the goroutine yields at the next chance. */
    private boolean refill() {
        if (budget <= REFUSED) {
            return false;
        }
        return refill(scheduler().nextBudget());
    }

    private boolean refillBetweenSteps() {
        if (budget <= REFUSED) {
            return false;
        }
        return refill(scheduler().nextBudgetBetweenSteps());
    }

    private boolean refill(int next) {
        budget = next > 0 ? next - 1 : REFUSED;
        return next > 0;
    }

    /**
     * Racy on purpose: the goroutine counts down without any ordering, since it does so with each step. If its own
     * write comes later than this one, the request is lost, and made again; if it has stopped running, its next run
     * begins with a new budget.
     */
    @Override
    public void hurry() {
        if (budget > 0) {
            budget = 0;
        }
    }

    @SuppressWarnings("NullAway") // what unwinds has an unwinding, and I6
    private Object unwindOne() throws Throwable {
        Unwinding u = (Unwinding) element();
        Frame frame = top;
        pop();
        Object v = frame.unwind(this, u);
        if (v != Signal.UNWIND && element() == u) {
            element(null);
        }
        return v;
    }

    private Object thrown(Throwable t) {
        try {
            if (parking) {
                parking = false;
                pc.abort();
            }
            if (top == null) { // it has left its last frame already, and the report failed
                return hopeless(t);
            }
            if (program().isFatal(t)) {
                program().onFatal(this, t);
                return end();
            }
            Panicking p = new Panicking(t, sites(Panicking.MAX_SITES, MAX_FRAMES));
            if (Debug.ON && pc != null && pc.site() == null) {
                began(p, pending());
            }
            return unwind(p);
        } catch (Throwable noMemory) {
            return thrownWithoutMemory(t);
        }
    }

    /**
     * A recursion that has used up the memory has done so by frames that do not mind: without them there is some again.
     */
    @SuppressWarnings("NullAway") // I6
    private Object thrownWithoutMemory(Throwable t) {
        try {
            while (top != null && top.isLeftSilently()) {
                top = top.below();
            }
            return top == null ? hopeless(t) : unwind(new Panicking(t, NO_SITES));
        } catch (Throwable noMemory) {
            return hopeless(t);
        }
    }

    /** Ends the goroutine and its program. First it lets go of its frames. Allocates nothing itself. */
    private Object hopeless(Throwable t) {
        Object ended = end();
        program().abort(t);
        return ended;
    }

    /** Ends this goroutine. Its frames are dropped. */
    public Object end() {
        return endAs(Dead.INSTANCE);
    }

    /**
     * Ends this goroutine; when it has ended, its thread runs {@code after}, which may ready others and must not throw.
     */
    public Object endThen(Runnable after) {
        return endAs(new Dead(after));
    }

    @SuppressWarnings("NullAway") // I6: nobody looks at the frames of what has ended
    private Object endAs(Dead end) {
        top = null;
        element(null);
        return park(end);
    }

    /** Drops what only a living goroutine needs: the list of its program's goroutines may keep it for a while. */
    void forget() {
        pc = Dead.INSTANCE;
        if (gated) {
            origin = origin();
            gated = false;
        }
    }

    Object endUnwound(Unwinding u) {
        if (u instanceof Panicking p) {
            program().onUncaughtPanic(this, p);
        }
        return end();
    }

    // for instructions and frames

    /** Goes on with {@code next}; to be returned. */
    public Object call(Instruction next) {
        pc = next;
        return Signal.CALL;
    }

    /** Stops running, with {@code how} to commit and to go on; to be returned. */
    public Object park(Instruction how) {
        pc = gated ? behindGates(how) : how;
        parking = true;
        return Signal.PARK;
    }

    private Instruction behindGates(Instruction how) {
        CancelGate gate = cancelGate();
        Instruction wait = gate != null && how.waitReason() != null ? gate.around(how) : how;
        return origin instanceof SurroundingGate s ? s.around(wait) : wait;
    }

    /** Leaves frames; to be returned. */
    public Object unwind(Unwinding u) {
        element(u);
        return Signal.UNWIND;
    }

    /** Panics with {@code thrown}, on behalf of an operation that has no function of the user's; to be returned. */
    public Object panic(Throwable thrown) {
        return panic(null, thrown);
    }

    /**
     * Panics with {@code thrown}, on behalf of {@code operation}, which has no function of the user's; to be returned.
     */
    public Object panic(@Nullable Instruction operation, Throwable thrown) {
        Panicking p = new Panicking(thrown, frameSites(Panicking.MAX_SITES, MAX_FRAMES));
        if (Debug.ON) {
            began(p, operation);
        }
        return unwind(p);
    }

    private void began(Panicking p, @Nullable Instruction operation) {
        p.builtAt(Debug.placeOf(operation));
        if (operation instanceof Visible v && !(v.subject() instanceof Enum)) {
            String past = Uses.past(v.subject(), program());
            p.past(past == null ? null : "on=" + SafeText.of(v.subject()) + ", " + past);
        }
    }

    /** Notes, for reports, that an unwinding that has just begun did so in what {@code function} returned. */
    public void unwindingIn(Object function) {
        if (element() instanceof Panicking p) {
            p.beganIn(function);
        }
    }

    /** Queues behind all other goroutines, then executes {@code next}; to be returned. */
    public Object yieldThen(Instruction next) {
        return park(new Preempted(next));
    }

    /**
     * Counts one step. An operation calls it before anything else and, on false, returns {@link #yieldThen}: here is
     * where the scheduler may switch to another goroutine.
     */
    public boolean step() {
        return --budget >= 0 || refill();
    }

    /** As {@link #step()}, for {@code operation} on something that goroutines share: debug mode notes who uses it. */
    public boolean step(Visible operation) {
        if (Debug.ON) {
            Uses.note(operation.subject(), program());
        }
        return --budget >= 0 || refill();
    }

    /** How many steps it may still make before it asks for more: whether something has counted any is seen from it. */
    public int budget() {
        return budget;
    }

    /** From now on schedulers are told of plain Java code. */
    public static void tellJavaCode() {
        if (!javaCodeIsTold) {
            javaCodeIsTold = true;
        }
    }

    /**
     * Tells that plain Java code comes next, which is no step but under an explorer that makes one of it. An
     * operation that is such code calls it before anything else and, on false, returns {@link #yieldThen}.
     */
    public boolean javaStep() {
        return !javaCodeIsTold || scheduler().beforeJavaCode();
    }

    /**
     * Counts one round of a loop, which others cannot observe. A loop that executes its body in place calls it before
     * each round and, on false, has the run loop execute the body.
     */
    public boolean round() {
        return --budget >= 0 || refillBetweenSteps();
    }

    /**
     * Notes, for reports, that {@code executed}, which was executed in place, has thrown; unless the goroutine was at
     * {@code before} no more, so that something inside noted itself or has asked to park.
     */
    public void threwIn(Instruction executed, Instruction before) {
        if (pc == before && !parking) {
            pc = executed;
        }
    }

    public void push(Frame frame) {
        frame.below(top);
        top = frame;
    }

    @SuppressWarnings("NullAway") // I6
    public void pop() {
        top = top.below();
    }

    public Frame top() {
        return top;
    }

    /** Whether {@code frame} is on the stack. */
    public boolean has(Frame frame) {
        for (Frame f = top; f != null; f = f.below()) {
            if (f == frame) {
                return true;
            }
        }
        return false;
    }

    // for cancel scopes

    /** Whether this goroutine is in a {@link CancelScope}, so that its waits may be given up. */
    public boolean isInCancelScope() {
        return gated && cancelGate() != null;
    }

    /**
     * Whom to tell that blocking code begins, and that it is over: those of the innermost scope that interrupts such
     * code; null if there is none, or if the code runs in a cleanup.
     */
    public @Nullable Interrupts interrupts() {
        if (!gated || cancelGate() == null) {
            return null;
        }
        for (Frame frame = top; frame != null && !frame.isCleanup(); frame = frame.below()) {
            if (frame instanceof CancelScope scope && scope.interrupts() != null) {
                return scope.interrupts();
            }
        }
        return null;
    }

    private @Nullable CancelGate cancelGate() {
        Instruction inner = origin instanceof SurroundingGate s ? s.origin() : origin;
        return inner instanceof CancelGate gate ? gate : null;
    }

    CancelGate openGate() {
        CancelGate gate = cancelGate();
        if (gate == null) {
            gate = new CancelGate(this, origin());
            originBehindSurrounding(gate);
        }
        gate.scopes++;
        return gate;
    }

    @SuppressWarnings("NullAway") // openGate has made it
    void closeGate() {
        CancelGate gate = cancelGate();
        if (--gate.scopes == 0) {
            originBehindSurrounding(gate.origin());
        }
    }

    private void originBehindSurrounding(Instruction inner) {
        origin = origin instanceof SurroundingGate s ? s.over(inner) : inner;
        gated = origin instanceof SurroundingGate || origin instanceof CancelGate;
    }

    // for surroundings

    /** What this goroutine finds on the threads that run it; null if nothing. */
    public @Nullable Surrounding surrounding() {
        return origin instanceof SurroundingGate s ? s.surrounding() : null;
    }

    void surround(Surrounding surrounding) {
        origin = new SurroundingGate(surrounding, origin);
        gated = true;
    }

    @SuppressWarnings("NullAway") // surround has made the gate
    void release() {
        origin = ((SurroundingGate) origin).origin();
        gated = origin instanceof CancelGate;
    }

    /**
     * The outermost cancelled scope that the goroutine, which stands still, is in and in no cleanup above; null if
     * none.
     */
    @Nullable
    CancelScope outermostCancelled() {
        CancelScope found = null;
        for (Frame frame = top; frame != null && !frame.isCleanup(); frame = frame.below()) {
            if (frame instanceof CancelScope scope && scope.isCancelled()) {
                found = scope;
            }
        }
        return found;
    }

    /** Replaces what the goroutine, which stands still and is the caller's, goes on with. */
    void goOnWith(Instruction next) {
        pc = origin instanceof SurroundingGate s ? s.around(next) : next;
    }

    @Override
    public FiberProgram program() {
        return (FiberProgram) super.program();
    }

    // for reports, from any thread

    @Override
    public boolean mayBeReadiedFromOutside() {
        Instruction at = pc;
        return at != null && at.mayBeReadiedFromOutside();
    }

    @Override
    public @Nullable String name() {
        Origin o = origin();
        return o == null ? null : o.name();
    }

    @Override
    public @Nullable String waitReason() {
        Instruction at = pc;
        return at == null ? null : at.waitReason();
    }

    @Override
    public @Nullable Object waitsOn() {
        Instruction at = pc;
        return at == null ? null : at.waitsOn();
    }

    @Override
    public String place(StackTraceElement[] stack) {
        StackTraceElement user = Sites.userFrame(stack);
        return user == null ? super.place(stack) : user.toString();
    }

    @Override
    public @Nullable Object startPlace() {
        StackTraceElement line = startedAt();
        return line != null ? line : StartPlace.of(creator != null ? creator : runs());
    }

    /** What the goroutine is about to do or waits in; null for a moment while it runs. */
    public Instruction at() {
        return pc;
    }

    /** What the goroutine executes next if it does not wait, or else what it waits in. */
    public @Nullable Instruction pending() {
        Instruction at = inner();
        if (at instanceof CancelGate gate) {
            return gate.waiting();
        }
        return at instanceof Preempted p ? p.next() : at;
    }

    private @Nullable Instruction inner() {
        return pc instanceof SurroundingGate s ? s.inner() : pc;
    }

    /**
     * Lets {@link #pending}, before which the goroutine stopped, yield {@code value} without being performed. Only the
     * explorer calls this, between two steps.
     */
    public void skipPending(Object value) {
        goOnWith(new Preempted(new Skipped(value)));
    }

    /** Takes back the wait in {@link #pending}. Only the explorer calls this, between two steps. */
    @SuppressWarnings("NullAway") // so it waits
    public void withdrawPending() {
        pending().withdraw(this);
    }

    /** Whether the goroutine stopped before {@link #pending}, rather than in it. */
    public boolean isBeforePending() {
        return inner() instanceof Preempted;
    }

    /** The line that built the program that started this goroutine; null if unknown. */
    public @Nullable StackTraceElement startedAt() {
        return Debug.placeOf(origin());
    }

    private @Nullable Origin origin() {
        Instruction o = origin;
        Instruction inner = o instanceof SurroundingGate s ? s.origin() : o;
        return (Origin) (inner instanceof CancelGate gate ? gate.origin() : inner);
    }

    /**
     * The {@linkplain Sites#token token} of the first of the user's functions in what it was started with; null if
     * there is none. Of a goroutine that has run already it is known only if the {@link #creator} is not.
     */
    public @Nullable Object runs() {
        if (pc instanceof Started start) {
            return Sites.token(Outline.firstFunction(start));
        }
        Origin o = origin();
        return o == null ? null : o.runs();
    }

    /** The {@linkplain Sites#token token} of the user's function that started this goroutine; null if unknown. */
    public @Nullable Object creator() {
        return creator;
    }

    /** Number of the goroutine that started this one; 0 for the main one. */
    public long parent() {
        return parent;
    }

    /**
     * The {@linkplain Sites#token tokens} of the user's functions that run or wait in this goroutine, innermost first.
     */
    public Object[] sites(int limit) {
        return sites(limit, Integer.MAX_VALUE);
    }

    private Object[] sites(int limit, int maxFrames) {
        Instruction at = pc;
        Object innermost = at == null ? null : Sites.token(at.site());
        Object[] below = frameSites(limit, maxFrames);
        if (innermost == null || (below.length > 0 && Sites.token(below[0]) == innermost)) {
            return below;
        }
        Object[] sites = new Object[Math.min(limit, below.length + 1)];
        sites[0] = innermost;
        System.arraycopy(below, 0, sites, 1, sites.length - 1);
        return sites;
    }

    private Object[] frameSites(int limit, int maxFrames) {
        List<Object> sites = new ArrayList<>();
        Object above = null;
        InARow row = null;
        int frames = 0;
        for (Frame f = top; f != null; f = f.below()) {
            if (frames++ == maxFrames) {
                if (row != null) {
                    row.goesOn();
                }
                break;
            }
            Object site = Sites.token(f.site());
            if (site == null) {
                continue;
            }
            if (site != above) {
                if (sites.size() == limit) {
                    break;
                }
                sites.add(site);
                above = site;
                row = null;
            } else if (!(f instanceof Returned)) { // how often it called itself in the last place is not known
                if (row == null) {
                    row = new InARow(site);
                    sites.set(sites.size() - 1, row);
                } else {
                    row.more();
                }
            }
        }
        return sites.toArray();
    }
}
