package io.gondola.testkit;

import io.gondola.dsl.Go;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.vavr.CheckedFunction0;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Runs a program again and again, each time under another schedule, in search of one under which it fails.
 *
 * <pre>{@code
 * Report report = Explorer.of(() -> transfer()).schedules(5_000).seed(7).explore();
 * report.failure().forEach(f -> System.out.println(f.message()));
 * }</pre>
 *
 * <p>Everything runs on one thread, with virtual time, while the caller waits. The schedule may switch goroutines
 * before each operation that others can observe: on channels, locks, groups, contexts, timers, atomic and
 * {@link io.gondola.dsl.Shared} variables, and the output. Plain Java code between two of them is part of the step
 * before, but see {@link #javaSteps}.
 *
 * <p>An explorer is a value: each setting returns a new one.
 */
public abstract class Explorer {
    Explorer() {}

    /**
     * Explores the program that {@code program} makes. It is called for every run, so that each has channels,
     * locks and variables of its own.
     *
     * @throws NullPointerException if {@code program} is null
     */
    public static Explorer of(CheckedFunction0<? extends Go<?>> program) {
        return Exploration.begin(Objects.requireNonNull(program, "program"));
    }

    /**
     * Names the program: tokens are for programs of one name. By default it is the place where the function given to
     * {@link #of} was written, without the line.
     */
    public abstract Explorer named(String name);

    /**
     * How many schedules are run at the most; 1000 by default.
     *
     * @throws IllegalArgumentException {@code schedules must be positive: 0}
     */
    public abstract Explorer schedules(int n);

    /** Decides which schedules are run; 0 by default. */
    public abstract Explorer seed(long seed);

    /** In which order the schedules are tried; {@link Strategy#PORTFOLIO} by default. */
    public abstract Explorer strategy(Strategy s);

    /** How time passes; {@link Clock#IDLE} by default. */
    public abstract Explorer clock(Clock c);

    /**
     * How much time to spend at the most; without end by default.
     *
     * @throws IllegalArgumentException {@code budget must be positive: PT0S}
     */
    public abstract Explorer budget(Duration wallClock);

    /**
     * After so many steps a run is cut; 100000 by default.
     *
     * @throws IllegalArgumentException {@code maxSteps must be positive: 0}
     */
    public abstract Explorer maxSteps(int perRun);

    /**
     * How many threads run schedules at the same time; 1 by default.
     *
     * @throws IllegalArgumentException {@code threads must be from 1 to 1024: 0}
     */
    public abstract Explorer threads(int n);

    /** Goroutines of this name need not end: no {@link Kind#LEAK} is reported for them. */
    public abstract Explorer allowLeak(String goroutineName);

    /**
     * Lets {@code tryLock} and {@code tryRLock} fail although the lock is free, as Go's memory model allows, whenever
     * the schedule wants so. A token of such a schedule says so itself: it replays with this setting or without.
     */
    public abstract Explorer tryLockMayFail();

    /**
     * Lets those who wait be served in any order, rather than first come, first served: senders and receivers of a
     * channel, who waits for a {@code Cond}'s signal, and for the permits that a {@code Semaphore}'s release makes
     * free, if these are enough for the first one. Go promises no order for any of them, so what fails only with this
     * setting is a program that relies on how the queues are built. So is a tick of a timer's. A token says so itself:
     * it replays with this setting or without.
     */
    public abstract Explorer loose();

    /**
     * Lets the wait for a {@code Cond} return though nobody has signalled, at most twice in each goroutine, as Java's
     * conditions may, and Go's never do. {@link Verdict#EXHAUSTED} is meant within that bound. A token says so itself:
     * it replays with this setting or without.
     */
    public abstract Explorer spuriousWakeups();

    /**
     * Lets the program build programs and drop them: no {@link Kind#LOST} is reported. Without this, the first runs and
     * then ever fewer of them are looked at for programs that would do something, that the user's code has built, and
     * that nobody can run any more, since it neither kept nor returned nor passed them on.
     *
     * <pre>{@code
     * Explorer.of(() -> {
     *     ch.send(1); // a statement of its own: does nothing
     *     return ch.receive();
     * })
     * }</pre>
     */
    public abstract Explorer allowLost();

    /**
     * Makes each {@link Go#call} and {@link Go#run} a step of its own, before which the schedule may switch, as if it
     * were an operation. So an update is found that is lost between a step that reads a variable and one that writes
     * it, though the variable is not declared as {@link io.gondola.dsl.Shared}. Functions in {@code map}, {@code
     * flatMap} and {@code suspend} make no steps.
     *
     * <p>Nothing is known of such a step, so {@link Strategy#DPOR} has to try it in every order. {@link
     * Strategy#PORTFOLIO} makes these steps in some of its runs by itself if several goroutines run such code;
     * without this setting it is {@link Verdict#EXHAUSTED} when every order of the other steps was tried. A token
     * says whether it has such steps, and replays with this setting or without.
     */
    public abstract Explorer javaSteps();

    /**
     * Lets this go wrong in the virtual network, at moments that the schedule decides; nothing by default. Each kind is
     * active in about a quarter of the runs. A token says what could go wrong, and replays with that whatever is set
     * here.
     *
     * @throws IllegalArgumentException if one of {@code faults} is there twice
     */
    public abstract Explorer netFaults(NetFault... faults);

    /**
     * Explores.
     *
     * <p>The program runs on threads of the explorer's own, so a step that blocks for ever does not block the caller
     * for ever.
     *
     * @throws IllegalStateException if the program is not the same in every run, if another thread interferes with it,
     *     if a step blocks its thread for more than 5 s, or if the caller is interrupted: says how
     */
    public abstract Report explore();

    /**
     * Runs schedules as {@link #explore} does, but goes on after failures, and tells {@code visitor} how each of them
     * ended: for all endings that a program has, use {@link Strategy#DPOR} and enough schedules.
     *
     * <pre>{@code
     * Set<Option<Kind>> endings = new HashSet<>();
     * boolean all = Explorer.of(() -> transfer()).strategy(Strategy.DPOR).visit(e -> endings.add(e.kind()));
     * }</pre>
     *
     * <p>The visitor is called on the thread that has run the schedule, before that thread makes the program again.
     * Schedules that were given up, because nothing new can come of them, or cut after {@link #maxSteps} steps without
     * a {@link Kind#LIVELOCK}, are not visited. An exception that the visitor throws ends the exploration.
     * For {@link Strategy#DPOR} a panic is the same ending, whatever other goroutines had done by then.
     *
     * @return whether every schedule was tried, as with {@link Verdict#EXHAUSTED}
     * @throws IllegalStateException as {@link #explore} does
     */
    @CanIgnoreReturnValue
    public abstract boolean visit(Consumer<? super VisitedRun> visitor);

    /**
     * Runs the schedule of {@code token} again, under its clock and with the liberties that it was found with. If the
     * program has changed since, the run follows the token as far as it can, and {@link Report#divergence} says where
     * it could not.
     *
     * @throws IllegalArgumentException if {@code token} is truncated, mistyped, or of another program: says which
     */
    public abstract Report replay(String token);
}
