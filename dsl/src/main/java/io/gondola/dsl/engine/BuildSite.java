package io.gondola.dsl.engine;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where in the user's code a program is built.
 *
 * @param place the line; null if there is none, or if the program is made with an object of ours, to be handed out
 *     later
 * @param callers the lines from which that method was called, nearest first, one of each method
 * @param lost what the user's code calls for, at this line or in a caller, and then drops; null if it does something
 *     with it
 */
record BuildSite(
        @Nullable StackTraceElement place,
        List<StackTraceElement> callers,
        @Nullable Lost lost) {

    /** So many frames are got from the JVM at once; of most stacks no more are needed, and each one takes time. */
    private static final int DEPTH = 12;

    private static final StackWalker STACK =
            StackWalker.getInstance(Set.of(Option.RETAIN_CLASS_REFERENCE, Option.SHOW_HIDDEN_FRAMES), DEPTH);

    private static final String TESTKIT = "io.gondola.testkit.";
    private static final int CALLERS = 3;
    private static final BuildSite NOWHERE = new BuildSite(null, List.of(), null);
    private static final KnownStacks KNOWN = new KnownStacks();
    private static final KnownStacks KNOWN_WITH_CALLERS = new KnownStacks();

    /** Of the program that the calling thread is constructing, without callers. Never throws. */
    static BuildSite here() {
        try {
            BuildSite known = STACK.walk(KNOWN);
            return known != null ? known : STACK.walk(frames -> new Walk(0, KNOWN).over(frames.iterator()));
        } catch (RuntimeException | LinkageError e) {
            return NOWHERE;
        }
    }

    /** As {@link #here}, with at most three callers. */
    static BuildSite hereWithCallers() {
        try {
            BuildSite known = STACK.walk(KNOWN_WITH_CALLERS);
            return known != null
                    ? known
                    : STACK.walk(frames -> new Walk(CALLERS, KNOWN_WITH_CALLERS).over(frames.iterator()));
        } catch (RuntimeException | LinkageError e) {
            return NOWHERE;
        }
    }

    /** The line of the user's from which the calling thread came here; null if there is none. Never throws. */
    static @Nullable StackTraceElement ofCaller() {
        try {
            return STACK.walk(frames -> frames.filter(f -> Sites.isUsers(f.getClassName()))
                    .findFirst()
                    .map(BuildSite::lineOf)
                    .orElse(null));
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }

    private static StackTraceElement lineOf(StackFrame frame) {
        return new StackTraceElement(
                frame.getClassName(),
                Sites.enclosing(frame.getMethodName()),
                frame.getFileName(),
                frame.getLineNumber());
    }

    /** The way up the stack. */
    private static final class Walk {
        /*
         * First come our own frames: constructors, and the method that the user called. Whether that is what the user
         * sees as the program is known from its type. Then there is a frame of the user's, in whose code stands what
         * becomes of the value; if that returns it, the next frame decides. A lambda's own frame has no code to read:
         * if it yields nothing, as a Runnable's, it drops what the method yields that it stands for.
         */
        private final int maxCallers;
        private final KnownStacks known;
        private final List<StackFrame> way = new ArrayList<>();
        private final List<StackTraceElement> callers = new ArrayList<>();
        private boolean shared;
        private @Nullable StackTraceElement place;
        private @Nullable Lost lost;
        private @Nullable String pendingWhat; // lost, but the line is not known yet
        private boolean pendingKept;
        private @Nullable Class<?> dropper;
        private @Nullable StackFrame callee; // whose value is followed; null once its fate is known
        private @Nullable StackFrame
                named; // the callee, or the one whose value it returns if it is the body of a lambda

        Walk(int maxCallers, KnownStacks known) {
            this.maxCallers = maxCallers;
            this.known = known;
        }

        /** The site, which is known from now on. */
        @SuppressWarnings("NullAway") // where something is pending there is a dropper
        BuildSite over(Iterator<StackFrame> frames) {
            frames.next(); // here
            boolean ended = walk(frames);
            if (pendingWhat != null && !pendingKept) {
                lost = new Lost(pendingWhat, new StackTraceElement(ownerOf(dropper), "<function>", null, -1), false);
            }
            BuildSite site = shared ? NOWHERE : new BuildSite(place, List.copyOf(callers), lost);
            known.add(way, site, ended);
            return site;
        }

        /** Whether it ended only because the stack did. */
        private boolean walk(Iterator<StackFrame> frames) {
            boolean own = true;
            while (!isDone()) {
                if (!frames.hasNext()) {
                    return true;
                }
                StackFrame frame = frames.next();
                way.add(frame);
                Class<?> type = frame.getDeclaringClass();
                String name = type.getName();
                boolean running = type == Fiber.class && frame.getMethodName().equals("run");
                boolean reflected = place != null && name.equals("java.lang.reflect.Method"); // by a test engine, say
                if (running || reflected || (!own && name.startsWith(TESTKIT))) {
                    return false;
                }
                if (own && Sites.isOwn(name)) {
                    shared |= isShared(frame, type);
                    callee = frame;
                    named = frame;
                } else {
                    own = false;
                    outside(frame, type, name);
                }
            }
            return false;
        }

        /** Whether the program is made with an object or a class of ours, to be handed out many times. */
        private static boolean isShared(StackFrame frame, Class<?> type) {
            String method = frame.getMethodName();
            return method.equals("<clinit>") || (method.equals("<init>") && !Instruction.class.isAssignableFrom(type));
        }

        private boolean isDone() {
            return place != null && (shared || (callee == null && pendingWhat == null && callers.size() >= maxCallers));
        }

        private void outside(StackFrame frame, Class<?> type, String name) {
            if (type.isHidden() && name.contains("$$Lambda")) {
                if (callee != null && isProgram(callee) && frame.getDescriptor().endsWith(")V")) {
                    found(false, type);
                    callee = null;
                }
            } else if (Sites.isUsers(name)) {
                users(frame);
            } else {
                if (callee != null && isProgram(callee) && collects(name)) {
                    found(true, type);
                }
                callee = null;
            }
        }

        /** Whether the class takes what a function yields into a collection. */
        private static boolean collects(String name) {
            return name.startsWith("java.util.stream.")
                    || (name.startsWith("io.vavr.collection.") && !name.contains("Map"));
        }

        private void found(boolean kept, Class<?> by) {
            if (place != null) {
                lost = new Lost(what(named), place, kept);
            } else {
                pendingWhat = what(named);
                pendingKept = kept;
                dropper = by;
            }
        }

        private void users(StackFrame frame) {
            StackTraceElement line = lineOf(frame);
            if (place == null) {
                place = line;
            } else if (callers.size() < maxCallers
                    && !isSameMethod(callers.isEmpty() ? place : callers.get(callers.size() - 1), line)) {
                callers.add(line);
            }
            if (pendingWhat != null) {
                lost = new Lost(pendingWhat, line, pendingKept);
                pendingWhat = null;
            }
            if (callee != null) {
                CallResult result = isProgram(callee) ? CallResult.of(frame, callee.getMethodName()) : CallResult.USED;
                if (result == CallResult.DROPPED || result == CallResult.KEPT) {
                    lost = new Lost(what(named), line, result == CallResult.KEPT);
                }
                callee = result == CallResult.RETURNED ? frame : null;
                named = frame.getMethodName().startsWith("lambda$") ? named : frame;
            }
        }

        private static boolean isSameMethod(StackTraceElement a, StackTraceElement b) {
            return a.getClassName().equals(b.getClassName())
                    && a.getMethodName().equals(b.getMethodName());
        }

        private static String ownerOf(Class<?> lambda) {
            return lambda.getName().substring(0, lambda.getName().indexOf("$$Lambda"));
        }

        private static boolean isProgram(StackFrame frame) {
            String descriptor = frame.getDescriptor();
            return descriptor.endsWith(")Lio/gondola/dsl/Go;")
                    || (descriptor.endsWith(";")
                            && Instruction.class.isAssignableFrom(
                                    frame.getMethodType().returnType()));
        }

        /** {@code ch.send}, {@code println}, {@code waitGroup.add}. */
        @SuppressWarnings("NullAway") // asked where a callee was found
        private static String what(@Nullable StackFrame called) {
            Class<?> type = called.getDeclaringClass();
            String name = type.getSimpleName();
            boolean ofGo = Instruction.class.isAssignableFrom(type);
            if (ofGo || !Sites.isOwn(type.getName()) || isStatic(called)) {
                return called.getMethodName();
            }
            boolean isChannel = name.equals("Chan")
                    || name.equals("NilChannel")
                    || name.equals("Mailbox")
                    || name.endsWith("Channel");
            return (isChannel ? "ch" : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1)) + "."
                    + called.getMethodName();
        }

        private static boolean isStatic(StackFrame called) {
            try {
                return Modifier.isStatic(called.getDeclaringClass()
                        .getDeclaredMethod(
                                called.getMethodName(), called.getMethodType().parameterArray())
                        .getModifiers());
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                return false;
            }
        }
    }
}
