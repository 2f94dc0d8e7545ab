package io.gondola.dsl.engine;

import io.vavr.collection.Traversable;
import io.vavr.control.Option;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The programs that a program consists of, or that its functions can reach in what they have captured. */
final class Parts {
    /*
     * Programs are immutable and hold their parts in fields; functions hold what they have captured in fields, too. So
     * a walk over the fields finds all that a program can run, but for what its functions make or find elsewhere.
     * Fields that cannot be read, of modules that are not open, are passed over. Of the user's own objects only the
     * fields of the first one on the way are looked at, and only if a function has captured it; of the JDK's and Vavr's
     * only collections, and these only if they are not lazy. Channels, schedulers and goroutines are no part of a
     * program.
     */
    private static final int MOST = 10_000;

    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            return fields(type);
        }
    };

    /** @param inUsers whether it was reached by a field of one of the user's objects */
    private record Found(Object object, boolean inUsers) {}

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Found> next = new ArrayDeque<>();

    private Parts() {}

    /** Shows {@code program} and its parts to {@code visitor}, each once, at most some thousands. Never throws. */
    static void each(Instruction program, Consumer<Instruction> visitor) {
        Parts parts = new Parts();
        parts.add(program, false);
        for (int i = 0; i < MOST && !parts.next.isEmpty(); i++) {
            Found found = parts.next.pop();
            if (found.object instanceof Instruction instruction) {
                visitor.accept(instruction);
            }
            try {
                parts.inside(found);
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                // a collection that changes meanwhile, say: the rest is looked at
            }
        }
    }

    private void add(Object object, boolean inUsers) {
        if (object != null && seen.add(object)) {
            next.push(new Found(object, inUsers));
        }
    }

    private void inside(Found found) throws ReflectiveOperationException {
        Object object = found.object;
        String type = object.getClass().getName();
        if (object.getClass().isArray()) {
            if (!object.getClass().getComponentType().isPrimitive()) {
                for (int i = 0; i < Array.getLength(object); i++) {
                    add(Array.get(object, i), found.inUsers);
                }
            }
        } else if (type.startsWith("java.") || type.startsWith("jdk.")) {
            elements(object, found.inUsers);
        } else if (type.startsWith("io.vavr.") && !type.contains("$$Lambda")) {
            if ((object instanceof Traversable<?> all && !all.isLazy()) || object instanceof Option) {
                for (Object each : (Iterable<?>) object) {
                    add(each, found.inUsers);
                }
            }
        } else if (Sites.isOwn(type) || type.contains("$$Lambda")) {
            if (object instanceof Instruction || !isEngine(object)) {
                values(object, found.inUsers);
            }
        } else if (!found.inUsers) {
            values(object, !(object instanceof Instruction));
        }
    }

    private void elements(Object object, boolean inUsers) {
        Collection<?> all =
                object instanceof Map<?, ?> map ? map.values() : object instanceof Collection<?> c ? c : null;
        if (all != null) {
            for (Object each : all) {
                add(each, inUsers);
            }
        }
    }

    /** Whether it belongs to those who run programs, rather than to a program. */
    private static boolean isEngine(Object object) {
        String type = object.getClass().getName();
        return type.startsWith("io.gondola.scheduler.")
                || object instanceof io.gondola.scheduler.Goroutine
                || object instanceof io.gondola.scheduler.Program
                || object instanceof io.gondola.scheduler.Scheduler
                || object instanceof io.gondola.scheduler.SpinLock;
    }

    private void values(Object object, boolean inUsers) throws ReflectiveOperationException {
        for (Field field : FIELDS.get(object.getClass())) {
            add(field.get(object), inUsers);
        }
    }

    private static List<Field> fields(Class<?> type) {
        List<Field> all = new ArrayList<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                boolean wanted = !Modifier.isStatic(field.getModifiers())
                        && !field.getType().isPrimitive()
                        && field.getType() != String.class;
                if (wanted && field.trySetAccessible()) {
                    all.add(field);
                }
            }
        }
        return List.copyOf(all);
    }
}
