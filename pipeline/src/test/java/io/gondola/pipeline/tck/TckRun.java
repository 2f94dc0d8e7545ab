package io.gondola.pipeline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.testng.ITestListener;
import org.testng.ITestResult;
import org.testng.TestNG;

/**
 * Runs a class of the Reactive Streams TCK, which is written with TestNG, and makes a JUnit test of each of its
 * methods.
 *
 * <p>The TCK skips what it thinks does not concern a publisher, and says nothing. So a last test counts those that
 * passed. Left out are those that have no body: rules which the TCK says it cannot verify.
 */
final class TckRun implements ITestListener {
    private final List<ITestResult> results = new ArrayList<>();

    private TckRun() {}

    static Stream<DynamicTest> of(Class<?> verification, int passing) {
        TckRun run = new TckRun();
        TestNG testng = new TestNG(false);
        testng.setVerbose(0);
        testng.setTestClasses(new Class<?>[] {verification});
        testng.addListener(run);
        testng.run();
        run.results.removeIf(r -> r.getName().startsWith("untested_"));
        run.results.sort(Comparator.comparing(ITestResult::getName));
        Stream<DynamicTest> each =
                run.results.stream().map(r -> DynamicTest.dynamicTest(r.getName(), () -> throwFailureOf(r)));
        DynamicTest count = DynamicTest.dynamicTest(
                passing + " passed", () -> assertThat(run.passed()).hasSize(passing));
        return Stream.concat(each, Stream.of(count));
    }

    private List<String> passed() {
        return results.stream()
                .filter(ITestResult::isSuccess)
                .map(ITestResult::getName)
                .toList();
    }

    private static void throwFailureOf(ITestResult r) throws Throwable {
        if (r.getStatus() == ITestResult.SKIP) {
            Assumptions.abort(String.valueOf(r.getThrowable()));
        }
        if (!r.isSuccess()) {
            throw r.getThrowable() != null ? r.getThrowable() : new AssertionError(r.toString());
        }
    }

    @Override
    public void onTestSuccess(ITestResult r) {
        results.add(r);
    }

    @Override
    public void onTestFailure(ITestResult r) {
        results.add(r);
    }

    @Override
    public void onTestSkipped(ITestResult r) {
        results.add(r);
    }
}
