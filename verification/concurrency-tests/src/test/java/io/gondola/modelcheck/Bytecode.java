package io.gondola.modelcheck;

import java.util.List;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Small changes of methods. Each insists that it finds what it changes. */
final class Bytecode {
    private Bytecode() {}

    static MethodNode method(ClassNode node, String name) {
        List<MethodNode> found =
                node.methods.stream().filter(m -> m.name.equals(name)).toList();
        if (found.size() != 1) {
            throw new IllegalStateException(node.name + " must have one method " + name + ": " + found.size());
        }
        return found.get(0);
    }

    /** Replaces the only use of a constant from 0 to 5. */
    static void replaceConstant(ClassNode node, String method, int from, int to) {
        MethodNode m = method(node, method);
        AbstractInsnNode only = only(m, i -> i.getOpcode() == Opcodes.ICONST_0 + from);
        m.instructions.set(only, new InsnNode(Opcodes.ICONST_0 + to));
    }

    /** Replaces the only use of a constant of type long that is neither 0 nor 1. */
    static void replaceLong(ClassNode node, String method, long from, long to) {
        MethodNode m = method(node, method);
        LdcInsnNode only = (LdcInsnNode) only(m, i -> i instanceof LdcInsnNode c && c.cst.equals(from));
        only.cst = to;
    }

    /** The only call of {@code callee}. */
    static MethodInsnNode call(MethodNode m, String callee) {
        return (MethodInsnNode) only(m, i -> i instanceof MethodInsnNode c && c.name.equals(callee));
    }

    static AbstractInsnNode only(MethodNode m, Predicate<AbstractInsnNode> wanted) {
        AbstractInsnNode found = null;
        for (AbstractInsnNode i : m.instructions) {
            if (wanted.test(i)) {
                if (found != null) {
                    throw new IllegalStateException(m.name + " has more than one such instruction");
                }
                found = i;
            }
        }
        if (found == null) {
            throw new IllegalStateException(m.name + " has no such instruction");
        }
        return found;
    }
}
