package io.gondola.testkit.run;

import io.gondola.dsl.Go;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.Panicking;
import io.gondola.dsl.engine.Returned;
import io.gondola.scheduler.Goroutine;
import io.gondola.scheduler.Program;
import io.gondola.scheduler.TimerTask;
import io.gondola.scheduler.deterministic.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a program in a world of its own: each decision is a {@link Chooser}'s, each step is known before and after
 * it is made.
 */
public final class Execution extends World {
    /*
     * This is the loop, and what the world and the program tell. LiveTasks knows who can go on, the Stepper makes a
     * step, Ticks move the clock, Decisions are the chooser's, SharedObjects say what depends on what, and Findings are
     * what is wrong.
     */
    private static final long OUTSIDE_NANOS = 1_000_000_000;
    private static final int MAX_STEPS_AFTER_END = 5_000;

    final LiveTasks tasks = new LiveTasks();
    final SharedObjects objects = new SharedObjects(this);
    final Findings findings = new Findings(this);
    final Decisions decisions;
    final Stepper stepper;
    final Ticks ticks;
    final Turns turns = new Turns();
    final Continuation continuation = new Continuation(this);

    private final Chooser chooser;
    private final Settings settings;
    private final TestedProgram program = new TestedProgram(this);
    private final StringBuilder output = new StringBuilder();
    private final List<String> reached = new ArrayList<>(0);
    private Set<String> mentioned = Set.of();
    private final @Nullable Built built = Built.current();
    private @Nullable Task root;
    private @Nullable OpenConnections network;
    private boolean rootEnded;
    private int stepsAtEnd;
    private boolean cut;
    private boolean abandoned;
    private volatile @Nullable IllegalStateException brokenBy;

    private Execution(Chooser chooser, Settings settings) {
        this.chooser = chooser;
        this.settings = settings;
        this.decisions = new Decisions(this, chooser);
        this.stepper = new Stepper(this, chooser, settings);
        this.ticks = new Ticks(this, chooser, settings);
    }

    /**
     * Runs {@code body} under {@code chooser}, to its end. {@code observer} is given the execution before it begins.
     */
    public static Execution run(Go<?> body, Chooser chooser, Settings settings, Consumer<Execution> observer) {
        Returned.show();
        Fiber.tellJavaCode();
        Execution x = new Execution(chooser, settings);
        observer.accept(x);
        chooser.begin(x);
        x.start(x.program, Fiber.main(x.program, body, new TestedProgram.Last(x)));
        x.drive(x.program);
        if (x.built != null && settings.findsLost()) {
            x.findings.lost(x.built.lost(!x.cut));
        }
        chooser.end(x);
        return x;
    }

    // results

    /** What is wrong; null if nothing is. */
    public @Nullable Finding finding() {
        return findings.finding();
    }

    /** What is wrong, of a run that has failed. */
    public Finding failure() {
        return Objects.requireNonNull(findings.finding(), "finding");
    }

    /**
     * How the run ended, if not well, whether or not there was a data race before; null if it ended well or was given
     * up.
     */
    public @Nullable Finding ending() {
        return findings.ending();
    }

    /**
     * The two steps of the data race that was found first; one if the other is the end of the test, none without a
     * race.
     */
    public List<Event> raced() {
        return findings.raced();
    }

    public List<Event> events() {
        return stepper.events();
    }

    public int steps() {
        return stepper.count();
    }

    public Deviations deviations() {
        return decisions.deviations();
    }

    public long digest() {
        return decisions.digest();
    }

    /** The same for runs that differ only in the order of steps that do not depend on each other. */
    public long traceHash() {
        return stepper.traceHash();
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

    /**
     * Where in the user's code {@code t} is: where its operation was built if that was recorded, else the function;
     * null if unknown.
     */
    @Nullable
    String siteOf(Task t) {
        Instruction at = built == null || t.fiber == null ? null : t.fiber.pending();
        StackTraceElement place = built == null || at == null ? null : built.placeOf(at);
        return place != null ? place.toString() : t.site();
    }

    /** The operations that the program has built so far; null if they were not recorded. */
    @Nullable
    Built built() {
        return built;
    }

    /**
     * Whether the run did not end within the number of steps allowed; how it would go on may have been seen all the
     * same.
     */
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
    public @Nullable Task current() {
        return stepper.current();
    }

    /** The task that makes the present step, or runs on. */
    Task running() {
        return Objects.requireNonNull(stepper.current(), "current");
    }

    /** All tasks, by creation. */
    public List<Task> tasks() {
        return tasks.byId();
    }

    /** Whether the clock has moved although a task could go on that was not spinning. */
    public boolean tickedWhileBusy() {
        return ticks.whileBusy();
    }

    /** Whether the program slept or armed a timer. */
    public boolean usedTimers() {
        return ticks.usedTimers();
    }

    /** Whether it went on, fairly, after it was cut, or long after main's end. */
    public boolean isContinued() {
        return continuation.isOn();
    }

    /** Whether, at some step, more tasks could go on than the chooser was asked about. */
    public boolean choseByItself() {
        return turns.forced() || continuation.isOn();
    }

    /** What another thread did that it must not; null if nothing. */
    public @Nullable IllegalStateException brokenBy() {
        return brokenBy;
    }

    // dependency

    /** Whether steps that touch {@code location} commute all the same. */
    public boolean isMeetingPoint(int location) {
        return objects.isMeetingPoint(location);
    }

    public int locations() {
        return objects.locations();
    }

    /** After the end: the locks that tasks were about to take and could not, as steps that come after all others. */
    public List<Event> locksNeverTaken() {
        return objects.locksNeverTaken(tasks);
    }

    /**
     * Whether the pending operation of {@code t} may not commute with {@code e}, which has just been executed. Says yes
     * when in doubt.
     */
    public boolean mayDepend(Task t, Event e) {
        return objects.mayDepend(t, e);
    }

    /**
     * The number, by first use, of the object on which {@code t} is about to operate; -1 if none, or if it is a new
     * one.
     */
    public int objectOfPending(Task t) {
        return objects.objectOfPending(t);
    }

    // the loop

    @Override
    protected void step(Program p) {
        stepper.runLocals();
        findings.checkEnd();
        if (continuation.isDoubtful()) {
            findings.dropDoubtful();
        }
        if (findings.endIt()) {
            program.finish();
            return;
        }
        int n = tasks.findEnabled(stepper.current());
        if (n == 0) {
            stepNobody();
            return;
        }
        if (ticks.isDue(n)) {
            ticks.tickWhileBusy(n);
            return;
        }
        if (continuation.isOn() ? continuation.isOver() : isLong()) {
            endLong();
            return;
        }
        if (ticks.byChoice()) {
            return;
        }
        Task t = next(n);
        if (!continuation.isOn() && chooser.abandons(this, t)) {
            abandoned = true;
            findings.onlyRace();
            program.finish();
            return;
        }
        stepper.perform(t);
    }

    /** Who makes the next step, of the {@code n} that can. */
    private Task next(int n) {
        Task[] enabled = tasks.enabled();
        if (n == 1) {
            return enabled[0];
        }
        if (continuation.isOn()) {
            return continuation.next(enabled, n);
        }
        return turns.lead(enabled, n, steps()) ? enabled[0] : enabled[decisions.next(enabled, n)];
    }

    /** Whether the run ends here, unless it is continued: the others are alive after main's end, or it was cut. */
    private boolean isLong() {
        if (rootEnded && steps() - stepsAtEnd > MAX_STEPS_AFTER_END) {
            return true;
        }
        if (steps() >= settings.maxSteps() && !cut) {
            cut = true;
            if (!settings.continued()) {
                return true;
            }
            continuation.beginAtCut();
        }
        return false;
    }

    private void endLong() {
        if (cut && continuation.isOn()) {
            findings.endless();
        } else if (continuation.isOn() && continuation.ticksLately() > 0) {
            findings.leakByTimers();
        } else {
            findings.onlyRace(); // the others are alive, and a program may end so
        }
        program.finish();
    }

    /** No task can go on: moves the clock, or ends the execution. */
    private void stepNobody() {
        if (timersMayReady()) {
            ticks.tick();
        } else {
            awaitOutside();
            findings.atRest();
            program.finish();
        }
    }

    /** Gives other threads, of which a task seems to wait for one, the time to show themselves. */
    private void awaitOutside() {
        if (!settings.patient()) {
            return;
        }
        boolean waits = false;
        for (Task t : tasks.live()) {
            waits |= t.fiber.mayBeReadiedFromOutside();
        }
        long begin = System.nanoTime();
        while (waits && brokenBy == null && System.nanoTime() - begin < OUTSIDE_NANOS) {
            LockSupport.parkNanos(this, OUTSIDE_NANOS / 100);
        }
    }

    void runFiber(Fiber f) {
        resume(f);
    }

    // time

    long nextDeadline() {
        return earliestDeadline();
    }

    /** The last deadline that will ever come; {@link Long#MIN_VALUE} if there is none. */
    long latest() {
        return latestDeadline();
    }

    void letPass(long nanos) {
        pass(nanos);
    }

    void moveClock() {
        advanceClock();
    }

    // what the world tells

    @Override
    protected long nextId(Program p) {
        Task maker = stepper.current();
        return tasks.add(maker == null ? Lineage.root() : maker.lineage.child(maker.children++));
    }

    @Override
    protected void onSpawn(Goroutine g) {
        Task t = tasks.of(g);
        t.fiber = (Fiber) g;
        if (t.slot == 0) {
            root = t;
        }
        t.clock = ticks.clockOfNew(stepper.current());
        stepper.woke(t);
        tasks.started(t);
        ticks.progressed();
        continuation.started(t);
        stepper.runsOn(t);
    }

    @Override
    protected void onReady(Goroutine g) {
        Task t = tasks.of(g);
        ticks.progressed();
        stepper.woke(t);
        ticks.woke(t);
        stepper.readied(t);
    }

    @Override
    protected void onSleep(Goroutine g, long deadline) {
        ticks.slept();
    }

    @Override
    protected void onArm(TimerTask timer) {
        ticks.armed(timer, stepper.current());
    }

    @Override
    protected void onFire(@Nullable TimerTask timer) {
        ticks.fires(timer);
    }

    @Override
    public void preempted(Goroutine g) {
        g.state(Goroutine.RUNNABLE);
        stepper.stopped(tasks.of(g));
    }

    @Override
    public void yielded(Goroutine g) {
        preempted(g);
    }

    @Override
    public void ended(Goroutine g) {
        super.ended(g);
        Task t = tasks.of(g);
        ticks.progressed();
        if (t.death != null) {
            stepper.dies(t);
            return;
        }
        t.state = Task.State.DEAD;
        t.pendingKind = null;
        tasks.ended(t);
    }

    @Override
    public int firstBudget() {
        return stepper.budget();
    }

    @Override
    public int nextBudget() {
        return 0;
    }

    @Override
    public int nextBudgetBetweenSteps() {
        return stepper.budgetBetweenSteps();
    }

    @Override
    public boolean beforeJavaCode() {
        return stepper.beforeJava(running());
    }

    /** Whether several tasks ran plain Java code, which may touch the same variables. */
    public boolean sharesJavaCode() {
        return tasks.byId().stream().filter(t -> t.javaCode > 0).count() > 1;
    }

    @Override
    public int random(int bound) {
        int answer = decisions.choose(Code.DATA, bound);
        stepper.drew(answer);
        return answer;
    }

    @Override
    protected int tied(int n) {
        return decisions.choose(Code.TIE, n);
    }

    @Override
    public int forcedCase() {
        return stepper.forcedCase();
    }

    @Override
    protected void onForeignThread(Goroutine g, Thread thread, IllegalStateException refusal) {
        brokenBy = refusal;
    }

    // what the program tells

    /** The run's network, made when it is first asked for. */
    public OpenConnections connections(Supplier<? extends OpenConnections> maker) {
        if (network == null) {
            network = maker.get();
        }
        return network;
    }

    /** The ends of connections that nobody has closed. */
    List<String> openConnections() {
        return network == null ? List.of() : network.openConnections();
    }

    /** {@code p}, a part of the run, has ended: its goroutines no longer exist. */
    public void forgetTasksOf(Program p) {
        for (Task t : List.copyOf(tasks.live())) {
            if (t.fiber.program() == p && t != stepper.current()) {
                kill(t);
            }
        }
    }

    private void kill(Task t) {
        t.state = Task.State.DEAD;
        t.pendingKind = null;
        t.pending = null;
        tasks.ended(t);
    }

    /** {@code t} has stopped; whether that was the last time, since its part of the run has ended meanwhile. */
    boolean isOver(Task t) {
        if (!t.fiber.program().ended() || t.fiber.program() == program) {
            return false;
        }
        kill(t);
        return true;
    }

    /** Starts a goroutine of the main program, on behalf of nobody. */
    public void spawnInMain(Go<?> body) {
        spawn(Fiber.main(program, body, new TestedProgram.Side()));
    }

    /** See {@link Findings#fatal}. */
    public void fatal(Throwable thrown) {
        findings.fatal(thrown);
    }

    /** See {@link Findings#panicked}. */
    public void panicked(Panicking p) {
        findings.panicked(p);
    }

    public void print(String text) {
        output.append(text);
    }

    void reached(String label) {
        reached.add(label);
    }

    /** The step that is executed now; null between steps. */
    public @Nullable Event present() {
        return stepper.event();
    }

    /** Whether a fault is injected: a decision of the schedule. */
    public boolean fault(String label, double probability) {
        return decisions.fault(label, probability);
    }

    void mainReturned() {
        rootEnded = true;
        stepsAtEnd = steps();
    }

    // for shadows and the judge

    void acquireAll(Task t) {
        for (Task other : tasks.byId()) {
            Shadow.acquire(t, other.clock);
        }
    }

    List<Task> liveTasks() {
        return tasks.live();
    }

    @Nullable
    Event lastEvent() {
        return stepper.event();
    }

    boolean rootEnded() {
        return rootEnded;
    }

    Task root() {
        return Objects.requireNonNull(root, "root");
    }
}
