package io.gondola.dsl.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** What a method does with the value of a call that it makes, read from its code. */
enum CallResult {
    /**
     * Nothing: a statement of its own, a local variable that is never read, an argument of a method that does not look
     * at it.
     */
    DROPPED,
    /** It puts it into a collection, or gives it to a method that does not look at it, but may be overridden. */
    KEPT,
    /** It returns it. */
    RETURNED,
    /** Something else, or it is not known. */
    USED;

    /*
     * Algorithm. Behind the instruction that calls stands what becomes of the value: `pop` drops it, `areturn` returns
     * it, a store keeps it in a local variable: what all loads of it have in common, that may come before it is stored
     * into again, is what counts, and without any it is dropped. A cast and a jump change nothing. A call takes it as
     * its last argument, which is looked into (Callee). All else counts as a use.
     *
     * The index of the instruction comes from the stack of a running thread, the code from the class file. An agent may
     * have changed the one and not the other. So the instruction must be a call of the method that is on the stack; if
     * it is not, all calls of that name on the line are looked at, and all must agree.
     */
    private static final int MAX_JUMPS = 16;

    private static final int ALOAD = 0x19;
    private static final int ALOAD_0 = 0x2a;
    private static final int ALOAD_3 = 0x2d;
    private static final int ASTORE = 0x3a;
    private static final int ASTORE_0 = 0x4b;
    private static final int ASTORE_3 = 0x4e;
    private static final int POP = 0x57;
    private static final int IINC = 0x84;
    private static final int IFEQ = 0x99;
    private static final int IF_ACMPNE = 0xa6;
    private static final int GOTO = 0xa7;
    private static final int JSR = 0xa8;
    private static final int RET = 0xa9;
    private static final int TABLESWITCH = 0xaa;
    private static final int LOOKUPSWITCH = 0xab;
    private static final int IRETURN = 0xac;
    private static final int ARETURN = 0xb0;
    private static final int RETURN = 0xb1;
    private static final int INVOKEVIRTUAL = 0xb6;
    private static final int INVOKEINTERFACE = 0xb9;
    private static final int ATHROW = 0xbf;
    private static final int CHECKCAST = 0xc0;
    private static final int WIDE = 0xc4;
    private static final int IFNULL = 0xc6;
    private static final int IFNONNULL = 0xc7;
    private static final int GOTO_W = 0xc8;
    private static final int JSR_W = 0xc9;

    /**
     * How long each instruction is, by its code; 0 of two switches and of {@code wide}, whose length differs. JVM
     * specification, 6.5.
     */
    private static final String LENGTHS =
            "11111111111111112323322222111111111111111111111111111122222111111111111111111111"
                    + "11111111111111111111111111111111111111111111111111113111111111111111111113333333"
                    + "333333333200111111333333355323113311043355";

    private record Call(String method, String descriptor, int index, int line, String callee) {}

    /**
     * By what a Call has; as names. The class may outlive ours, so there are classes of the JDK only in what hangs on
     * it.
     */
    private static final ClassValue<ConcurrentHashMap<List<Object>, String>> KNOWN = new ClassValue<>() {
        @Override
        protected ConcurrentHashMap<List<Object>, String> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    /** Of the call of {@code callee} at {@code frame}, which is still being made. Never throws. */
    static CallResult of(StackWalker.StackFrame frame, String callee) {
        Class<?> type = frame.getDeclaringClass();
        Call call = new Call(
                frame.getMethodName(), frame.getDescriptor(), frame.getByteCodeIndex(), frame.getLineNumber(), callee);
        ConcurrentHashMap<List<Object>, String> results = KNOWN.get(type);
        List<Object> key = List.of(call.method, call.descriptor, call.index, call.line, call.callee);
        String known = results.get(key);
        if (known != null) {
            return valueOf(known);
        }
        CallResult result = find(type, call);
        results.put(key, result.name());
        return result;
    }

    private static CallResult find(Class<?> type, Call call) {
        try {
            ClassCode file = ClassCode.of(type);
            ClassCode.Code code = file == null ? null : file.method(call.method, call.descriptor);
            if (code == null) {
                return USED;
            }
            return isCall(code, call.index, call.callee)
                    ? after(type, code, call.index, true)
                    : onLine(type, code, call);
        } catch (RuntimeException e) {
            return USED; // no class file that we understand
        }
    }

    private static boolean isCall(ClassCode.Code code, int i, String callee) {
        int op = code.at(i);
        return op >= INVOKEVIRTUAL && op <= INVOKEINTERFACE && code.invoked(i).equals(callee);
    }

    private static CallResult onLine(Class<?> type, ClassCode.Code code, Call call) {
        CallResult all = null;
        for (int i = 0; i < code.length; i += length(code, i)) {
            if (isCall(code, i, call.callee) && code.lineOf(i) == call.line) {
                CallResult one = after(type, code, i, true);
                if (all != null && all != one) {
                    return USED;
                }
                all = one;
            }
        }
        return all == null ? USED : all;
    }

    /** What becomes of the value that the instruction at {@code source} has put on the stack. */
    private static CallResult after(Class<?> type, ClassCode.Code code, int source, boolean fresh) {
        int i = source + length(code, source);
        for (int jumps = 0; jumps < MAX_JUMPS; jumps++) {
            int op = code.at(i);
            if (op == CHECKCAST) {
                i += 3;
            } else if (op == GOTO) {
                i += (short) code.wide(i + 1);
            } else if (op == POP) {
                return DROPPED;
            } else if (op == ARETURN) {
                return RETURNED;
            } else if (op >= INVOKEVIRTUAL && op <= INVOKEINTERFACE) {
                return Callee.given(type, code, i);
            } else {
                int variable = fresh ? stored(code, i) : -1;
                return variable < 0 ? USED : ofAll(type, code, loads(code, i, variable));
            }
        }
        return USED;
    }

    private static CallResult ofAll(Class<?> type, ClassCode.Code code, List<Integer> loads) {
        CallResult all = DROPPED;
        for (int load : loads) {
            CallResult one = after(type, code, load, false);
            if (one != DROPPED && one != KEPT) {
                return USED; // also if it is returned at one place, and kept at another
            }
            all = one == KEPT ? KEPT : all;
        }
        return all;
    }

    /** The local variable that the instruction stores into; -1 if it is another one. */
    private static int stored(ClassCode.Code code, int i) {
        int op = code.at(i);
        if (op == ASTORE) {
            return code.at(i + 1);
        }
        if (op == WIDE && code.at(i + 1) == ASTORE) {
            return code.wide(i + 2);
        }
        return op >= ASTORE_0 && op <= ASTORE_3 ? op - ASTORE_0 : -1;
    }

    /** The loads of {@code variable} that can come after the store at {@code store}, before another one. */
    private static List<Integer> loads(ClassCode.Code code, int store, int variable) {
        List<Integer> loads = new ArrayList<>();
        BitSet seen = new BitSet();
        Deque<Integer> next = new ArrayDeque<>(List.of(store + length(code, store)));
        while (!next.isEmpty()) {
            int i = next.pop();
            if (seen.get(i)) {
                continue;
            }
            seen.set(i);
            if (loaded(code, i) == variable) {
                loads.add(i);
            }
            for (int[] handler : code.handlers) {
                if (handler[0] <= i && i < handler[1]) {
                    next.push(handler[2]);
                }
            }
            if (stored(code, i) != variable) {
                follow(code, i, next);
            }
        }
        return loads;
    }

    /** Whether no instruction of {@code code} loads {@code variable}. */
    static boolean neverLoads(ClassCode.Code code, int variable) {
        for (int i = 0; i < code.length; i += length(code, i)) {
            if (loaded(code, i) == variable) {
                return false;
            }
        }
        return true;
    }

    /** Adds the instructions that may come after the one at {@code i}. */
    private static void follow(ClassCode.Code code, int i, Deque<Integer> next) {
        int op = code.at(i);
        if ((op >= IFEQ && op <= IF_ACMPNE) || op == IFNULL || op == IFNONNULL) {
            next.push(i + 3);
            next.push(i + (short) code.wide(i + 1));
        } else if (op == GOTO) {
            next.push(i + (short) code.wide(i + 1));
        } else if (op == GOTO_W) {
            next.push(i + code.word(i + 1));
        } else if (op == TABLESWITCH || op == LOOKUPSWITCH) {
            int aligned = (i + 4) & ~3;
            int end = i + length(code, i);
            next.push(i + code.word(aligned));
            boolean table = op == TABLESWITCH;
            for (int target = aligned + 12; target < end; target += table ? 4 : 8) {
                next.push(i + code.word(target));
            }
        } else if (op == JSR || op == RET || op == JSR_W) {
            throw new IllegalArgumentException("no compiler makes these any more");
        } else if (op != ATHROW && (op < IRETURN || op > RETURN)) {
            next.push(i + length(code, i));
        }
    }

    /** The local variable that the instruction loads; -1 if it is another one. */
    private static int loaded(ClassCode.Code code, int i) {
        int op = code.at(i);
        if (op == ALOAD) {
            return code.at(i + 1);
        }
        if (op == WIDE && code.at(i + 1) == ALOAD) {
            return code.wide(i + 2);
        }
        return op >= ALOAD_0 && op <= ALOAD_3 ? op - ALOAD_0 : -1;
    }

    private static int length(ClassCode.Code code, int i) {
        int op = code.at(i);
        if (op == TABLESWITCH || op == LOOKUPSWITCH) {
            int aligned = (i + 4) & ~3;
            return op == TABLESWITCH
                    ? aligned + 12 + 4 * (code.word(aligned + 8) - code.word(aligned + 4) + 1) - i
                    : aligned + 8 + 8 * code.word(aligned + 4) - i;
        }
        if (op == WIDE) {
            return code.at(i + 1) == IINC ? 6 : 4;
        }
        if (op < 0 || op >= LENGTHS.length()) {
            throw new IllegalArgumentException("no instruction: " + op);
        }
        return LENGTHS.charAt(op) - '0';
    }
}
