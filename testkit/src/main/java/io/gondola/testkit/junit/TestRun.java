package io.gondola.testkit.junit;

import io.gondola.scheduler.SafeText;
import io.gondola.testkit.Expect;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Failure;
import io.gondola.testkit.NetFault;
import io.gondola.testkit.Report;
import io.gondola.testkit.Verdict;
import io.gondola.testkit.run.Token;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One run of a test: the kept failures, then new schedules. What failed is kept; what was kept is forgotten when all of
 * that passes.
 */
final class TestRun {
    private final TestMethod test;
    private final Settings settings;
    private final FailureStore store;

    TestRun(TestMethod test, Settings settings, FailureStore store) {
        this.test = test;
        this.settings = settings;
        this.store = store;
    }

    void run(Instances instances, Consumer<Map<String, String>> entries) {
        Consumer<String> problems = problem -> {
            System.err.println(test.title() + ": " + problem);
            entries.accept(Map.of("kept failures", problem));
        };
        if (!settings.replay().isEmpty()) {
            Report report = explorer(instances).replay(settings.replay());
            judge(report, "the schedule of the token passes" + divergence(report));
            return;
        }
        if (settings.expect() == Expect.PASS) {
            for (String token : kept(problems)) {
                replayKept(instances, token, problems);
            }
        }
        Report report = explorer(instances).explore();
        entries.accept(summary(report));
        judge(report, report.schedules() + " schedules pass");
        if (!report.unreached().isEmpty() && report.failure().isEmpty()) {
            throw new GoTestFailure(
                    "never exercised: no schedule of " + report.schedules() + " reached sometimes("
                            + report.unreached().map(SafeText::quoted).mkString("), sometimes(") + ")",
                    test);
        }
        if (settings.expect() == Expect.PASS) {
            forget(problems);
        }
    }

    /** What is kept helps to find failures sooner; that it cannot be read or deleted is no failure of the test. */
    private List<String> kept(Consumer<String> problems) {
        try {
            return store.tokens(test);
        } catch (UncheckedIOException e) {
            problems.accept(e.getMessage() + ": they are passed over, " + e.getCause());
            return List.of();
        }
    }

    private void forget(Consumer<String> problems) {
        try {
            store.forget(test);
        } catch (UncheckedIOException e) {
            problems.accept(e.getMessage() + ": delete them by hand, " + e.getCause());
        }
    }

    private Explorer explorer(Instances instances) {
        Explorer explorer = Explorer.of(instances::next)
                .named(test.title())
                .schedules(settings.schedules())
                .seed(settings.seed())
                .strategy(settings.strategy())
                .clock(settings.clock())
                .threads(settings.threads());
        if (settings.budget().isDefined()) {
            explorer = explorer.budget(settings.budget().get());
        }
        if (settings.maxSteps() > 0) {
            explorer = explorer.maxSteps(settings.maxSteps());
        }
        for (String goroutine : settings.allowLeak()) {
            explorer = explorer.allowLeak(goroutine);
        }
        if (settings.tryLockMayFail()) {
            explorer = explorer.tryLockMayFail();
        }
        if (settings.loose()) {
            explorer = explorer.loose();
        }
        if (settings.javaSteps()) {
            explorer = explorer.javaSteps();
        }
        if (settings.spuriousWakeups()) {
            explorer = explorer.spuriousWakeups();
        }
        if (!settings.netFaults().isEmpty()) {
            explorer = explorer.netFaults(settings.netFaults().toArray(NetFault[]::new));
        }
        if (settings.allowLost()) {
            explorer = explorer.allowLost();
        }
        return explorer;
    }

    /**
     * A kept schedule that no longer fits the program, or takes liberties that the test does not allow any more, proves
     * nothing, and new schedules decide.
     */
    private void replayKept(Instances instances, String token, Consumer<String> problems) {
        Report report;
        try {
            Token parsed = Token.parse(token);
            if (!settings.liberties().include(parsed.liberties())
                    || !settings.netFaults().containsAll(parsed.netFaults())) {
                return;
            }
            report = explorer(instances).replay(token);
        } catch (IllegalArgumentException e) {
            problems.accept("a kept failure is passed over: " + e.getMessage());
            return;
        }
        report.failure().forEach(this::fail);
    }

    private void judge(Report report, String passed) {
        if (settings.expect() == Expect.PASS) {
            report.failure().forEach(this::fail);
        } else if (report.failure().isEmpty()) {
            throw new GoTestFailure("expected " + settings.expect() + ", but " + passed, test);
        } else if (!report.failure()
                .get()
                .kind()
                .name()
                .equals(settings.expect().name())) {
            Failure other = report.failure().get();
            throw new GoTestFailure(
                    "expected " + settings.expect() + ", but found " + other.kind() + ":\n" + other.message(),
                    test,
                    other);
        }
    }

    private void fail(Failure failure) {
        String page;
        try {
            page = "full trace: " + store.keep(test, failure.token(), failure.message(), failure.html());
        } catch (UncheckedIOException e) {
            page = "full trace: none, " + e.getMessage() + ", " + e.getCause();
        }
        throw new GoTestFailure(failure.message() + "\n" + page, test, failure);
    }

    private static String divergence(Report report) {
        return report.divergence()
                .map(d -> "; the run differs from the token's: " + d)
                .getOrElse("");
    }

    private static Map<String, String> summary(Report report) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("verdict", report.verdict().toString());
        entries.put("schedules", String.valueOf(report.schedules()));
        entries.put("distinct traces", String.valueOf(report.traces()));
        if (report.verdict() != Verdict.EXHAUSTED) {
            entries.put("chance of a new one", String.format(Locale.ROOT, "%.3f", report.chanceOfNew()));
        }
        entries.put("coverage", report.coverage());
        report.gaps().zipWithIndex().forEach(gap -> entries.put("gap " + (gap._2 + 1), gap._1));
        report.cutShort().forEach(why -> entries.put("cut short", why));
        return entries;
    }
}
