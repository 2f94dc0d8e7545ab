package io.gondola.testkit.run;

import io.gondola.dsl.Go;
import io.gondola.dsl.Operation;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Choosing;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Panicking;
import io.gondola.dsl.engine.Visible;
import io.gondola.scheduler.Goroutine;
import io.gondola.scheduler.Program;
import io.gondola.scheduler.TimerTask;
import io.gondola.scheduler.deterministic.SplitMix64;
import io.gondola.scheduler.deterministic.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One run of a program in a world of its own: each decision is a {@link Chooser}'s, each step is known before and after it is
 * made.
 */
public final class Execution extends World {
    /*
     * A step resumes one task, performs the visible operation before which it had stopped, and runs on until the next visible
     * operation is known but not performed. Whatever a task does in between nobody observes; so a task that was started or
     * readied runs to its first visible operation at once, which decides nothing.
     *
     * A task stops before a visible operation because Fiber.step asks for budget: a task gets a budget of one step when its
     * operation is performed, of none when it runs on to the next one, and is never stopped between steps.
     *
     * An operation that cannot go on parks its goroutine, as it does in production, because the order in which goroutines come to
     * a channel is observable. The exception is a mutex: a task before a lock that is held is not enabled, so that after the
     * unlock any of those who wait, or who come along, may get it.
     */
    static final int SPINS = 3;

    private static final Visible UNDESCRIBED = () -> OpKind.OTHER;

    private static final int STEPS_WITHOUT_PROGRESS = 2_000;
    private static final int STEPS_WITHOUT_TICK = 50_000;
    private static final int MAX_TICKS_AFTER_END = 64;
    private static final double ACTIVE_FAULT = 0.25;
    private static final long OUTSIDE_NANOS = 1_000_000_000;
    private static final int MAX_STEPS_AFTER_END = 5_000;
    private static final int MAX_STEPS_BETWEEN = 20_000_000;

    private final Chooser chooser;
    private final Settings settings;
    private final TestedProgram program = new TestedProgram(this);
    private final Deviations deviations = new Deviations();
    private final List<Task> byId = new ArrayList<>();

    /** The tasks that have not ended, by lineage. */
    private Task[] live = new Task[8];

    private int liveCount;
    private Task[] enabled = new Task[8];
    private final ArrayDeque<Task> local = new ArrayDeque<>();
    private final List<Event> events;
    private final IdentityHashMap<Object, Shadow> shadows = new IdentityHashMap<>();
    private final IdentityHashMap<TimerTask, int[]> timerClocks = new IdentityHashMap<>();
    private Map<String, Integer> names;
    private int shadowCount;
    private int locationCount;

    private Task root;
    private Task current;
    private Event event;
    private TimerTask firing;
    private Task wokenByTimer;
    private int budget;
    private int between;
    private int forcedCase = -1;

    private int steps;
    private int stepsSinceProgress;
    private int stepsSinceTick;
    private int changesInSecondHalf;
    private int ticks;
    private int ticksTaken;
    private int ticksAfterEnd;
    private boolean rootEnded;
    private boolean endChecked;
    private int stepsAtEnd;
    private boolean stuck;
    private boolean cut;
    private boolean abandoned;
    private boolean ticksWhileBusy;
    private boolean usedTimers;
    private int[] owners = new int[16];
    private boolean[] joins = new boolean[16];
    private long digest;
    private final TraceHash trace = new TraceHash();
    private final Epochs handleUses = new Epochs();
    private int[] otherClock = VectorClock.EMPTY;
    private Finding race;
    private Finding finding;
    private volatile IllegalStateException brokenBy;
    private final StringBuilder output = new StringBuilder();
    private final List<String> reached = new ArrayList<>(0);
    private final Map<String, Boolean> faults = new HashMap<>(0);
    private Set<String> mentioned = Set.of();
    private final SplitMix64 jitter;

    private Execution(Chooser chooser, Settings settings) {
        this.chooser = chooser;
        this.settings = settings;
        this.events = new ArrayList<>();
        this.jitter = new SplitMix64(settings.jitterSeed());
    }

    /** Runs {@code body} under {@code chooser}, to its end. {@code observer} is given the execution before it begins. */
    public static Execution run(Go<?> body, Chooser chooser, Settings settings, Consumer<Execution> observer) {
        Execution x = new Execution(chooser, settings);
        observer.accept(x);
        chooser.begin(x);
        x.start(x.program, Fiber.main(x.program, body, new TestedProgram.Last(x)));
        x.drive(x.program);
        chooser.end(x);
        return x;
    }

    // results

    /** What is wrong; null if nothing is. */
    public Finding finding() {
        return finding;
    }

    public List<Event> events() {
        return events;
    }

    public int steps() {
        return steps;
    }

    public Deviations deviations() {
        return deviations;
    }

    public long digest() {
        return digest;
    }

    /** The same for runs that differ only in the order of steps that do not depend on each other. */
    public long traceHash() {
        return trace.value();
    }

    public String output() {
        return output.toString();
    }

    public List<String> reachedLabels() {
        return reached;
    }

    /** Labels of the program, reached or not. */
    public Set<String> mentionedLabels() {
        return mentioned;
    }

    public void mentioned(Set<String> labels) {
        mentioned = labels;
    }

    /** Whether the run did not end within the number of steps allowed. */
    public boolean isCut() {
        return cut;
    }

    public boolean isAbandoned() {
        return abandoned;
    }

    public Settings settings() {
        return settings;
    }

    /** The task that made the last step; null before the first one. */
    public Task current() {
        return current;
    }

    /** All tasks, by creation. */
    public List<Task> tasks() {
        return byId;
    }

    // the loop

    @Override
    protected void step(Program p) {
        runLocals();
        if (rootEnded && !endChecked) {
            endChecked = true; // not before the last step's effects on the clock of main are known
            checkHandleUses();
        }
        if (finding != null) {
            if (race != null) {
                finding = Judge.consequence(race, finding);
            }
            program.finish();
            return;
        }
        int n = findEnabled();
        if (n == 0 || clockIsDue(n)) {
            ticksWhileBusy |= n > 0;
            if (n == 0 && !timersMayReady()) {
                awaitOutside();
                finding = race != null ? race : new Judge(this).atRest();
                program.finish();
            } else {
                tick();
            }
            return;
        }
        if (rootEnded && steps - stepsAtEnd > MAX_STEPS_AFTER_END) {
            finding = race; // the others are alive, and a program may end so
            program.finish();
            return;
        }
        if (steps >= settings.maxSteps()) {
            cut = true;
            finding = race != null ? race : new Judge(this).atCut(changesInSecondHalf);
            program.finish();
            return;
        }
        if (ticksByChoice()) {
            return;
        }
        Task t = n == 1 ? enabled[0] : enabled[decideNext(n)];
        if (chooser.abandons(this, t)) {
            abandoned = true;
            finding = race;
            program.finish();
            return;
        }
        perform(t);
    }

    /** Gives other threads, of which a task seems to wait for one, the time to show themselves. */
    private void awaitOutside() {
        if (!settings.patient()) {
            return;
        }
        boolean waits = false;
        for (int i = 0; i < liveCount; i++) {
            waits |= live[i].fiber.mayBeReadiedFromOutside();
        }
        long begin = System.nanoTime();
        while (waits && brokenBy == null && System.nanoTime() - begin < OUTSIDE_NANOS) {
            LockSupport.parkNanos(this, OUTSIDE_NANOS / 100);
        }
    }

    /** Lets tasks that nobody observes run on, first come, first served. */
    private void runLocals() {
        for (Task t = local.poll(); t != null && finding == null; t = local.poll()) {
            Task before = current;
            current = t;
            resume(t, 0);
            current = before;
        }
    }

    private void resume(Task t, int newBudget) {
        t.state = Task.State.RUNNING;
        t.pending = null;
        t.pendingKind = null;
        budget = newBudget;
        between = 0;
        t.fiber.run();
        if (t.state == Task.State.RUNNING) {
            t.state = Task.State.WAITING;
            t.waitsSince = event;
        }
    }

    /** Fills {@link #enabled}, the default first. */
    private int findEnabled() {
        int n = 0;
        for (int i = 0; i < liveCount; i++) {
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
        int preferred = preferred(n);
        if (preferred > 0) {
            Task first = enabled[preferred];
            System.arraycopy(enabled, 0, enabled, 1, preferred);
            enabled[0] = first;
        }
        return n;
    }

    /** The one that ran last, unless it gave way; then the next one in order, those that do not spin first. */
    private int preferred(int n) {
        int next = -1;
        int nextSpinning = -1;
        for (int i = 0; i < n; i++) {
            Task t = enabled[i];
            if (t == current && t.pendingKind != OpKind.YIELD && !t.isSpinning()) {
                return i;
            }
            boolean later = current != null && t.lineage.compareTo(current.lineage) > 0;
            if (!t.isSpinning() && t != current) {
                if (next < 0 || (givesWay() && later && enabled[next].lineage.compareTo(current.lineage) <= 0)) {
                    next = i;
                }
            } else if (nextSpinning < 0 || (later && enabled[nextSpinning].lineage.compareTo(current.lineage) <= 0)) {
                nextSpinning = i;
            }
        }
        return next >= 0 ? next : nextSpinning;
    }

    private boolean givesWay() {
        return current.state == Task.State.PENDING;
    }

    private int decideNext(int n) {
        int i = chooser.next(this, enabled, n);
        deviations.decided(Code.GO, i, n, enabled[i]);
        return i;
    }

    /**
     * Whether the fault point {@code label} injects its fault now. A label is active in one run of four or so, and in those runs
     * with {@code probability} at each visit.
     */
    boolean fault(String label, double probability) {
        Boolean active = faults.get(label);
        if (active == null) {
            active = decideFault(ACTIVE_FAULT);
            faults.put(label, active);
        }
        return active && decideFault(probability);
    }

    private boolean decideFault(double probability) {
        int answer = chooser.fault(this, probability);
        deviations.decided(Code.FAULT, answer, 2, current);
        digest = SplitMix64.mix(digest + 31L * answer + 2);
        return answer == 1;
    }

    private int decide(Code code, int n) {
        if (n == 1) {
            return 0;
        }
        int answer = chooser.choose(this, code, n);
        deviations.decided(code, answer, n, current);
        digest = SplitMix64.mix(digest + 31L * answer + n);
        return answer;
    }

    // steps

    private void perform(Task t) {
        Visible op = t.pending;
        Event e = new Event(steps++, t, t.pendingKind);
        e.op = op;
        e.decisions = deviations.decisions();
        e.ticks = ticks;
        e.pendingSince = t.pendingSince;
        if (settings.detailed()) {
            e.site = t.site();
            e.nanos = nanoTime();
        }
        event = e;
        current = t;
        stepsSinceProgress++;
        stepsSinceTick++;
        if (settings.clock() == Clock.JITTER) {
            pass(50 + jitter.next(51));
        }
        t.clock = VectorClock.set(t.clock, t.slot, t.steps);
        Shadow.acquire(t, otherClock); // what is not described may order anything
        if (op instanceof Choosing select && !t.returning) {
            performSelect(t, e, select);
        } else {
            Shadow s = shadowOf(t.pendingKind, op);
            e.object = s;
            if (s != null) {
                s.before(op);
            }
            List<ChannelShadow> closing = closing(op, e.kind);
            resume(t, t.returning || e.kind == OpKind.YIELD ? 0 : 1);
            e.parked = t.state == Task.State.WAITING;
            if (s != null) {
                s.after(e, op);
            } else {
                afterUnknown(e);
            }
            for (ChannelShadow c : closing) {
                c.close(e);
            }
        }
        finish(e);
    }

    private List<ChannelShadow> closing(Visible op, OpKind kind) {
        if (kind != OpKind.CONTEXT || op.operand() == 0) {
            return List.of();
        }
        List<ChannelShadow> closing = new ArrayList<>();
        op.closes(channel -> {
            ChannelShadow c = channelShadow(channel);
            c.before(op);
            closing.add(c);
        });
        return closing;
    }

    private void afterUnknown(Event e) {
        switch (e.kind) {
            case OTHER, BLOCKING, ASYNC -> {
                Task t = e.task;
                otherClock = Shadow.release(t, otherClock);
                for (int i = 0; i < e.wokenCount; i++) {
                    Shadow.acquire(e.woken[i], t.clock);
                }
            }
            default -> {}
        }
    }

    private void performSelect(Task t, Event e, Choosing select) {
        int n = select.cases();
        int ready = 0;
        int first = -1;
        for (int i = 0; i < n; i++) {
            channelShadow(select.channel(i)).before(select);
            if (ChannelShadow.isReady(select, i)) {
                first = first < 0 ? i : first;
                ready++;
            }
        }
        int taken = first;
        if (ready > 1 && select.isRandom()) {
            int skip = decide(Code.SELECT, ready);
            while (skip > 0) {
                taken++;
                if (ChannelShadow.isReady(select, taken)) {
                    skip--;
                }
            }
        }
        e.takenCase = taken;
        e.idle = taken < 0;
        forcedCase = taken;
        resume(t, 1);
        forcedCase = -1;
        e.parked = taken < 0 && !select.hasDefault();
        if (taken >= 0) {
            e.object = channelShadow(select.channel(taken));
            e.note = select.sends(taken) ? "(send)" : "(recv)";
        }
        for (int i = 0; i < n; i++) {
            ChannelShadow c = channelShadow(select.channel(i));
            if (i == taken) {
                if (n > 1 || select.hasDefault()) {
                    c.look(e);
                }
                if (select.sends(i)) {
                    c.send(e);
                } else {
                    c.receive(e);
                }
            } else if (e.parked) {
                c.park(e, select.sends(i));
            } else {
                c.look(e);
            }
        }
    }

    @SuppressWarnings("EnumOrdinal") // any number that differs
    private void finish(Event e) {
        events.add(e);
        Task t = e.task;
        countSpins(e, t);
        if (settings.detailed()) {
            e.clock = t.clock.clone();
        }
        digest = SplitMix64.mix(digest
                + t.lineage.hash()
                + 31L * e.kind.ordinal()
                + (e.object == null ? 0 : 1009L * e.object.index())
                + (e.parked ? 7 : 0));
        trace.add(e, this);
        chooser.stepped(this, e);
    }

    private void countSpins(Event e, Task t) {
        if (e.idle || e.kind == OpKind.YIELD) {
            t.spins++;
        } else if (changes(e.kind)) {
            if (e.kind != OpKind.LOCK && e.kind != OpKind.UNLOCK) {
                for (int i = 0; i < liveCount; i++) {
                    live[i].spins = 0;
                }
            }
            if (2 * steps > settings.maxSteps() && e.kind != OpKind.LOCK && e.kind != OpKind.UNLOCK) {
                changesInSecondHalf++;
            }
        }
    }

    private static boolean changes(OpKind kind) {
        return switch (kind) {
            case YIELD, LENGTH, ATOMIC_LOAD, READ, CLOCK, GROUP_RETURN, READ_LOCK, READ_UNLOCK -> false;
            default -> true;
        };
    }

    // time

    private boolean clockIsDue(int n) {
        if (earliestDeadline() == Long.MAX_VALUE) {
            return false;
        }
        if (earliestDeadline() <= nanoTime()) {
            return true;
        }
        if (stepsSinceProgress > STEPS_WITHOUT_PROGRESS || stepsSinceTick > STEPS_WITHOUT_TICK) {
            return true;
        }
        for (int i = 0; i < n; i++) {
            if (!enabled[i].isSpinning()) {
                return false;
            }
        }
        return true;
    }

    /** Whether the schedule lets a deadline pass although a task can go on. */
    private boolean ticksByChoice() {
        if (settings.clock() != Clock.ADVERSARIAL
                || ticksTaken == settings.maxTicks()
                || earliestDeadline() == Long.MAX_VALUE
                || decide(Code.TICK, 2) == 0) {
            return false;
        }
        ticksTaken++;
        tick();
        return true;
    }

    private void tick() {
        stepsSinceTick = 0;
        stepsSinceProgress = 0;
        ticks++;
        trace.tick();
        digest = SplitMix64.mix(digest + 17);
        if (rootEnded && ++ticksAfterEnd > MAX_TICKS_AFTER_END) {
            finding = race != null ? race : new Judge(this).timerLeak();
            if (finding != null) {
                return;
            }
            ticksAfterEnd = 0;
        }
        for (int i = 0; i < liveCount; i++) {
            live[i].spins = 0;
        }
        event = null;
        advanceClock();
        chooser.ticked(this);
    }

    // what the world tells

    @Override
    protected long nextId(Program p) {
        Task maker = current;
        Lineage lineage = maker == null ? Lineage.root() : maker.lineage.child(maker.children++);
        byId.add(new Task(lineage, byId.size()));
        return byId.size();
    }

    private Task task(Goroutine g) {
        return byId.get((int) g.id() - 1);
    }

    @Override
    protected void onSpawn(Goroutine g) {
        Task t = task(g);
        t.fiber = (Fiber) g;
        if (t.slot == 0) {
            root = t;
        }
        if (firing != null) {
            t.clock = timerClock(firing).clone();
        } else if (current != null) {
            t.clock = current.clock.clone();
        }
        if (event != null) {
            event.wakes(t);
        }
        addLive(t);
        stepsSinceProgress = 0;
        t.state = Task.State.LOCAL;
        local.add(t);
    }

    private void addLive(Task t) {
        if (liveCount == live.length) {
            live = Arrays.copyOf(live, 2 * liveCount);
        }
        int i = liveCount++;
        while (i > 0 && live[i - 1].lineage.compareTo(t.lineage) > 0) {
            live[i] = live[i - 1];
            i--;
        }
        live[i] = t;
    }

    @Override
    protected void onReady(Goroutine g) {
        Task t = task(g);
        stepsSinceProgress = 0;
        if (event != null) {
            event.wakes(t);
        }
        if (firing != null) {
            wokenByTimer = t;
        }
        Instruction waitedIn = t.fiber.pending();
        OpKind resumption = waitedIn instanceof Visible v ? v.resumption() : null;
        if (resumption == null) {
            t.state = Task.State.LOCAL;
            local.add(t);
        } else {
            t.state = Task.State.PENDING;
            t.pending = (Visible) waitedIn;
            t.pendingKind = resumption;
            t.pendingSince = ticks;
            t.returning = true;
        }
    }

    @Override
    protected void onSleep(Goroutine g, long deadline) {
        usedTimers = true;
        stepsSinceProgress = 0;
    }

    @Override
    protected void onArm(TimerTask timer) {
        usedTimers = true;
        if (current != null && firing == null) {
            timerClocks.put(timer, current.clock.clone());
        }
    }

    private int[] timerClock(TimerTask timer) {
        return timerClocks.getOrDefault(timer, VectorClock.EMPTY);
    }

    @Override
    protected void onFire(TimerTask timer) {
        if (timer != null) {
            wokenByTimer = null;
            if (timer.target() != null) {
                channelShadow(timer.target()).before(null);
            }
            firing = timer;
            return;
        }
        if (firing.target() != null) {
            channelShadow(firing.target()).fired(firing, timerClock(firing), wokenByTimer);
        }
        firing = null;
    }

    @Override
    public void preempted(Goroutine g) {
        Task t = task(g);
        g.state(Goroutine.RUNNABLE);
        if (t.fiber.pending() instanceof Visible v) {
            t.state = Task.State.PENDING;
            t.pending = v;
            t.pendingKind = v.kind();
            t.pendingSince = ticks;
            t.returning = false;
        } else if (stuck) {
            finding = new Judge(this).endlessStep(t);
        } else if (!(t.fiber.pending() instanceof Operation)) {
            t.state = Task.State.LOCAL; // no step in itself: it goes on to the first one
            local.add(t);
        } else {
            t.state = Task.State.PENDING;
            t.pending = UNDESCRIBED;
            t.pendingKind = OpKind.OTHER;
            t.pendingSince = ticks;
            t.returning = false;
        }
    }

    @Override
    public void yielded(Goroutine g) {
        preempted(g);
    }

    @Override
    public void ended(Goroutine g) {
        super.ended(g);
        Task t = task(g);
        t.state = Task.State.DEAD;
        t.pendingKind = null;
        stepsSinceProgress = 0;
        int i = 0;
        while (live[i] != t) {
            i++;
        }
        System.arraycopy(live, i + 1, live, i, --liveCount - i);
    }

    @Override
    public int firstBudget() {
        return budget;
    }

    @Override
    public int nextBudget() {
        return 0;
    }

    @Override
    public int nextBudgetBetweenSteps() {
        stuck = ++between > MAX_STEPS_BETWEEN;
        return stuck ? 0 : 1;
    }

    @Override
    public int random(int bound) {
        return decide(Code.DATA, bound);
    }

    @Override
    public int forcedCase() {
        return forcedCase;
    }

    @Override
    protected void onForeignThread(Goroutine g, Thread thread, IllegalStateException refusal) {
        brokenBy = refusal;
    }

    /** What another thread did that it must not; null if nothing. */
    public IllegalStateException brokenBy() {
        return brokenBy;
    }

    // what the program tells

    void print(String text) {
        output.append(text);
    }

    void reached(String label) {
        reached.add(label);
    }

    void mainReturned() {
        rootEnded = true;
        stepsAtEnd = steps;
    }

    private void checkHandleUses() {
        Event use = handleUses.unorderedWith(root);
        if (use != null) {
            race(use.object, use, null);
        }
    }

    void handleUsed(Shadow handle, Event e) {
        if (rootEnded) {
            race(handle, null, e);
        }
        handleUses.add(e);
    }

    void panicked(Panicking p) {
        if (finding == null) {
            finding = new Judge(this).panic(current, p.thrown());
        }
    }

    void fatal(Throwable thrown) {
        if (finding == null) {
            finding = new Judge(this).fatal(current, thrown);
        }
    }

    // for shadows

    int nextShadowIndex() {
        return shadowCount++;
    }

    /** A location of {@code owner}. */
    int newLocation(Shadow owner) {
        if (locationCount == owners.length) {
            owners = Arrays.copyOf(owners, 2 * locationCount);
            joins = Arrays.copyOf(joins, 2 * locationCount);
        }
        owners[locationCount] = owner.index;
        return locationCount++;
    }

    /** A location at which steps meet that commute, but what follows those that read comes after those that write. */
    int newMeetingPoint(Shadow owner) {
        int location = newLocation(owner);
        joins[location] = true;
        return location;
    }

    /** The index of the shadow that {@code location} belongs to. */
    public int owner(int location) {
        return owners[location];
    }

    /** Whether steps that touch {@code location} commute all the same. */
    public boolean isMeetingPoint(int location) {
        return joins[location];
    }

    public int locations() {
        return locationCount;
    }

    /** After the end: the locks that tasks were about to take and could not, as steps that come after all others. */
    public List<Event> locksNeverTaken() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < liveCount; i++) {
            Task t = live[i];
            if (t.pendingKind == OpKind.LOCK && shadows.get(t.pending.subject()) instanceof LockShadow lock) {
                Event e = new Event(steps, t, OpKind.LOCK);
                e.object = lock;
                e.ticks = ticks;
                e.pendingSince = t.pendingSince;
                lock.touchMutex(e);
                events.add(e);
            }
        }
        return events;
    }

    /** Whether the clock has moved although a task could go on, because all of them were spinning or none got anywhere. */
    public boolean tickedWhileBusy() {
        return ticksWhileBusy;
    }

    /** Whether the program slept or armed a timer. */
    public boolean usedTimers() {
        return usedTimers;
    }

    /**
     * Whether the pending operation of {@code t} may not commute with {@code e}, which has just been executed. Says yes when in
     * doubt.
     */
    public boolean mayDepend(Task t, Event e) {
        OpKind kind = t.pendingKind;
        if (kind == null
                || e.isUndescribed()
                || Event.isUndescribed(kind)
                || e.kind == OpKind.CONTEXT
                || kind == OpKind.CONTEXT) {
            return true;
        }
        boolean reads = readsOnly(kind);
        if (t.pending instanceof Choosing select && !t.returning) {
            for (int i = 0; i < select.cases(); i++) {
                if (touches(e, shadows.get(select.channel(i)), false)) {
                    return true;
                }
            }
            return false;
        }
        Object subject = t.pending.subject();
        return subject != null && touches(e, shadows.get(subject), reads);
    }

    /** The number, by first use, of the object on which {@code t} is about to operate; -1 if none, or if it is a new one. */
    public int objectOfPending(Task t) {
        Object subject = t.pending == null ? null : t.pending.subject();
        Shadow s = subject == null ? null : shadows.get(subject);
        return s == null ? -1 : s.index;
    }

    private boolean touches(Event e, Shadow s, boolean reads) {
        if (s == null) {
            return false;
        }
        for (int i = 0; i < e.accessCount; i++) {
            int location = e.accesses[i] >> 1;
            if (owners[location] == s.index && !joins[location] && (!reads || (e.accesses[i] & 1) != 0)) {
                return true;
            }
        }
        return false;
    }

    private static boolean readsOnly(OpKind kind) {
        return switch (kind) {
            case READ, ATOMIC_LOAD, LENGTH, READ_LOCK, READ_UNLOCK, TRY_READ_LOCK, GROUP_WAIT, GROUP_RETURN -> true;
            default -> false;
        };
    }

    String uniqueName(String base) {
        if (names == null) {
            names = new HashMap<>();
        }
        int n = names.merge(base, 1, Integer::sum);
        return Judge.isDefaultName(base) || n > 1 ? base + "#" + n : base;
    }

    /** {@code a} and {@code b} are not ordered; one of them is null if it is the end of the test. */
    void race(Shadow object, Event a, Event b) {
        if (race == null) {
            race = new Judge(this).race(object, a, b);
        }
    }

    void acquireAll(Task t) {
        for (Task other : byId) {
            Shadow.acquire(t, other.clock);
        }
    }

    /** {@code e} served {@code t} at {@code channel}: if that was a select, it leaves the other channels. */
    void withdrawn(Event e, Task t, ChannelShadow channel) {
        if (t != null && t.waitsSince != null && t.waitsSince.op instanceof Choosing select) {
            for (int i = 0; i < select.cases(); i++) {
                ChannelShadow other = channelShadow(select.channel(i));
                if (other != channel) {
                    other.leave(e);
                }
            }
        }
    }

    boolean waitsOn(Event waits, ChannelShadow channel) {
        if (waits.op instanceof Choosing select) {
            return channel.caseOf(select, true) >= 0 || channel.caseOf(select, false) >= 0;
        }
        return waits.object == channel;
    }

    ChannelShadow channelShadow(Object channel) {
        Shadow s = shadows.get(channel);
        if (s == null) {
            s = new ChannelShadow(this, (ChannelCore) channel);
            shadows.put(channel, s);
        }
        return (ChannelShadow) s;
    }

    private Shadow shadowOf(OpKind kind, Visible op) {
        Object subject = op.subject();
        if (subject == null) {
            return null;
        }
        Shadow s = shadows.get(subject);
        if (s == null) {
            s = newShadow(kind, subject);
            shadows.put(subject, s);
        }
        return s;
    }

    private Shadow newShadow(OpKind kind, Object subject) {
        return switch (kind) {
            case SEND, RECEIVE, TRY_SEND, TRY_RECEIVE, CLOSE, LENGTH -> new ChannelShadow(this, (ChannelCore) subject);
            case LOCK,
                    UNLOCK,
                    TRY_LOCK,
                    WRITE_LOCK,
                    WRITE_UNLOCK,
                    TRY_WRITE_LOCK,
                    READ_LOCK,
                    READ_UNLOCK,
                    TRY_READ_LOCK -> new LockShadow(this, subject);
            case GROUP_ADD, GROUP_WAIT, GROUP_RETURN -> new GroupShadow(this, subject);
            case READ, WRITE, ATOMIC_LOAD, ATOMIC_STORE, ATOMIC_UPDATE -> new CellShadow(this, subject);
            case TIMER_SET ->
                subject instanceof ChannelCore core ? new ChannelShadow(this, core) : new MonitorShadow(this, subject);
            default -> new MonitorShadow(this, subject);
        };
    }

    // for the judge

    Shadow existingShadow(Object subject) {
        return subject == null ? null : shadows.get(subject);
    }

    List<Task> liveTasks() {
        return Arrays.asList(live).subList(0, liveCount);
    }

    Event lastEvent() {
        return event;
    }

    /** The objects of {@code e}: those of all cases of a select that waits. */
    List<Shadow> objectsOf(Event e) {
        if (e.op instanceof Choosing select && e.parked) {
            List<Shadow> channels = new ArrayList<>();
            for (int i = 0; i < select.cases(); i++) {
                channels.add(channelShadow(select.channel(i)));
            }
            return channels;
        }
        return e.object == null ? List.of() : List.of(e.object);
    }

    boolean rootEnded() {
        return rootEnded;
    }

    Task root() {
        return root;
    }
}
