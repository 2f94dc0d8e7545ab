package io.gondola.modelcheck;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Defects that the protocols must not have, put into the real code. */
enum Mutations implements Mutation {
    /** A machine that stops searching goes idle without looking at the queues once more. */
    THE_LAST_SEARCHER_DOES_NOT_LOOK_AGAIN("Machine") {
        @Override
        void change(ClassNode machine) {
            MethodNode m = Bytecode.method(machine, "giveBackProcessor");
            InsnList never = new InsnList();
            never.add(new InsnNode(Opcodes.POP));
            never.add(new InsnNode(Opcodes.ICONST_0));
            replace(m, Bytecode.call(m, "workExists"), never);
        }
    },

    /** The thread that queues a goroutine looks for somebody to wake first, and queues it then. */
    QUEUED_AFTER_THE_LOOK_FOR_IDLE_PROCESSORS("Waker") {
        @Override
        void change(ClassNode waker) {
            MethodNode m = Bytecode.method(waker, "inject");
            MethodInsnNode add = Bytecode.call(m, "addArrived");
            FieldInsnNode global =
                    (FieldInsnNode) Bytecode.only(m, i -> i instanceof FieldInsnNode f && f.name.equals("global"));
            for (AbstractInsnNode i : m.instructions.toArray()) {
                if (i.getOpcode() == Opcodes.RETURN) {
                    InsnList code = new InsnList();
                    code.add(new VarInsnNode(Opcodes.ALOAD, 0));
                    code.add(global.clone(null));
                    code.add(new VarInsnNode(Opcodes.ALOAD, 1));
                    code.add(add.clone(null));
                    m.instructions.insertBefore(i, code);
                }
            }
            m.instructions.set(add, new InsnNode(Opcodes.POP2));
        }
    },

    /** Sysmon looks at the state of a processor, and takes it without a compare-and-set. */
    SYSMON_RETAKES_WITHOUT_COMPARING("Sysmon") {
        @Override
        void change(ClassNode sysmon) {
            setInsteadOfCas(Bytecode.method(sysmon, "retake"));
        }
    },

    /** A goroutine that comes back from blocking code takes its processor without a compare-and-set. */
    EXIT_FROM_BLOCKING_WITHOUT_COMPARING("SystemCalls") {
        @Override
        void change(ClassNode calls) {
            setInsteadOfCas(Bytecode.method(calls, "exit"));
        }
    },

    /** A goroutine that begins to block does not look whether somebody needs its processor. */
    BLOCKING_DOES_NOT_LOOK_AT_THE_QUEUES("SystemCalls") {
        @Override
        void change(ClassNode calls) {
            MethodNode m = Bytecode.method(calls, "leave");
            for (String look : new String[] {"hasWork", "isEmpty"}) {
                InsnList nothing = new InsnList();
                nothing.add(new InsnNode(Opcodes.POP));
                nothing.add(new InsnNode(look.equals("isEmpty") ? Opcodes.ICONST_1 : Opcodes.ICONST_0));
                replace(m, Bytecode.call(m, look), nothing);
            }
        }
    },

    /**
     * A processor that becomes idle, since it is no longer one too many, is not asked for what was to run next there.
     */
    A_RELEASED_PROCESSOR_KEEPS_WHAT_RUNS_NEXT("ProcessorPool") {
        @Override
        void change(ClassNode pool) {
            MethodNode m = Bytecode.method(pool, "release");
            InsnList nothing = new InsnList();
            nothing.add(new InsnNode(Opcodes.POP));
            nothing.add(new InsnNode(Opcodes.ICONST_0));
            replace(m, Bytecode.call(m, "hasNext"), nothing);
        }
    },

    /** Sysmon does not count as active while it holds goroutines between two queues. */
    WHO_MOVES_A_QUEUE_DOES_NOT_COUNT("StuckProcessors") {
        @Override
        void change(ClassNode stuck) {
            MethodNode m = Bytecode.method(stuck, "moveAll");
            for (AbstractInsnNode i : m.instructions.toArray()) {
                if (i instanceof MethodInsnNode call && (call.name.equals("started") || call.name.equals("stopped"))) {
                    m.instructions.set(i, new InsnNode(Opcodes.POP));
                }
            }
        }
    },

    /** A goroutine that is taken from a queue after its program has ended is left as it is. */
    A_DROPPED_GOROUTINE_STAYS_RUNNABLE("Goroutine") {
        @Override
        void change(ClassNode goroutine) {
            MethodNode m = Bytecode.method(goroutine, "drop");
            m.instructions.set(Bytecode.call(m, "state"), new InsnNode(Opcodes.POP2));
        }
    },

    /** It keeps what it was woken for. */
    A_DROPPED_GOROUTINE_PASSES_NOTHING_ON("Goroutine") {
        @Override
        void change(ClassNode goroutine) {
            MethodNode m = Bytecode.method(goroutine, "drop");
            m.instructions.set(Bytecode.call(m, "dropped"), new InsnNode(Opcodes.POP));
        }
    },

    /** It is dropped, and runs all the same. */
    A_DROPPED_GOROUTINE_RUNS("Machine") {
        @Override
        void change(ClassNode machine) {
            MethodNode m = Bytecode.method(machine, "execute");
            for (AbstractInsnNode i : m.instructions.toArray()) {
                if (i.getOpcode() == Opcodes.RETURN) {
                    m.instructions.set(i, new InsnNode(Opcodes.NOP));
                    return; // the first one
                }
            }
        }
    },

    /** Nobody looks for deadlocks when a program ends that may have held off the report. */
    AN_END_IS_NO_REASON_TO_LOOK_FOR_DEADLOCKS("DeadlockDetector") {
        @Override
        void change(ClassNode detector) {
            MethodNode m = Bytecode.method(detector, "forget");
            m.instructions.set(Bytecode.call(m, "check"), new InsnNode(Opcodes.POP));
        }
    },

    /**
     * The thread that adds a deadline looks whether the program has ended, and then makes known that it has deadlines.
     */
    THE_END_IS_LOOKED_FOR_BEFORE_THE_SHARE_IS_KNOWN("TimerHeap") {
        @Override
        void change(ClassNode heap) {
            MethodNode m = Bytecode.method(heap, "shareOf");
            MethodInsnNode ended = Bytecode.call(m, "ended");
            LabelNode goesOn = new LabelNode();
            InsnList first = new InsnList();
            first.add(new VarInsnNode(Opcodes.ALOAD, 1));
            first.add(ended.clone(null));
            first.add(new JumpInsnNode(Opcodes.IFEQ, goesOn));
            first.add(new InsnNode(Opcodes.ACONST_NULL));
            first.add(new InsnNode(Opcodes.ARETURN));
            first.add(goesOn);
            first.add(new FrameNode(Opcodes.F_SAME, 0, null, 0, null));
            InsnList not = new InsnList();
            not.add(new InsnNode(Opcodes.POP));
            not.add(new InsnNode(Opcodes.ICONST_0));
            replace(m, ended, not);
            m.instructions.insert(first);
        }
    },

    /** Two threads take what is due from one heap at once. */
    WHAT_IS_DUE_IS_TAKEN_WITHOUT_THE_LOCK("TimerHeap") {
        @Override
        void change(ClassNode heap) {
            withoutLock(Bytecode.method(heap, "popDue"));
        }
    },

    /** A timer is disarmed while it fires. */
    DISARMED_WITHOUT_THE_LOCK("TimerHeap") {
        @Override
        void change(ClassNode heap) {
            withoutLock(Bytecode.method(heap, "disarm"));
        }
    };

    private final String owner;

    Mutations(String owner) {
        this.owner = "io/gondola/scheduler/" + owner;
    }

    @Override
    public void apply(ClassNode node) {
        if (node.name.equals(owner)) {
            change(node);
        }
    }

    abstract void change(ClassNode node);

    private static void replace(MethodNode m, AbstractInsnNode old, InsnList code) {
        m.instructions.insertBefore(old, code);
        m.instructions.remove(old);
    }

    private static void withoutLock(MethodNode m) {
        for (AbstractInsnNode i : m.instructions.toArray()) {
            if (i instanceof MethodInsnNode call
                    && (call.name.equals("lock") || call.name.equals("lockSoon") || call.name.equals("unlock"))) {
                m.instructions.set(i, new InsnNode(Opcodes.POP));
            }
        }
    }

    private static void setInsteadOfCas(MethodNode m) {
        MethodInsnNode cas = Bytecode.call(m, "casStatus");
        InsnList set = new InsnList();
        set.add(new InsnNode(Opcodes.SWAP));
        set.add(new InsnNode(Opcodes.POP));
        set.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, cas.owner, "status", "(I)V", false));
        set.add(new InsnNode(Opcodes.ICONST_1));
        replace(m, cas, set);
    }
}
