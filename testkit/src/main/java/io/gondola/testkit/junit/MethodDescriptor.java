package io.gondola.testkit.junit;

import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.MethodSource;

/** A test: one node in all reports, whatever the number of schedules. */
final class MethodDescriptor extends Described {
    private final TestMethod test;

    MethodDescriptor(UniqueId id, TestMethod test, Parallelism parallelism) {
        super(
                id,
                test.method().getName() + "()",
                test.method(),
                MethodSource.from(test.type(), test.method()),
                parallelism.ofMethod(test.method(), test.type()));
        this.test = test;
    }

    @Override
    public Type getType() {
        return Type.TEST;
    }

    @Override
    public RunContext execute(RunContext context, DynamicTestExecutor dynamicTestExecutor) {
        Settings settings = Settings.of(test, context.configuration());
        try (Instances instances = new Instances(test, settings, getDisplayName(), getTags())) {
            new TestRun(test, settings, FailureStore.in(context.configuration()))
                    .run(
                            instances,
                            entries -> context.listener().reportingEntryPublished(this, ReportEntry.from(entries)));
        }
        return context;
    }
}
