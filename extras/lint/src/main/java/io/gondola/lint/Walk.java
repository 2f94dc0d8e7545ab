package io.gondola.lint;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import javax.lang.model.element.ExecutableElement;

/** One walk over a top-level class, which shows each piece of code to those who look for something in it. */
final class Walk extends TreePathScanner<Void, Void> {
    private final Code code;
    private final Dropped dropped;
    private final Nested nested;
    private final Unused unused;
    private final Boxed boxed;
    private final Blocking blocking;
    private final Shared shared;

    Walk(Code code, Findings findings) {
        this.code = code;
        Programs programs = new Programs(code);
        Steps steps = new Steps(code);
        dropped = new Dropped(code, programs, findings);
        nested = new Nested(code, programs, findings);
        unused = new Unused(code, programs, findings);
        boxed = new Boxed(code, findings);
        blocking = new Blocking(code, steps, findings);
        shared = new Shared(code, steps, findings);
    }

    void over(TreePath type) {
        scan(type, null);
        unused.report();
        shared.report(type);
    }

    @Override
    public Void visitExpressionStatement(ExpressionStatementTree node, Void v) {
        dropped.statement(getCurrentPath(), node);
        return super.visitExpressionStatement(node, null);
    }

    @Override
    public Void visitLambdaExpression(LambdaExpressionTree node, Void v) {
        dropped.lambda(getCurrentPath(), node);
        nested.lambda(getCurrentPath(), node);
        return super.visitLambdaExpression(node, null);
    }

    @Override
    public Void visitMemberReference(MemberReferenceTree node, Void v) {
        if (code.element(getCurrentPath()) instanceof ExecutableElement method) {
            dropped.reference(getCurrentPath(), method);
            blocking.reference(getCurrentPath(), node, method);
        }
        return super.visitMemberReference(node, null);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree node, Void v) {
        ExecutableElement method = code.method(getCurrentPath());
        if (method != null) {
            dropped.printed(getCurrentPath(), node, method);
            nested.call(getCurrentPath(), node, method);
            blocking.call(getCurrentPath(), method);
            shared.call(getCurrentPath(), node, method);
        }
        return super.visitMethodInvocation(node, null);
    }

    @Override
    public Void visitNewClass(NewClassTree node, Void v) {
        ExecutableElement constructor = code.method(getCurrentPath());
        if (constructor != null) {
            blocking.call(getCurrentPath(), constructor);
        }
        return super.visitNewClass(node, null);
    }

    @Override
    public Void visitBinary(BinaryTree node, Void v) {
        boxed.comparison(getCurrentPath(), node);
        dropped.concatenation(getCurrentPath(), node);
        return super.visitBinary(node, null);
    }

    @Override
    public Void visitCompoundAssignment(CompoundAssignmentTree node, Void v) {
        dropped.concatenation(getCurrentPath(), node);
        return super.visitCompoundAssignment(node, null);
    }

    @Override
    public Void visitVariable(VariableTree node, Void v) {
        unused.declared(getCurrentPath(), node);
        return super.visitVariable(node, null);
    }

    @Override
    public Void visitIdentifier(IdentifierTree node, Void v) {
        unused.mentioned(getCurrentPath(), node);
        return super.visitIdentifier(node, null);
    }
}
