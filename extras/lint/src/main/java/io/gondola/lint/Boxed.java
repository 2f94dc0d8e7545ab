package io.gondola.lint;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.Set;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Comparisons of references where Go compares values: right for small numbers and literals, wrong for others. */
final class Boxed {
    /** Not Boolean: boxing makes only two of them. */
    private static final Set<String> VALUES = Set.of(
            "java.lang.Byte",
            "java.lang.Short",
            "java.lang.Character",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Float",
            "java.lang.Double",
            "java.lang.String",
            "java.math.BigInteger",
            "java.math.BigDecimal",
            "java.time.Duration",
            "java.time.Instant",
            "io.vavr.control.Option");

    private final Code code;
    private final Findings findings;

    Boxed(Code code, Findings findings) {
        this.code = code;
        this.findings = findings;
    }

    void comparison(TreePath path, BinaryTree node) {
        boolean equal = node.getKind() == Tree.Kind.EQUAL_TO;
        if (!equal && node.getKind() != Tree.Kind.NOT_EQUAL_TO) {
            return;
        }
        String left = value(Dropped.below(path, node.getLeftOperand()));
        if (left == null || value(Dropped.below(path, node.getRightOperand())) == null) {
            return;
        }
        if (!isShortcut(path, node)) {
            String name = left.substring(left.lastIndexOf('.') + 1);
            findings.report(
                    Finding.BOXED,
                    path,
                    (equal ? "==" : "!=") + " compares two " + name + " objects by identity, not by value"
                            + (left.startsWith("java.lang.") && !name.equals("String")
                                    ? ": numbers beyond 127 differ although they are equal"
                                    : ""),
                    "use equals, or make one of them a primitive");
        }
    }

    private @Nullable String value(TreePath operand) {
        TypeMirror type = code.type(operand);
        if (type instanceof DeclaredType declared && declared.asElement() instanceof TypeElement element) {
            String name = element.getQualifiedName().toString();
            return VALUES.contains(name) ? name : null;
        }
        return null;
    }

    /** {@code a == b || a.equals(b)} is right. */
    private static boolean isShortcut(TreePath path, BinaryTree node) {
        Tree below = node;
        for (TreePath p = path.getParentPath(); p != null; p = p.getParentPath()) {
            Tree tree = p.getLeaf();
            if (tree instanceof BinaryTree or && or.getKind() == Tree.Kind.CONDITIONAL_OR) {
                if (or.getRightOperand() != below
                        && or.getRightOperand().toString().contains("equals(")) {
                    return true;
                }
            } else if (!(tree instanceof ParenthesizedTree)) {
                return false;
            }
            below = tree;
        }
        return false;
    }
}
