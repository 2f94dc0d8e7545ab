package io.gondola.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;

/**
 * A test that explores many schedules of the program that the method returns, and fails with a report if one of them
 * fails.
 *
 * <pre>{@code
 * @GoTest
 * Go<?> transferNeverLosesMoney() {
 *     Account a = new Account(100);
 *     return parallel(List.of(a.withdraw(60), a.withdraw(60))).then(a.check());
 * }
 * }</pre>
 *
 * <p>The method returns a {@link io.gondola.dsl.Go} and is neither private nor static. It may take parameters of type
 * {@link Clock}, {@link Strategy} and {@link org.junit.jupiter.api.TestInfo}. It is called for every schedule, on
 * a new instance of the class, whose {@code @BeforeEach} methods have run; {@code @AfterEach} methods run after the
 * schedule. So nothing that one schedule leaves behind reaches the next one. {@code @BeforeAll}, {@code @AfterAll},
 * {@code @Nested}, {@code @Tag}, {@code @Disabled}, {@code @DisplayName}, {@code @Execution} and {@code @ResourceLock}
 * mean what they mean in Jupiter; Jupiter's extensions do not take part.
 *
 * <p>Such a test is run by an engine of its own on the JUnit Platform, beside Jupiter, as Jupiter wants methods that
 * return nothing. In a parallel run, configured as Jupiter's, tests run beside each other.
 *
 * <p>System properties, or entries of {@code junit-platform.properties}, go before what is said here:
 * {@code go.schedules}, {@code go.seed}, {@code go.strategy}, {@code go.clock}, {@code go.budget}, {@code go.maxSteps},
 * {@code go.threads}, {@code go.replay}, {@code go.tryLockMayFail}, {@code go.loose}, {@code go.spuriousWakeups},
 * {@code go.allowLost}, {@code go.javaSteps}. A schedule that failed is kept in {@code target/go-failures} (or
 * {@code build/go-failures}, or {@code go.failures}), beside its report as a page, and is tried first when the test
 * runs again.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Testable
public @interface GoTest {
    /** How many schedules to try, at most; at least 1. */
    int schedules() default 1_000;

    /** Decides which ones; 0 stands for a number made from the test's name, the same each time. */
    long seed() default 0;

    Strategy strategy() default Strategy.PORTFOLIO;

    Clock clock() default Clock.IDLE;

    /** What is to be found. Unless it is {@link Expect#PASS}, the test fails if it is not. */
    Expect expect() default Expect.PASS;

    /** A token from a report: only that schedule is run. */
    String replay() default "";

    /** The longest time for all schedules: {@code 500ms}, {@code 2s}, {@code 1m}; none if empty. */
    String budget() default "";

    /** How many steps a schedule may have before it counts as endless; 0 stands for the explorer's default. */
    int maxSteps() default 0;

    /** On how many threads to explore; at least 1. */
    int threads() default 1;

    /** Names of goroutines that may be left waiting at the end. */
    String[] allowLeak() default {};

    /** Whether programs may be built and dropped, see {@link Explorer#allowLost}. */
    boolean allowLost() default false;

    /** Whether {@code tryLock} may fail on a free lock, see {@link Explorer#tryLockMayFail}. */
    boolean tryLockMayFail() default false;

    /** Whether those who wait may be served in any order, see {@link Explorer#loose}. */
    boolean loose() default false;

    /** Whether plain Java code makes steps of its own, see {@link Explorer#javaSteps}. */
    boolean javaSteps() default false;

    /** What may go wrong in the virtual network, see {@link Explorer#netFaults}. */
    NetFault[] netFaults() default {};

    /** Whether a {@code Cond}'s wait may return for no reason, see {@link Explorer#spuriousWakeups}. */
    boolean spuriousWakeups() default false;
}
