package io.gondola.lint;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/** Tells javac what was found, unless it is switched off or suppressed at the place. */
final class Findings {
    private final Code code;
    private final Severities severities;

    Findings(Code code, Severities severities) {
        this.code = code;
        this.severities = severities;
    }

    boolean wanted(Finding finding) {
        return !severities.off(finding);
    }

    /**
     * @param wrong what is wrong at {@code at}
     * @param hint how to mend it
     */
    void report(Finding finding, TreePath at, String wrong, String hint) {
        if (wanted(finding) && !suppressed(finding, at)) {
            code.trees()
                    .printMessage(
                            severities.kind(finding),
                            "[gondola:" + finding.key() + "] " + wrong + "\n    " + hint,
                            at.getLeaf(),
                            at.getCompilationUnit());
        }
    }

    private boolean suppressed(Finding finding, TreePath at) {
        for (TreePath p = at; p != null; p = p.getParentPath()) {
            Tree tree = p.getLeaf();
            boolean declares = tree instanceof ClassTree || tree instanceof MethodTree || tree instanceof VariableTree;
            if (declares && suppresses(code.element(p), finding)) {
                return true;
            }
        }
        return false;
    }

    private static boolean suppresses(@Nullable Element declared, Finding finding) {
        SuppressWarnings annotation = declared == null ? null : declared.getAnnotation(SuppressWarnings.class);
        if (annotation != null) {
            for (String what : annotation.value()) {
                if (what.equals("gondola") || what.equals("gondola:" + finding.key())) {
                    return true;
                }
            }
        }
        return false;
    }
}
