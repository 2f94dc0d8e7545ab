package io.gondola.modelcheck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Rewrites a class so that it announces each access to memory that may be shared, and uses stand-ins for threads, locks
 * and atomics. What the code computes stays as it is.
 */
final class Instrumenter {
    private static final String HERE = "io/gondola/modelcheck/";
    private static final String HOOKS = HERE + "Hooks";
    private static final String HANDLE = "java/lang/invoke/VarHandle";
    private static final String SPIN_LOCK = "io/gondola/scheduler/SpinLock";
    private static final String MACHINE = "io/gondola/scheduler/Machine";
    private static final String THIEF = "io/gondola/scheduler/Thief";
    private static final Map<String, String> STAND_INS = Map.ofEntries(
            Map.entry("java/lang/Thread", HERE + "ModelThread"),
            Map.entry("java/util/concurrent/locks/LockSupport", HERE + "Parking"),
            Map.entry("java/util/concurrent/locks/ReentrantLock", HERE + "ModelLock"),
            Map.entry("java/util/concurrent/atomic/AtomicInteger", HERE + "ModelInteger"),
            Map.entry("java/util/concurrent/atomic/AtomicLong", HERE + "ModelLong"),
            Map.entry("java/util/concurrent/atomic/AtomicBoolean", HERE + "ModelBoolean"),
            Map.entry("java/util/concurrent/ConcurrentHashMap", HERE + "ModelSet"),
            Map.entry("java/util/concurrent/ConcurrentHashMap$KeySetView", HERE + "ModelSet"),
            Map.entry("java/util/concurrent/CopyOnWriteArrayList", HERE + "ModelList"),
            Map.entry("java/util/concurrent/ThreadLocalRandom", HERE + "ModelRandom"),
            Map.entry("org/jctools/queues/varhandle/SpmcVarHandleArrayQueue", HERE + "ModelRing"),
            Map.entry("org/jctools/queues/varhandle/MpscUnboundedVarHandleArrayQueue", HERE + "ModelMailbox"));
    /** An adder counts for reports; nobody decides by it. */
    private static final Set<String> HARMLESS = Set.of(
            "java/util/concurrent/CancellationException",
            "java/util/concurrent/TimeUnit",
            "java/util/concurrent/atomic/LongAdder");

    private final Mutation mutation;
    private final Map<String, Map<String, Integer>> fieldAccess = new HashMap<>();

    Instrumenter(Mutation mutation) {
        this.mutation = mutation;
    }

    static boolean concerns(String internalName) {
        return internalName.startsWith("io/gondola/scheduler/")
                || internalName.startsWith("org/jctools/queues/varhandle/");
    }

    byte[] instrument(String internalName) {
        ClassNode original = new ClassNode();
        read(internalName).accept(original, 0);
        mutation.apply(original);
        if (internalName.equals(THIEF)) {
            Bytecode.replaceConstant(original, "steal", 4, 1); // STEAL_PASSES: the last shows as much as all four
            Bytecode.replaceConstant(original, "steal", 3, 0);
            Bytecode.replaceLong(original, "stealNext", 3_000, 0); // NEXT_BACKOFF_NANOS: looks twice, without waiting
        }
        ClassNode node = new ClassNode();
        original.accept(new ClassRemapper(node, new SimpleRemapper(Opcodes.ASM9, STAND_INS)));
        node.innerClasses.removeIf(c -> c.name.startsWith(HERE));
        for (MethodNode m : List.copyOf(node.methods)) {
            if (m.instructions.size() > 0) {
                instrument(node, m);
            }
        }
        if (node.name.equals(SPIN_LOCK)) {
            replaceSpinning(node);
        }
        node.version = Math.max(node.version, Opcodes.V11); // private access between nest mates
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        node.accept(writer);
        return writer.toByteArray();
    }

    private static ClassReader read(String internalName) {
        try (InputStream in = Instrumenter.class.getClassLoader().getResourceAsStream(internalName + ".class")) {
            return new ClassReader(in);
        } catch (IOException e) {
            throw new UncheckedIOException(internalName, e);
        }
    }

    private void instrument(ClassNode node, MethodNode m) {
        boolean constructs = m.name.startsWith("<");
        for (AbstractInsnNode insn : m.instructions.toArray()) {
            if (insn instanceof FieldInsnNode field && !constructs) {
                announce(m.instructions, field);
            } else if (insn instanceof MethodInsnNode call) {
                replaceCall(node, m.instructions, call);
            } else if (insn.getOpcode() == Opcodes.MONITORENTER || insn.getOpcode() == Opcodes.MONITOREXIT) {
                String name = insn.getOpcode() == Opcodes.MONITORENTER ? "monitorEnter" : "monitorExit";
                m.instructions.set(insn, hook(name, "(Ljava/lang/Object;)V"));
            } else if (insn.getOpcode() == Opcodes.IRETURN
                    && node.name.equals(MACHINE)
                    && m.name.equals("giveBackProcessor")) {
                m.instructions.insertBefore(insn, new InsnNode(Opcodes.DUP));
                m.instructions.insertBefore(insn, hook("searched", "(Z)V"));
            }
        }
        unwindInHandlers(m);
        if ((m.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            synchronise(node, m);
        }
    }

    private static MethodInsnNode hook(String name, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, HOOKS, name, descriptor, false);
    }

    // fields

    private void announce(InsnList code, FieldInsnNode insn) {
        boolean reads = insn.getOpcode() == Opcodes.GETFIELD;
        if ((!reads && insn.getOpcode() != Opcodes.PUTFIELD) || !isShared(insn.owner, insn.name)) {
            return;
        }
        InsnList before = new InsnList();
        if (reads) {
            before.add(new InsnNode(Opcodes.DUP));
        } else if (Type.getType(insn.desc).getSize() == 1) {
            before.add(new InsnNode(Opcodes.DUP2));
            before.add(new InsnNode(Opcodes.POP));
        } else {
            before.add(new InsnNode(Opcodes.DUP2_X1));
            before.add(new InsnNode(Opcodes.POP2));
            before.add(new InsnNode(Opcodes.DUP_X2));
        }
        before.add(new LdcInsnNode(insn.name));
        before.add(hook(reads ? "read" : "write", "(Ljava/lang/Object;Ljava/lang/String;)V"));
        code.insertBefore(insn, before);
    }

    /** Whether the field can change after construction. */
    private boolean isShared(String owner, String field) {
        for (String c = owner; c != null && concerns(c); ) {
            Integer access = fields(c).get(field);
            if (access != null) {
                return (access & Opcodes.ACC_FINAL) == 0;
            }
            c = read(c).getSuperName();
        }
        return false;
    }

    private Map<String, Integer> fields(String owner) {
        return fieldAccess.computeIfAbsent(owner, o -> {
            ClassNode node = new ClassNode();
            read(o).accept(node, ClassReader.SKIP_CODE);
            Map<String, Integer> fields = new HashMap<>();
            for (FieldNode f : node.fields) {
                fields.put(f.name, f.access);
            }
            return fields;
        });
    }

    // calls

    private static void replaceCall(ClassNode node, InsnList code, MethodInsnNode call) {
        if (call.owner.equals(HANDLE) && call.getOpcode() == Opcodes.INVOKEVIRTUAL) {
            if (call.desc.startsWith("(L") || call.desc.startsWith("([")) { // static fields are not announced
                code.set(call, bridge(node, call));
            }
        } else if (call.owner.equals("java/lang/invoke/MethodHandles$Lookup") && call.name.equals("findVarHandle")) {
            String descriptor = "(L" + call.owner + ";" + call.desc.substring(1);
            code.set(call, hook("findVarHandle", descriptor));
        } else if (call.owner.equals("java/lang/System") && call.name.equals("nanoTime")) {
            code.set(call, hook("nanoTime", "()J"));
        } else if (call.owner.startsWith("java/util/concurrent/") && !HARMLESS.contains(call.owner)) {
            throw new IllegalStateException("no stand-in for " + call.owner + " in " + node.name);
        }
    }

    /** Adds a method that announces an access through a handle and makes it. */
    private static MethodInsnNode bridge(ClassNode node, MethodInsnNode call) {
        String descriptor = "(L" + HANDLE + ";" + call.desc.substring(1);
        String name = "model$" + node.methods.size();
        int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
        MethodNode m = new MethodNode(access, name, descriptor, null, null);
        Type[] arguments = Type.getArgumentTypes(descriptor);
        boolean element = arguments[1].getSort() == Type.ARRAY;
        m.visitVarInsn(Opcodes.ALOAD, 0);
        m.visitVarInsn(Opcodes.ALOAD, 1);
        if (element) {
            m.visitVarInsn(Opcodes.ILOAD, 2);
        } else {
            m.visitInsn(Opcodes.ICONST_M1);
        }
        m.visitLdcInsn(call.name);
        m.instructions.add(hook("handle", "(L" + HANDLE + ";Ljava/lang/Object;ILjava/lang/String;)V"));
        int local = 0;
        for (Type t : arguments) {
            m.visitVarInsn(t.getOpcode(Opcodes.ILOAD), local);
            local += t.getSize();
        }
        m.visitMethodInsn(Opcodes.INVOKEVIRTUAL, HANDLE, call.name, call.desc, false);
        m.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
        node.methods.add(m);
        boolean isInterface = (node.access & Opcodes.ACC_INTERFACE) != 0;
        return new MethodInsnNode(Opcodes.INVOKESTATIC, node.name, name, descriptor, isInterface);
    }

    // threads that end early

    /**
     * Lets what ends a thread of an execution that is over pass handlers that catch everything. The compiler makes the
     * handler of a synchronized block catch what it throws itself, until the monitor is free: a thread that ends there
     * would never leave it.
     */
    private static void unwindInHandlers(MethodNode m) {
        m.tryCatchBlocks.removeIf(block -> block.start == block.handler);
        List<AbstractInsnNode> done = new ArrayList<>();
        for (TryCatchBlockNode block : m.tryCatchBlocks) {
            boolean all = block.type == null
                    || block.type.equals("java/lang/Throwable")
                    || block.type.equals("java/lang/Error");
            if (all && !done.contains(block.handler)) {
                done.add(block.handler);
                AbstractInsnNode at = block.handler;
                while (at.getNext().getOpcode() < 0) {
                    at = at.getNext();
                }
                InsnList code = new InsnList();
                code.add(new InsnNode(Opcodes.DUP));
                code.add(hook("caught", "(Ljava/lang/Throwable;)V"));
                m.instructions.insert(at, code);
            }
        }
    }

    // locks

    /**
     * Renames a synchronized method, and adds one that locks and calls it. A violation or the end of an execution need
     * not unlock.
     */
    private static void synchronise(ClassNode node, MethodNode m) {
        MethodNode outer = new MethodNode(m.access & ~Opcodes.ACC_SYNCHRONIZED, m.name, m.desc, m.signature, null);
        m.access = Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC;
        m.name = "model$" + m.name;
        outer.visitVarInsn(Opcodes.ALOAD, 0);
        outer.instructions.add(hook("monitorEnter", "(Ljava/lang/Object;)V"));
        outer.visitVarInsn(Opcodes.ALOAD, 0);
        int local = 1;
        for (Type t : Type.getArgumentTypes(m.desc)) {
            outer.visitVarInsn(t.getOpcode(Opcodes.ILOAD), local);
            local += t.getSize();
        }
        outer.visitMethodInsn(Opcodes.INVOKEVIRTUAL, node.name, m.name, m.desc, false);
        outer.visitVarInsn(Opcodes.ALOAD, 0);
        outer.instructions.add(hook("monitorExit", "(Ljava/lang/Object;)V"));
        outer.visitInsn(Type.getReturnType(m.desc).getOpcode(Opcodes.IRETURN));
        node.methods.add(outer);
    }

    /** The spin lock's loop only waits: its stand-in does that in one step. */
    private static void replaceSpinning(ClassNode node) {
        node.interfaces.add(HERE + "Hooks$Spin");
        MethodNode locked = new MethodNode(Opcodes.ACC_PUBLIC, "modelLocked", "()I", null, null);
        locked.visitVarInsn(Opcodes.ALOAD, 0);
        locked.visitFieldInsn(Opcodes.GETFIELD, SPIN_LOCK, "locked", "I");
        locked.visitInsn(Opcodes.IRETURN);
        node.methods.add(locked);
        MethodNode lock = node.methods.stream()
                .filter(m -> m.name.equals("lock"))
                .findAny()
                .orElseThrow();
        lock.instructions = new InsnList();
        lock.tryCatchBlocks.clear();
        lock.localVariables = null;
        lock.instructions.add(new VarInsnNode(Opcodes.ALOAD, 0));
        lock.instructions.add(hook("takeSpinLock", "(L" + HERE + "Hooks$Spin;)V"));
        lock.visitVarInsn(Opcodes.ALOAD, 0);
        lock.visitInsn(Opcodes.ICONST_1);
        lock.visitFieldInsn(Opcodes.PUTFIELD, SPIN_LOCK, "locked", "I");
        lock.visitInsn(Opcodes.RETURN);
    }
}
