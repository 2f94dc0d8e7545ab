package example;

import static io.gondola.dsl.Go.call;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.suspend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gondola.dsl.Channel;
import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reports show the functions that returned what runs, and how often a function called itself. That a deterministic
 * runtime is made turns it on for all runtimes of the JVM.
 */
class CallersTest {
    private final Channel<Integer> never = Channel.unbuffered();

    private static Go<Integer> failing(int n) {
        return pure(n).flatMap(i -> CallersTest.<Integer>thrown()).map(i -> i + 1);
    }

    private static Go<Integer> failingLater(int n) {
        return gosched().as(n).flatMap(i -> CallersTest.<Integer>thrown()).map(i -> i + 1);
    }

    private static <A> Go<A> thrown() {
        return call(() -> {
            throw new IllegalStateException("thrown");
        });
    }

    private Go<Integer> inTheLastPlace(int n) {
        return n == 0 ? never.receive() : pure(n).flatMap(i -> inTheLastPlace(i - 1));
    }

    private static Go<Integer> nested(int n, Go<Integer> innermost) {
        return n == 0 ? innermost : nested(n - 1, innermost).map(i -> i + 1);
    }

    /** The lines of a report that name a method of this class, without Java's own stack traces. */
    private static List<String> methods(String report) {
        return report.lines()
                .filter(line -> line.startsWith("example.CallersTest."))
                .map(line -> line.replaceAll("example.CallersTest\\.|\\(.*\\)", ""))
                .toList();
    }

    private static void onEachRuntime(int processors, Function<GoRuntime, List<String>> places, String... expected) {
        try (GoRuntime deterministic = GoRuntime.deterministic(processors);
                GoRuntime real = GoRuntime.builder().maxProcs(processors).build()) {
            for (GoRuntime runtime : new GoRuntime[] {deterministic, real}) {
                assertThat(places.apply(runtime)).containsExactly(expected);
            }
        }
    }

    private static void panics(int processors, Go<?> program, String... expected) {
        onEachRuntime(
                processors,
                runtime -> methods(catchThrowableOfType(Panic.class, () -> runtime.run(program))
                        .report()),
                expected);
    }

    private static void deadlocks(int processors, Go<?> program, String... expected) {
        onEachRuntime(
                processors,
                runtime -> methods(catchThrowableOfType(FatalError.class, () -> runtime.run(program))
                        .report()),
                expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aPanicShowsTheFlatMapThatReturnedTheComposite(int processors) {
        panics(processors, caller(i -> failing(i)), "thrown", "failing", "failing", "caller");
        panics(processors, caller(i -> failingLater(i)), "thrown", "failingLater", "failingLater", "caller");
        panics(processors, gosched().then(caller(i -> failing(i))), "thrown", "failing", "failing", "caller");
    }

    private static Go<Integer> caller(Function<Integer, Go<Integer>> then) {
        return pure(1).flatMap(i -> then.apply(i));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aPanicShowsTheSuspendThatReturnedTheComposite(int processors) {
        panics(processors, suspending(), "thrown", "failing", "failing", "suspending");
    }

    private static Go<Integer> suspending() {
        return suspend(() -> failing(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aDumpShowsTheFunctionThatReturnedTheOperationInWhichItWaits(int processors) {
        deadlocks(processors, waiting(), "waiting");
        deadlocks(processors, gosched().then(waiting()), "waiting");
    }

    private Go<Integer> waiting() {
        return pure(1).flatMap(i -> never.receive());
    }

    /** It hunts a stack that grows with each call. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void ofCallsInTheLastPlaceTheFirstIsShown(int processors) {
        deadlocks(processors, entering(), "entering");
    }

    private Go<Integer> entering() {
        return pure(1).flatMap(i -> inTheLastPlace(1_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aFunctionThatStandsInARowIsShownOnceWithItsNumber(int processors) {
        deadlocks(processors, nested(1_000, never.receive()), "nested, 1000 times in a row");
        deadlocks(processors, nested(1, never.receive()), "nested");
    }

    /** A panic must not cost more the deeper the stack is. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aPanicFarAboveARowTellsThatTheRowGoesOn(int processors) {
        onEachRuntime(
                processors,
                rt ->
                        methods(catchThrowableOfType(Panic.class, () -> rt.run(nested(5_000, thrown())))
                                        .report())
                                .stream()
                                .map(line -> line.replaceAll("\\d+", "some"))
                                .toList(),
                "nested, more than some times in a row");
    }

    /**
     * A goroutine keeps the class of its starter's function, and no variable of it: the report has the line all the
     * same.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void theStarterIsShownWithItsLineAlthoughNothingOfItIsKept(int processors) {
        onEachRuntime(
                processors,
                rt -> createdBy(catchThrowableOfType(
                                FatalError.class, () -> rt.run(starting("text", 1, 2L, 'c', new int[1])))
                        .report()),
                "created by example.CallersTest.starting(CallersTest.java:its line) in goroutine 1");
    }

    private static int lineOfStarter;

    private Go<?> starting(String text, int i, long l, char c, int[] array) {
        return gosched()
                .flatMap(u -> {
                    lineOfStarter = new Throwable().getStackTrace()[0].getLineNumber();
                    array[0] += text.length() + i + (int) l + c;
                    return gosched().then(go(never.receive()));
                })
                .then(never.receive());
    }

    private static List<String> createdBy(String report) {
        return report.lines()
                .filter(line -> line.startsWith("created by"))
                .map(line -> line.replace(":" + lineOfStarter + ")", ":its line)"))
                .toList();
    }
}
