package io.gondola.dsl.engine;

import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.Set;

/** What a method does with its last argument, as far as its name or its code tells. */
final class Callee {
    private static final int INVOKESTATIC = 0xb8;
    private static final int INVOKEINTERFACE = 0xb9;

    /** Of collections: they keep their last argument, or make a collection that does. */
    private static final Set<String> KEEPING = Set.of(
            "add",
            "addFirst",
            "addLast",
            "offer",
            "offerFirst",
            "offerLast",
            "push",
            "of",
            "singletonList",
            "append",
            "prepend");

    private static final Set<String> JDK_COLLECTIONS = Set.of(
            "Collection", "Collections", "List", "Queue", "Deque", "Set", "ArrayList", "ArrayDeque", "LinkedList");

    private Callee() {}

    /** What the call at {@code i} in the code of {@code caller} does with its last argument, or else its receiver. */
    static CallResult given(Class<?> caller, ClassCode.Code code, int i) {
        String owner = code.invokedOwner(i);
        String name = code.invoked(i);
        String descriptor = code.invokedDescriptor(i);
        if (descriptor.startsWith("()")) {
            return CallResult.USED; // it is the receiver
        }
        if (keeps(owner, name)) {
            return CallResult.KEPT;
        }
        if (!Sites.isUsers(owner) || code.at(i) == INVOKEINTERFACE || name.equals("<init>")) {
            return CallResult.USED;
        }
        return ofUsers(caller, owner, name, descriptor, code.at(i) == INVOKESTATIC);
    }

    private static boolean keeps(String owner, String name) {
        boolean collection = owner.startsWith("java.util.")
                ? JDK_COLLECTIONS.contains(owner.substring("java.util.".length()))
                : owner.startsWith("io.vavr.collection.") && !owner.endsWith("Map");
        return collection && KEEPING.contains(name);
    }

    private static CallResult ofUsers(Class<?> caller, String owner, String name, String descriptor, boolean isStatic) {
        try {
            ClassLoader loader = caller.getClassLoader();
            ClassCode file = ClassCode.of(Class.forName(owner, false, loader));
            ClassCode.Code code = file == null ? null : file.method(name, descriptor);
            if (code == null) {
                return CallResult.USED; // inherited, abstract or native
            }
            MethodType type = MethodType.fromMethodDescriptorString(descriptor, loader);
            int variable = isStatic ? 0 : 1;
            for (int p = 0; p < type.parameterCount() - 1; p++) {
                Class<?> parameter = type.parameterType(p);
                variable += parameter == long.class || parameter == double.class ? 2 : 1;
            }
            if (!CallResult.neverLoads(code, variable)) {
                return CallResult.USED;
            }
            return isStatic || Modifier.isPrivate(code.flags) || Modifier.isFinal(code.flags)
                    ? CallResult.DROPPED
                    : CallResult.KEPT;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return CallResult.USED;
        }
    }
}
