package io.gondola.testkit.junit;

import io.gondola.dsl.engine.Sites;
import io.gondola.testkit.GoTest;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.platform.commons.support.AnnotationSupport;

/** A method annotated with {@link GoTest}, and the class on which it is called, which may have inherited it. */
record TestMethod(Class<?> type, Method method) {
    /** {@code name(Type, Type)}. */
    static String signature(Method method) {
        return method.getName() + "("
                + Arrays.stream(method.getParameterTypes()).map(Class::getName).collect(Collectors.joining(", "))
                + ")";
    }

    GoTest annotation() {
        return AnnotationSupport.findAnnotation(method, GoTest.class).orElseThrow();
    }

    /** For reports: {@code OrderServiceTest.transfer}. */
    String title() {
        String name = type.getName();
        return name.substring(name.lastIndexOf('.') + 1).replace('$', '.') + "." + method.getName();
    }

    /** Unique: {@code com.example.OrderServiceTest#transfer}. */
    String id() {
        String parameters = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining("-"));
        return type.getName() + "#" + method.getName() + (parameters.isEmpty() ? "" : "-" + parameters);
    }

    /**
     * For files, unique: {@code com.example.OrderServiceTest.transfer}. It needs no escaping in a URL or a shell's
     * quotes, and is allowed by every file system.
     */
    String fileName() {
        return FileNames.of(id());
    }

    StackTraceElement frame() {
        return Sites.beginning(method);
    }
}
