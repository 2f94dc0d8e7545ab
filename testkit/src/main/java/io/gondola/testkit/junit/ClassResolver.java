package io.gondola.testkit.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.NestedClassSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.discovery.SelectorResolver;

/** Finds test classes, and the nested ones in them. */
final class ClassResolver implements SelectorResolver {
    static final String CLASS = "class";
    static final String NESTED = "nested-class";

    private final Predicate<String> names;
    private final Parallelism parallelism;

    ClassResolver(Predicate<String> names, Parallelism parallelism) {
        this.names = names;
        this.parallelism = parallelism;
    }

    @Override
    public Resolution resolve(ClassSelector selector, Context context) {
        Class<?> type = selector.getJavaClass();
        if (TestClasses.hasTests(type) && names.test(type.getName())) {
            return topLevel(type, context);
        }
        if (TestClasses.isNestedWithTests(type)) {
            return nested(enclosing(type), type, context);
        }
        return Resolution.unresolved();
    }

    @Override
    public Resolution resolve(NestedClassSelector selector, Context context) {
        return TestClasses.isNestedWithTests(selector.getNestedClass())
                ? nested(selector.getEnclosingClasses(), selector.getNestedClass(), context)
                : Resolution.unresolved();
    }

    @Override
    public Resolution resolve(UniqueIdSelector selector, Context context) {
        UniqueId id = selector.getUniqueId();
        UniqueId.Segment last = id.getLastSegment();
        if (last.getType().equals(CLASS)) {
            return load(last.getValue())
                    .filter(TestClasses::hasTests)
                    .map(type -> topLevel(type, context))
                    .orElse(Resolution.unresolved());
        }
        if (last.getType().equals(NESTED)) {
            return context.resolve(selectUniqueId(id.removeLastSegment()))
                    .flatMap(parent -> nestedIn(parent, last.getValue()))
                    .map(type -> nested(enclosing(type), type, context))
                    .orElse(Resolution.unresolved());
        }
        return Resolution.unresolved();
    }

    private static Optional<Class<?>> load(String name) {
        return ReflectionSupport.tryToLoadClass(name).toOptional().map(type -> type);
    }

    private static Optional<Class<?>> nestedIn(TestDescriptor parent, String simpleName) {
        return ((ClassDescriptor) parent)
                .nestedClasses().stream()
                        .filter(type -> type.getSimpleName().equals(simpleName))
                        .findFirst();
    }

    private Resolution topLevel(Class<?> type, Context context) {
        return context.addToParent(parent -> Optional.of(
                        new ClassDescriptor(parent.getUniqueId().append(CLASS, type.getName()), type, parallelism)))
                .map(descriptor -> match(descriptor, type, List.of()))
                .orElse(Resolution.unresolved());
    }

    private Resolution nested(List<Class<?>> enclosing, Class<?> type, Context context) {
        List<Class<?>> outer = enclosing.subList(0, enclosing.size() - 1);
        Class<?> parentClass = enclosing.get(enclosing.size() - 1);
        DiscoverySelector parentSelector =
                outer.isEmpty() ? selectClass(parentClass) : selectNestedClass(outer, parentClass);
        return context.addToParent(
                        () -> parentSelector,
                        parent -> Optional.of(new ClassDescriptor(
                                parent.getUniqueId().append(NESTED, type.getSimpleName()), type, parallelism)))
                .map(descriptor -> match(descriptor, type, enclosing))
                .orElse(Resolution.unresolved());
    }

    private static Resolution match(ClassDescriptor descriptor, Class<?> type, List<Class<?>> enclosing) {
        return Resolution.match(Match.exact(descriptor, () -> {
            Set<DiscoverySelector> children = new LinkedHashSet<>();
            for (Method method : TestClasses.testsOf(type)) {
                children.add(
                        enclosing.isEmpty() ? selectMethod(type, method) : selectNestedMethod(enclosing, type, method));
            }
            List<Class<?>> path = new ArrayList<>(enclosing);
            path.add(type);
            for (Class<?> inner : TestClasses.nestedOf(type)) {
                children.add(selectNestedClass(path, inner));
            }
            return children;
        }));
    }

    private static List<Class<?>> enclosing(Class<?> type) {
        List<Class<?>> enclosing = new ArrayList<>();
        for (Class<?> outer = type.getEnclosingClass(); outer != null; outer = outer.getEnclosingClass()) {
            enclosing.add(0, outer);
            if (Modifier.isStatic(outer.getModifiers())) {
                break;
            }
        }
        return enclosing;
    }
}
