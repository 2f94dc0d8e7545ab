package io.gondola.testkit.junit;

import io.gondola.dsl.Go;
import io.gondola.testkit.Clock;
import io.gondola.testkit.Strategy;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestTag;

/**
 * Makes the program of a test for one schedule after another, each time by a new instance of the test's class.
 *
 * <p>A schedule is over when the thread that ran it asks for the next one, or when this is closed; then the methods
 * with {@code @AfterEach} run.
 */
final class Instances implements AutoCloseable {
    private final TestMethod test;
    private final List<Method> before;
    private final List<Method> after;
    private final Object[] arguments;

    /** The instance whose schedule each thread runs. */
    private final ConcurrentMap<Thread, Object> current = new ConcurrentHashMap<>();

    Instances(TestMethod test, Settings settings, String displayName, Set<TestTag> tags) {
        this.test = test;
        before = lifecycle(BeforeEach.class, HierarchyTraversalMode.TOP_DOWN);
        after = lifecycle(AfterEach.class, HierarchyTraversalMode.BOTTOM_UP);
        check(test.type());
        check(test.method());
        arguments = Arrays.stream(test.method().getParameterTypes())
                .map(type -> argument(type, settings, displayName, tags))
                .toArray();
    }

    private static void check(Class<?> type) {
        Class<?>[] parameters = isInner(type) ? new Class<?>[] {type.getEnclosingClass()} : new Class<?>[0];
        boolean canBeMade = Arrays.stream(type.getDeclaredConstructors())
                .anyMatch(constructor -> Arrays.equals(constructor.getParameterTypes(), parameters));
        if (!canBeMade) {
            throw new JUnitException(
                    "a class with @GoTest methods must have a constructor without parameters: " + type.getName());
        }
        if (isInner(type)) {
            check(type.getEnclosingClass());
        }
    }

    private static void check(Method method) {
        int modifiers = method.getModifiers();
        if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)) {
            throw new JUnitException("a @GoTest method must be neither private nor static: " + method);
        }
        if (!Go.class.isAssignableFrom(method.getReturnType())) {
            throw new JUnitException("a @GoTest method must return a Go: " + method);
        }
    }

    private List<Method> lifecycle(Class<? extends Annotation> annotation, HierarchyTraversalMode order) {
        List<Method> methods = AnnotationSupport.findAnnotatedMethods(test.type(), annotation, order);
        for (Method method : methods) {
            if (method.getParameterCount() > 0) {
                throw new JUnitException("in a class with @GoTest methods, a method with @" + annotation.getSimpleName()
                        + " must have no parameters: " + method);
            }
        }
        return methods;
    }

    private Object argument(Class<?> type, Settings settings, String displayName, Set<TestTag> tags) {
        if (type == Clock.class) {
            return settings.clock();
        }
        if (type == Strategy.class) {
            return settings.strategy();
        }
        if (type == TestInfo.class) {
            return new Info(
                    test, displayName, tags.stream().map(TestTag::getName).collect(Collectors.toSet()));
        }
        throw new JUnitException(
                "a @GoTest method takes parameters of type Clock, Strategy and TestInfo only: " + test.method());
    }

    /** Makes the program for the next schedule of this thread. */
    Go<?> next() {
        endCurrent(Thread.currentThread());
        Object instance = instance(test.type());
        current.put(Thread.currentThread(), instance);
        before.forEach(method -> ReflectionSupport.invokeMethod(method, instance));
        Object program = ReflectionSupport.invokeMethod(test.method(), instance, arguments);
        if (program == null) {
            throw new NullPointerException("a @GoTest method must return a program, not null: " + test.method());
        }
        return (Go<?>) program;
    }

    private static Object instance(Class<?> type) {
        return isInner(type)
                ? ReflectionSupport.newInstance(type, instance(type.getEnclosingClass()))
                : ReflectionSupport.newInstance(type);
    }

    private static boolean isInner(Class<?> type) {
        return type.isMemberClass() && !Modifier.isStatic(type.getModifiers());
    }

    private void endCurrent(Thread thread) {
        Object instance = current.remove(thread);
        if (instance != null) {
            after.forEach(method -> ReflectionSupport.invokeMethod(method, instance));
        }
    }

    @Override
    public void close() {
        current.keySet().forEach(this::endCurrent);
    }

    private record Info(TestMethod test, String displayName, Set<String> tags) implements TestInfo {
        @Override
        public String getDisplayName() {
            return displayName;
        }

        @Override
        public Set<String> getTags() {
            return tags;
        }

        @Override
        public Optional<Class<?>> getTestClass() {
            return Optional.of(test.type());
        }

        @Override
        public Optional<Method> getTestMethod() {
            return Optional.of(test.method());
        }
    }
}
