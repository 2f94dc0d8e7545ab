package io.gondola.dsl.engine;

import io.gondola.scheduler.SafeText;
import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells where in the user's code a function given to the DSL was written.
 *
 * <p>For reports, from any thread. Nothing is looked up before a report asks, so the run loop keeps functions, or their
 * {@linkplain #token tokens}, and pays nothing for them. Neither method ever throws, and neither calls the function or
 * any other method of the user's objects.
 */
public final class Sites {
    /*
     * Algorithm. The JVM spins a lambda's class and keeps no class file of it. But a lambda or method reference that is
     * serializable, as those of Vavr's CheckedFunction0 to 8 are, can be asked for its SerializedLambda. That names the
     * method which the compiler made of the lambda's body, or the method referred to, and the class file of that method
     * has the line numbers. Of a lambda that is not serializable (CheckedRunnable, CheckedConsumer, CheckedPredicate)
     * only the class in which it stands is known, from the name of the lambda's class. Of any other object, for example
     * of an anonymous class, the method that implements its functional interface is shown.
     *
     * The line is that of the first instruction, so where the body of a lambda starts. It is not the least line of the
     * method: constructors begin with the fields' initializers, which may be written above.
     *
     * Tokens. What lives longer than the step that a function is for, such as a goroutine that keeps its starter's
     * site, must not keep the function, for with it live all variables that it captured. It keeps the function's class,
     * which costs nothing to get. A report that has only the class of a lambda makes an object of it, whose captured
     * variables are all null, and asks that. Reflection allows this only if the user's package is open to us, as all
     * are on the class path; in other modules the site is found while there is a function, when the token is made.
     *
     * Invariants
     *   I1  A site is text, never a class, so the cache keeps no class loader alive, ours neither: the cache hangs on
     *       the function's class, which may be one of the JDK's, and is made of classes of the JDK only. All functions
     *       made by one lambda expression have the same class, and no other function has it.
     *   I2  Whatever fails here costs the report some detail, and never the report.
     *
     * Ordering. Two threads may look up the same class at once; they find equal sites, and either may be kept.
     */
    private static final String OWN = "io.gondola.";

    private static final Set<String> OWN_PACKAGES =
            Set.of("context", "dsl", "net", "pipeline", "scheduler", "select", "sync", "testkit", "time");

    /** What javac calls the method made of a lambda's body: the method around it, a hash if serializable, a number. */
    private static final Pattern LAMBDA_BODY = Pattern.compile("lambda\\$(.+?)(?:\\$[0-9a-f]{1,8})?\\$[0-9]+");

    /** Of superclasses; a class loader may find files that go round in a circle. */
    private static final int MAX_DEPTH = 100;

    private static final String UNKNOWN_METHOD = "<function>";
    private static final Site NOWHERE = new Site(null, null);

    private static final ClassValue<AtomicReference<Object[]>> SITES = new ClassValue<>() {
        @Override
        protected AtomicReference<Object[]> computeValue(Class<?> type) {
            return new AtomicReference<>();
        }
    };

    private Sites() {}

    /**
     * Where {@code function} was written, for example {@code com.acme.Foo.bar(Foo.java:12)}; the name of the class if
     * only that is known; null for functions of Gondola itself and if nothing is known. A string, which is the label of
     * a program, describes itself.
     */
    public static @Nullable String describe(@Nullable Object function) {
        return site(function).text();
    }

    /**
     * The same as an element of a stack trace, whose method is {@code <function>} if only the class is known; none for
     * a label.
     */
    public static @Nullable StackTraceElement element(Object function) {
        return site(function).element();
    }

    /** Where {@code method} begins; without a line if that is unknown. */
    public static StackTraceElement beginning(Method method) {
        String owner = method.getDeclaringClass().getName();
        String descriptor = MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .toMethodDescriptorString();
        StackTraceElement found = null;
        try {
            found = firstMethod(
                    method.getDeclaringClass().getClassLoader(),
                    owner.replace('.', '/'),
                    m -> m.name().equals(method.getName()) && m.descriptor().equals(descriptor));
        } catch (RuntimeException | LinkageError e) {
            // I2
        }
        return found != null ? found : new StackTraceElement(owner, method.getName(), null, -1);
    }

    /**
     * The function of the user's that the run loop has called, in the stack of a thread that runs a goroutine: it
     * stands above the last of our own frames from the bottom. If that function is one of the JDK's, given as a method
     * reference, it is the one; null if our own code runs.
     *
     * <p>Its line is the one at which it is at that moment.
     */
    public static @Nullable StackTraceElement userFrame(StackTraceElement[] stack) {
        StackTraceElement ofJdk = null;
        for (int i = stack.length - 1; i >= 0; i--) {
            String type = stack[i].getClassName();
            if (type.startsWith("java.") || type.startsWith("jdk.")) {
                ofJdk = ofJdk == null ? stack[i] : ofJdk;
            } else if (isUsers(type)) {
                StackTraceElement e = stack[i];
                return new StackTraceElement(type, enclosing(e.getMethodName()), e.getFileName(), e.getLineNumber());
            }
        }
        return ofJdk;
    }

    /**
     * The frames of {@code stack}, of an exception that left the user's code, that say where in that code it was: from
     * the user's innermost one, which may have called a library, to the outermost one above the run loop. If there is
     * none, such as where a method of the JDK was given as a method reference, the frames of the JDK.
     */
    public static List<StackTraceElement> usersFrames(StackTraceElement[] stack) {
        int end = 0;
        while (end < stack.length && !isRunLoop(stack[end])) {
            end++;
        }
        int first = 0;
        while (first < end && !isUsers(stack[first].getClassName())) {
            first++;
        }
        int last = end - 1;
        while (last > first && !isUsers(stack[last].getClassName())) {
            last--;
        }
        if (first < end) {
            return List.of(Arrays.copyOfRange(stack, first, last + 1));
        }
        int own = 0;
        while (own < end && !isOwn(stack[own].getClassName())) {
            own++;
        }
        return List.of(Arrays.copyOf(stack, own));
    }

    private static boolean isRunLoop(StackTraceElement frame) {
        return frame.getClassName().equals(Fiber.class.getName())
                && frame.getMethodName().equals("run");
    }

    /** The function of the user's that {@code instruction} runs; null if there is none. */
    public static @Nullable Object of(Instruction instruction) {
        return instruction.site();
    }

    /**
     * What is to be kept of {@code function} for a report: a token that the other methods take in its place, and that
     * keeps none of the variables that it captured. Two functions made by one lambda expression have the same token.
     * Null if there is nothing to report; a token is its own.
     */
    public static @Nullable Object token(@Nullable Object function) {
        Object given = function;
        while (given instanceof Adapter adapter) {
            given = adapter.original();
        }
        if (given == null || given instanceof String || given instanceof Class) {
            return given;
        }
        Class<?> type = given.getClass();
        Module module = type.getModule();
        if (module.isNamed() && type.isHidden() && !module.isOpen(type.getPackageName(), Sites.class.getModule())) {
            site(given);
        }
        return type;
    }

    private static Site site(@Nullable Object given) {
        Object function = given instanceof Adapter adapter ? adapter.original() : given;
        if (function == null) {
            return NOWHERE;
        }
        if (function instanceof String label) {
            return new Site(SafeText.quoted(label), null);
        }
        try {
            Class<?> type = function instanceof Class<?> token ? token : function.getClass();
            AtomicReference<Object[]> cache = SITES.get(type);
            Object[] known = cache.get();
            if (known != null) {
                return new Site((String) known[0], (StackTraceElement) known[1]);
            }
            Site site = find(type, function == type ? null : function);
            cache.set(new Object[] {site.text, site.element});
            return site;
        } catch (Throwable t) { // I2; even for an OutOfMemoryError, which may be what is being reported
            return NOWHERE;
        }
    }

    /** The site of the functions of class {@code type}, of which {@code function} is one, or null. */
    private static Site find(Class<?> type, @Nullable Object function) {
        String name = type.getName();
        // com.acme.Foo$$Lambda$14/0x0800 in 17, com.acme.Foo$$Lambda/0x0800 in 25
        int suffix = type.isHidden() ? name.indexOf("$$Lambda") : -1;
        boolean isLambda = suffix >= 0;
        if (!isLambda) {
            suffix = name.indexOf('/');
        }
        String owner = suffix < 0 ? name : name.substring(0, suffix);
        if (isOwn(owner)) {
            return NOWHERE;
        }

        StackTraceElement element = null;
        try {
            element = !isLambda ? ofObject(type) : ofLambda(function == null ? emptied(type) : function);
        } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError e) {
            // I2
        }
        return element == null
                ? new Site(owner, new StackTraceElement(owner, UNKNOWN_METHOD, null, -1))
                : new Site(element.toString(), element);
    }

    /** Whether the class is neither ours nor of a library that stands between the user's code and ours. */
    static boolean isUsers(String className) {
        return !isOwn(className)
                && !className.startsWith("java.")
                && !className.startsWith("jdk.")
                && !className.startsWith("io.vavr.")
                && !className.contains("$$Lambda");
    }

    /** Whether the class is Gondola's. */
    public static boolean isOwn(String className) {
        if (!className.startsWith(OWN)) {
            return false;
        }
        int dot = className.indexOf('.', OWN.length());
        return dot > 0 && OWN_PACKAGES.contains(className.substring(OWN.length(), dot));
    }

    /** A lambda of class {@code type} whose captured variables are null, or 0: it must not be called. */
    private static Object emptied(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        Object[] captured = Arrays.stream(constructor.getParameterTypes())
                .map(parameter -> Array.get(Array.newInstance(parameter, 1), 0))
                .toArray();
        return constructor.newInstance(captured);
    }

    private static @Nullable StackTraceElement ofLambda(Object lambda) throws IOException {
        SerializedLambda written = SerializedForm.of(lambda);
        if (written == null) {
            return null;
        }
        String method = written.getImplMethodName();
        String descriptor = written.getImplMethodSignature();
        StackTraceElement found = firstMethod(
                lambda.getClass().getClassLoader(),
                written.getImplClass(),
                m -> m.name().equals(method) && m.descriptor().equals(descriptor));
        return found != null ? found : element(written.getImplClass(), method, null, -1);
    }

    private static @Nullable StackTraceElement ofObject(Class<?> type) {
        Set<String> names = new HashSet<>();
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Class<?> each : c.getInterfaces()) {
                addAbstractMethods(each, names);
            }
        }
        return firstMethod(
                type.getClassLoader(),
                type.getName().replace('.', '/'),
                m -> names.contains(m.name()) && !m.isSynthetic() && !m.isAbstract());
    }

    private static void addAbstractMethods(Class<?> type, Set<String> names) {
        for (Method m : type.getMethods()) {
            if (Modifier.isAbstract(m.getModifiers())) {
                names.add(m.getName());
            }
        }
        // an interface may repeat these, as Comparator does
        names.removeAll(Set.of("equals", "hashCode", "toString"));
    }

    /**
     * Looks in the class and, if it inherits the method, in its superclasses; null if there are no such class files.
     */
    private static @Nullable StackTraceElement firstMethod(
            ClassLoader loader, String internalName, Predicate<ClassSource.Method> wanted) {
        String name = internalName;
        for (int depth = 0; name != null && depth < MAX_DEPTH; depth++) {
            ClassSource source = ClassSource.read(loader, name);
            if (source == null) {
                return null;
            }
            for (ClassSource.Method m : source.methods()) {
                if (wanted.test(m)) {
                    return element(name, m.name(), source.file(), m.line());
                }
            }
            name = source.superName();
        }
        return null;
    }

    private static StackTraceElement element(String internalName, String method, @Nullable String file, int line) {
        return new StackTraceElement(internalName.replace('/', '.'), enclosing(method), file, line);
    }

    /** The method that a lambda stands in, given the method that the compiler made of its body. */
    static String enclosing(String method) {
        Matcher m = LAMBDA_BODY.matcher(method);
        if (!m.matches()) {
            return method;
        }
        return switch (m.group(1)) {
            case "new" -> "<init>";
            case "static" -> "<clinit>";
            default -> m.group(1);
        };
    }

    private record Site(@Nullable String text, @Nullable StackTraceElement element) {}
}
