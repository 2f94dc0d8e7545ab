package io.gondola.testkit.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;

/** A class with tests, or with nested classes with tests. */
final class ClassDescriptor extends Described {
    private final Class<?> type;

    ClassDescriptor(UniqueId id, Class<?> type, Parallelism parallelism) {
        super(id, type.getSimpleName(), type, ClassSource.from(type), parallelism.ofClass(type));
        this.type = type;
    }

    Class<?> testClass() {
        return type;
    }

    List<Class<?>> nestedClasses() {
        return TestClasses.nestedOf(type);
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }

    @Override
    public RunContext before(RunContext context) {
        call(BeforeAll.class, HierarchyTraversalMode.TOP_DOWN);
        return context;
    }

    @Override
    public void after(RunContext context) {
        call(AfterAll.class, HierarchyTraversalMode.BOTTOM_UP);
    }

    private void call(Class<? extends Annotation> annotation, HierarchyTraversalMode order) {
        for (Method method : AnnotationSupport.findAnnotatedMethods(type, annotation, order)) {
            if (!Modifier.isStatic(method.getModifiers()) || method.getParameterCount() > 0) {
                throw new JUnitException("in a class with @GoTest methods, a method with @" + annotation.getSimpleName()
                        + " must be static and have no parameters: " + method);
            }
            ReflectionSupport.invokeMethod(method, null);
        }
    }
}
