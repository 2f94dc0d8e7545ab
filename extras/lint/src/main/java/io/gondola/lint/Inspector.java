package io.gondola.lint;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;
import org.jspecify.annotations.Nullable;

/** Walks each top-level class once javac has checked its types, before it makes the class file. */
final class Inspector implements TaskListener {
    private final JavacTask task;
    private final Severities severities;
    private @Nullable Code code;

    Inspector(JavacTask task, Severities severities) {
        this.task = task;
        this.severities = severities;
    }

    @Override
    public void finished(TaskEvent event) {
        TypeElement type = event.getTypeElement();
        CompilationUnitTree unit = event.getCompilationUnit();
        if (event.getKind() != TaskEvent.Kind.ANALYZE || type == null || unit == null) {
            return;
        }
        for (Tree declaration : unit.getTypeDecls()) {
            if (declaration instanceof ClassTree c && c.getSimpleName().equals(type.getSimpleName())) {
                inspect(new TreePath(new TreePath(unit), c));
            }
        }
    }

    @SuppressWarnings("CatchingUnchecked") // a class file that javac cannot complete shows as an exception of its own
    private void inspect(TreePath type) {
        if (code == null) { // not in the constructor: plugins start before the compiler has its tables
            code = new Code(task);
        }
        try {
            new Walk(code, new Findings(code, severities)).over(type);
        } catch (RuntimeException e) {
            Trees.instance(task)
                    .printMessage(
                            Kind.NOTE,
                            "gondola-lint could not look at this class: " + e,
                            type.getLeaf(),
                            type.getCompilationUnit());
        }
    }
}
