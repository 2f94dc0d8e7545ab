package io.gondola.dsl.engine;

import java.lang.StackWalker.StackFrame;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about stacks on which programs were built, found again by a look at the same stack: few frames,
 * and of each two numbers.
 */
final class KnownStacks implements Function<Stream<StackFrame>, BuildSite> {
    /*
     * Algorithm. A tree whose edges are frames, innermost first. A walk that had to read names and code leaves its way
     * in the tree, and its result at the node where it ended, or, if the stack ended before it, as the end of the last
     * node. The next walk that comes the same way ends there.
     *
     * The name of a frame's method takes the JVM longer than all else of a short walk. So a frame of ours is compared
     * by class and index of its instruction only, and a frame of the user's by the method and the line, too. That
     * suffices: a result is found at a frame of the user's at the earliest, and the instruction at which that one
     * stands names the method that it calls. In that method, of the class that the next frame inwards has, the
     * instruction at the index of that frame names the next one, and so on. A lambda's class has one method. Of Fiber,
     * which calls whatever runs, the method counts.
     *
     * Classes are held weakly. A node whose class is gone is found by nobody, and stays; there are few, and MOST bounds
     * them.
     *
     * Ordering. A table is not changed once it was written to the volatile field; `add` copies it under the monitor.
     * Two threads that add the same way find the same result.
     */
    private static final int MOST = 100_000;
    private static final Node[] NONE = new Node[1];

    private final Node root = new Node(null, 0, null, 0);
    private int count;

    /** What is known of the stack; null if nothing is. */
    @Override
    public @Nullable BuildSite apply(Stream<StackFrame> stack) {
        Iterator<StackFrame> frames = stack.iterator();
        frames.next(); // the one that asks
        Node at = root;
        while (frames.hasNext()) {
            at = at.next(frames.next());
            if (at == null || at.site != null) {
                return at == null ? null : at.site;
            }
        }
        return at.atEnd;
    }

    /**
     * Notes that {@code site} is known after the frames of {@code way}, or, if {@code ended}, only because there were
     * no more.
     */
    synchronized void add(List<StackFrame> way, BuildSite site, boolean ended) {
        Node at = root;
        for (StackFrame frame : way) {
            Node next = at.next(frame);
            if (next == null) {
                if (count >= MOST) {
                    return;
                }
                count++;
                next = Node.of(frame);
                at.add(next);
            }
            at = next;
        }
        if (ended) {
            at.atEnd = site;
        } else {
            at.site = site;
        }
    }

    private static final class Node {
        private final WeakReference<Class<?>> type;
        private final int index;
        private final @Nullable String method;
        private final int line;
        private final int hash;

        private volatile Node[] children = NONE;
        private volatile @Nullable BuildSite site;
        private volatile @Nullable BuildSite atEnd;
        private int size; // guarded by the tree

        /** {@code method} is null of a frame that is told from others without. */
        private Node(@Nullable Class<?> type, int index, @Nullable String method, int line) {
            this.type = new WeakReference<>(type);
            this.index = index;
            this.method = method;
            this.line = line;
            this.hash = hash(type, index);
        }

        static Node of(StackFrame frame) {
            Class<?> type = frame.getDeclaringClass();
            if (type != Fiber.class && !Sites.isUsers(type.getName())) {
                return new Node(type, frame.getByteCodeIndex(), null, 0);
            }
            StackTraceElement element = frame.toStackTraceElement();
            return new Node(type, frame.getByteCodeIndex(), method(frame, element), element.getLineNumber());
        }

        /** With what tells overloads apart, where there are no lines. */
        private static String method(StackFrame frame, StackTraceElement element) {
            return element.getLineNumber() > 0
                    ? element.getMethodName()
                    : element.getMethodName() + frame.getDescriptor();
        }

        private static int hash(@Nullable Class<?> type, int index) {
            int mixed = (System.identityHashCode(type) * 31 + index) * 0x9E3779B9;
            return mixed ^ (mixed >>> 16);
        }

        /** The child of {@code frame}; null if there is none. */
        @Nullable
        Node next(StackFrame frame) {
            Class<?> wanted = frame.getDeclaringClass();
            int at = frame.getByteCodeIndex();
            StackTraceElement element = null;
            String name = null;
            Node[] table = children;
            for (int i = hash(wanted, at); ; i++) {
                Node child = table[i & (table.length - 1)];
                if (child == null) {
                    return null;
                }
                if (child.index == at && child.type.refersTo(wanted)) {
                    if (child.method == null) {
                        return child;
                    }
                    if (element == null) {
                        element = frame.toStackTraceElement();
                        name = method(frame, element);
                    }
                    if (child.line == element.getLineNumber() && child.method.equals(name)) {
                        return child;
                    }
                }
            }
        }

        void add(Node child) {
            size++;
            Node[] table = new Node[Math.max(2, Integer.highestOneBit(size) * 4)];
            put(table, child);
            for (Node known : children) {
                if (known != null) {
                    put(table, known);
                }
            }
            children = table;
        }

        private static void put(Node[] table, Node child) {
            int i = child.hash;
            while (table[i & (table.length - 1)] != null) {
                i++;
            }
            table[i & (table.length - 1)] = child;
        }
    }
}
