package io.gondola.testkit.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.lang.reflect.Method;
import java.util.Optional;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.engine.discovery.NestedMethodSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.discovery.SelectorResolver;

/** Finds test methods. */
final class MethodResolver implements SelectorResolver {
    static final String METHOD = "method";

    private final Parallelism parallelism;

    MethodResolver(Parallelism parallelism) {
        this.parallelism = parallelism;
    }

    @Override
    public Resolution resolve(MethodSelector selector, Context context) {
        return resolve(selectClass(selector.getJavaClass()), selector.getJavaMethod(), context);
    }

    @Override
    public Resolution resolve(NestedMethodSelector selector, Context context) {
        return resolve(
                selectNestedClass(selector.getEnclosingClasses(), selector.getNestedClass()),
                selector.getMethod(),
                context);
    }

    @Override
    public Resolution resolve(UniqueIdSelector selector, Context context) {
        UniqueId id = selector.getUniqueId();
        if (!id.getLastSegment().getType().equals(METHOD)) {
            return Resolution.unresolved();
        }
        DiscoverySelector parent = selectUniqueId(id.removeLastSegment());
        return context.resolve(parent)
                .flatMap(descriptor -> method(descriptor, id.getLastSegment().getValue()))
                .map(method -> resolve(parent, method, context))
                .orElse(Resolution.unresolved());
    }

    private static Optional<Method> method(TestDescriptor parent, String signature) {
        return TestClasses.testsOf(((ClassDescriptor) parent).testClass()).stream()
                .filter(method -> TestMethod.signature(method).equals(signature))
                .findFirst();
    }

    private Resolution resolve(DiscoverySelector parentSelector, Method method, Context context) {
        if (!TestClasses.isTest(method)) {
            return Resolution.unresolved();
        }
        return context.addToParent(
                        () -> parentSelector,
                        parent -> Optional.of(new MethodDescriptor(
                                parent.getUniqueId().append(METHOD, TestMethod.signature(method)),
                                new TestMethod(((ClassDescriptor) parent).testClass(), method),
                                parallelism)))
                .map(descriptor -> Resolution.match(Match.exact(descriptor)))
                .orElse(Resolution.unresolved());
    }
}
