package io.gondola.testkit.junit;

import io.gondola.testkit.GoTest;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Which classes hold tests for the {@link GoTestEngine}. */
final class TestClasses {
    private TestClasses() {}

    /** Whether a scan of packages should take this class: it can be instantiated and holds tests, itself or nested. */
    static boolean hasTests(Class<?> type) {
        boolean inner = type.isMemberClass() && !Modifier.isStatic(type.getModifiers());
        return !inner
                && canHaveTests(type)
                && (!testsOf(type).isEmpty() || !nestedOf(type).isEmpty());
    }

    static boolean isNestedWithTests(Class<?> type) {
        return type.isMemberClass()
                && !Modifier.isStatic(type.getModifiers())
                && AnnotationSupport.isAnnotated(type, Nested.class)
                && canHaveTests(type)
                && (!testsOf(type).isEmpty() || !nestedOf(type).isEmpty());
    }

    private static boolean canHaveTests(Class<?> type) {
        return !Modifier.isAbstract(type.getModifiers())
                && !type.isInterface()
                && !type.isAnonymousClass()
                && !type.isLocalClass();
    }

    static boolean isTest(Method method) {
        return AnnotationSupport.isAnnotated(method, GoTest.class);
    }

    static List<Method> testsOf(Class<?> type) {
        return ReflectionSupport.findMethods(type, TestClasses::isTest, HierarchyTraversalMode.TOP_DOWN);
    }

    static List<Class<?>> nestedOf(Class<?> type) {
        return ReflectionSupport.findNestedClasses(type, TestClasses::isNestedWithTests);
    }
}
