package io.gondola.lint;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.util.TreePath;
import java.util.Locale;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/** Tells whether code runs in a step of a goroutine: in a function that is given to one of Gondola's combinators. */
final class Steps {
    private final Code code;

    Steps(Code code) {
        this.code = code;
    }

    /**
     * The combinator, such as {@code map}, in whose step {@code path} runs; null if it is blocking code, if it runs on
     * a thread of its own, or if it cannot be told.
     */
    @Nullable
    ExecutableElement around(TreePath path) {
        for (TreePath p = path; p != null; p = p.getParentPath()) {
            Tree tree = p.getLeaf();
            if (tree instanceof MethodTree || tree instanceof ClassTree) {
                return null;
            }
            boolean function =
                    tree instanceof LambdaExpressionTree || (tree instanceof MemberReferenceTree && p == path);
            if (function) {
                TreePath call = callGiven(p);
                ExecutableElement method = call == null ? null : code.method(call);
                if (method == null) {
                    return null;
                }
                if (code.isOurs(method)) {
                    return isCombinator(method) && !mayBlock(method) ? method : null;
                }
                if (!callsAtOnce(code.owner(method))) {
                    return null;
                }
            }
        }
        return null;
    }

    /**
     * Whether it makes something of ours, such as a program, that calls the function later. A helper of a test in one
     * of our packages calls it itself.
     */
    private boolean isCombinator(ExecutableElement method) {
        return method.getKind() == ElementKind.CONSTRUCTOR || code.isOurs(method.getReturnType());
    }

    /**
     * Whether the function given to it is not a step: it may block, or it belongs to a runtime and not to a program.
     */
    private boolean mayBlock(ExecutableElement method) {
        return code.owner(method).startsWith("io.gondola.dsl.GoRuntime")
                || method.getSimpleName().toString().toLowerCase(Locale.ROOT).contains("blocking");
    }

    /** The libraries whose methods call what they are given before they return, or not at all. */
    private static boolean callsAtOnce(String owner) {
        return !owner.startsWith("java.util.concurrent.")
                && (owner.startsWith("java.util.")
                        || owner.equals("java.lang.Iterable")
                        || (owner.startsWith("io.vavr.") && !owner.contains("concurrent") && !owner.contains("Lazy")));
    }

    /** The call of a method or constructor to which the function at {@code path} is given, or null. */
    static @Nullable TreePath callGiven(TreePath path) {
        TreePath p = path;
        TreePath parent = p.getParentPath();
        while (parent.getLeaf() instanceof ParenthesizedTree
                || parent.getLeaf() instanceof TypeCastTree
                || parent.getLeaf() instanceof ConditionalExpressionTree) {
            p = parent;
            parent = p.getParentPath();
        }
        Tree argument = p.getLeaf();
        boolean given = (parent.getLeaf() instanceof MethodInvocationTree m
                        && m.getArguments().contains(argument))
                || (parent.getLeaf() instanceof NewClassTree n
                        && n.getArguments().contains(argument));
        return given ? parent : null;
    }
}
