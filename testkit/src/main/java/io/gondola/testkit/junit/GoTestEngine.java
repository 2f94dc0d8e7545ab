package io.gondola.testkit.junit;

import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.config.PrefixedConfigurationParameters;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.discovery.EngineDiscoveryRequestResolver;
import org.junit.platform.engine.support.hierarchical.ForkJoinPoolHierarchicalTestExecutorService;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestEngine;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestExecutorService;

/**
 * Finds and runs the methods annotated with {@link io.gondola.testkit.GoTest}.
 *
 * <p>An engine and not an extension of Jupiter, since Jupiter ignores test methods that return something.
 */
public final class GoTestEngine extends HierarchicalTestEngine<RunContext> {
    public static final String ID = "gondola";

    private static final EngineDiscoveryRequestResolver<EngineDescriptor> RESOLVER =
            EngineDiscoveryRequestResolver.<EngineDescriptor>builder()
                    .addClassContainerSelectorResolver(TestClasses::hasTests)
                    .addSelectorResolver(context -> new ClassResolver(
                            context.getClassNameFilter(),
                            new Parallelism(context.getDiscoveryRequest().getConfigurationParameters())))
                    .addSelectorResolver(context -> new MethodResolver(
                            new Parallelism(context.getDiscoveryRequest().getConfigurationParameters())))
                    .addTestDescriptorVisitor(context -> TestDescriptor::prune)
                    .build();

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
        EngineDescriptor engine = new EngineDescriptor(uniqueId, "Gondola");
        RESOLVER.resolve(request, engine);
        return engine;
    }

    @Override
    protected RunContext createExecutionContext(ExecutionRequest request) {
        return new RunContext(request.getConfigurationParameters(), request.getEngineExecutionListener());
    }

    @Override
    protected HierarchicalTestExecutorService createExecutorService(ExecutionRequest request) {
        return Parallelism.isEnabled(request.getConfigurationParameters())
                ? new ForkJoinPoolHierarchicalTestExecutorService(new PrefixedConfigurationParameters(
                        request.getConfigurationParameters(), Parallelism.CONFIG_PREFIX))
                : super.createExecutorService(request);
    }
}
