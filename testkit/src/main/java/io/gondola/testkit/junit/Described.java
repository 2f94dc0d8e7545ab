package io.gondola.testkit.junit;

import java.lang.reflect.AnnotatedElement;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.hierarchical.ExclusiveResource;
import org.junit.platform.engine.support.hierarchical.Node;

/** What classes and methods have in common: Jupiter's annotations that describe a test. */
abstract class Described extends AbstractTestDescriptor implements Node<RunContext> {
    private final AnnotatedElement element;
    private final ExecutionMode mode;

    Described(UniqueId id, String name, AnnotatedElement element, TestSource source, ExecutionMode mode) {
        super(
                id,
                AnnotationSupport.findAnnotation(element, DisplayName.class)
                        .map(DisplayName::value)
                        .orElse(name),
                source);
        this.element = element;
        this.mode = mode;
    }

    @Override
    public Set<TestTag> getTags() {
        Set<TestTag> tags = AnnotationSupport.findRepeatableAnnotations(element, Tag.class).stream()
                .map(tag -> TestTag.create(tag.value()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        getParent().ifPresent(parent -> tags.addAll(parent.getTags()));
        return tags;
    }

    @Override
    public SkipResult shouldBeSkipped(RunContext context) {
        return AnnotationSupport.findAnnotation(element, Disabled.class)
                .map(disabled -> SkipResult.skip(disabled.value()))
                .orElse(SkipResult.doNotSkip());
    }

    @Override
    public ExecutionMode getExecutionMode() {
        return mode;
    }

    @Override
    public Set<ExclusiveResource> getExclusiveResources() {
        return Parallelism.resources(element);
    }
}
