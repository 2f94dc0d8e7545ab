package io.gondola.testkit.junit;

import java.lang.reflect.AnnotatedElement;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.support.hierarchical.ExclusiveResource;
import org.junit.platform.engine.support.hierarchical.Node.ExecutionMode;

/** Which tests may run beside others: configured by the properties and annotations that Jupiter has for that. */
record Parallelism(ConfigurationParameters configuration) {
    static final String CONFIG_PREFIX = "junit.jupiter.execution.parallel.config.";

    private static final String ENABLED = "junit.jupiter.execution.parallel.enabled";
    private static final String METHODS = "junit.jupiter.execution.parallel.mode.default";
    private static final String CLASSES = "junit.jupiter.execution.parallel.mode.classes.default";

    static boolean isEnabled(ConfigurationParameters configuration) {
        return configuration.getBoolean(ENABLED).orElse(false);
    }

    ExecutionMode ofClass(Class<?> type) {
        return annotated(type)
                .orElse(configuration
                        .get(CLASSES)
                        .or(() -> configuration.get(METHODS))
                        .map(Parallelism::mode)
                        .orElse(ExecutionMode.SAME_THREAD));
    }

    ExecutionMode ofMethod(AnnotatedElement method, Class<?> type) {
        return annotated(method)
                .or(() -> annotated(type))
                .orElse(configuration.get(METHODS).map(Parallelism::mode).orElse(ExecutionMode.SAME_THREAD));
    }

    private static Optional<ExecutionMode> annotated(AnnotatedElement element) {
        return AnnotationSupport.findAnnotation(element, Execution.class)
                .map(e -> mode(e.value().name()));
    }

    private static ExecutionMode mode(String name) {
        return ExecutionMode.valueOf(name.trim().toUpperCase(Locale.ROOT));
    }

    static Set<ExclusiveResource> resources(AnnotatedElement element) {
        Set<ExclusiveResource> resources = new LinkedHashSet<>();
        for (ResourceLock lock : AnnotationSupport.findRepeatableAnnotations(element, ResourceLock.class)) {
            if (!lock.value().isEmpty()) {
                resources.add(new ExclusiveResource(
                        lock.value(),
                        lock.mode() == ResourceAccessMode.READ
                                ? ExclusiveResource.LockMode.READ
                                : ExclusiveResource.LockMode.READ_WRITE));
            }
        }
        return resources;
    }
}
