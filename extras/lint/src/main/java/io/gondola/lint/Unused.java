package io.gondola.lint;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Name;
import org.jspecify.annotations.Nullable;

/**
 * Local variables that hold a program and are never read. A variable whose name begins with {@code unused} is left
 * alone.
 */
final class Unused {
    private final Code code;
    private final Programs programs;
    private final Findings findings;

    /** What was declared and, up to here, not read, in the order of the source. */
    private final Map<Element, TreePath> pending = new LinkedHashMap<>();

    /** How many of them have that name: most identifiers need no closer look. */
    private final Map<Name, Integer> names = new HashMap<>();

    Unused(Code code, Programs programs, Findings findings) {
        this.code = code;
        this.programs = programs;
        this.findings = findings;
    }

    void declared(TreePath path, VariableTree node) {
        Element variable = code.element(path);
        Tree parent = path.getParentPath().getLeaf();
        if (variable == null
                || variable.getKind() != ElementKind.LOCAL_VARIABLE
                || parent instanceof EnhancedForLoopTree
                || parent instanceof LambdaExpressionTree
                || node.getName().length() == 0 // _
                || node.getName().toString().startsWith("unused")) {
            return;
        }
        String noun = noun(variable);
        if (noun != null && !noun.equals("context")) {
            pending.put(variable, path);
            names.merge(node.getName(), 1, Integer::sum);
        }
    }

    private @Nullable String noun(Element variable) {
        String noun = programs.noun(variable.asType());
        return noun != null ? noun : programs.heldNoun(variable.asType());
    }

    void mentioned(TreePath path, IdentifierTree node) {
        if (names.isEmpty() || !names.containsKey(node.getName())) {
            return;
        }
        Element variable = code.element(path);
        if (variable != null && pending.containsKey(variable) && !onlyAssigns(path, variable)) {
            pending.remove(variable);
            names.computeIfPresent(node.getName(), (n, count) -> count == 1 ? null : count - 1);
        }
    }

    /**
     * Whether this is the variable before the {@code =}, or a part of what a statement assigns to the variable itself.
     */
    private boolean onlyAssigns(TreePath use, Element variable) {
        for (TreePath p = use; p.getParentPath() != null; p = p.getParentPath()) {
            Tree parent = p.getParentPath().getLeaf();
            if (parent instanceof AssignmentTree assignment
                    && p.getParentPath().getParentPath().getLeaf() instanceof ExpressionStatementTree) {
                return variable.equals(code.element(new TreePath(p.getParentPath(), assignment.getVariable())));
            }
            if (parent instanceof LambdaExpressionTree) {
                return false;
            }
        }
        return false;
    }

    void report() {
        pending.forEach((variable, declaration) -> findings.report(
                Finding.DROPPED,
                declaration,
                "the " + noun(variable) + " in " + variable.getSimpleName() + " is never used: it never runs",
                "chain it where it is to happen, as in before.then(" + variable.getSimpleName()
                        + "), or return it; a name that begins with unused allows it"));
    }
}
