package io.gondola.lint;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import org.jspecify.annotations.Nullable;

/** Programs that are built as a statement, in plain code or in a text, where nobody can run them. */
final class Dropped {
    /** Functions that are called to see what they throw: what they build is of no interest. */
    private static final Set<String> EXPECT_EXCEPTIONS = Set.of(
            "org.assertj.core.api.ThrowableAssert.ThrowingCallable",
            "org.junit.jupiter.api.function.Executable",
            "org.junit.jupiter.api.function.ThrowingSupplier",
            "org.junit.function.ThrowingRunnable");

    private static final String HINT = "chain it to the program before it with then or flatMap, or return it";

    private final Code code;
    private final Programs programs;
    private final Findings findings;

    Dropped(Code code, Programs programs, Findings findings) {
        this.code = code;
        this.programs = programs;
        this.findings = findings;
    }

    void statement(TreePath path, ExpressionStatementTree node) {
        ExpressionTree expression = unparenthesized(node.getExpression());
        if (!(expression instanceof MethodInvocationTree || expression instanceof NewClassTree)) {
            return; // an assignment keeps the program
        }
        TreePath value = below(path, node.getExpression());
        String noun = programs.noun(code.type(value));
        String held = noun == null ? programs.heldNoun(code.type(value)) : null;
        if ((noun == null && held == null) || expectsException(path)) {
            return;
        }
        if (noun != null ? mayBeIgnored(value) : mayHoldBeIgnored(value)) {
            return;
        }
        findings.report(
                Finding.DROPPED,
                value,
                noun != null
                        ? "this " + noun + " is built here and dropped: it never runs"
                        : "what holds a " + held + " is dropped here: the " + held + " never runs",
                HINT);
    }

    void lambda(TreePath path, LambdaExpressionTree node) {
        if (node.getBodyKind() != LambdaExpressionTree.BodyKind.EXPRESSION) {
            return;
        }
        TypeMirror type = code.type(path);
        ExecutableElement function = code.function(type);
        if (type == null || function == null || function.getReturnType().getKind() != TypeKind.VOID) {
            return;
        }
        TreePath body = below(path, (ExpressionTree) node.getBody());
        if (!(body.getLeaf() instanceof MethodInvocationTree || body.getLeaf() instanceof NewClassTree)) {
            return;
        }
        String noun = programs.noun(code.type(body));
        if (noun != null && !expectsException(type) && !mayBeIgnored(body)) {
            findings.report(Finding.DROPPED, body, inPlainCode(noun, type), hintFor(path));
        }
    }

    void reference(TreePath path, ExecutableElement method) {
        TypeMirror type = code.type(path);
        ExecutableElement function = code.function(type);
        if (type == null || function == null || function.getReturnType().getKind() != TypeKind.VOID) {
            return;
        }
        if (expectsException(type)) {
            return;
        }
        String noun = programs.noun(method.getReturnType());
        if (noun != null && !isAnnotatedAsIgnorable(method)) {
            findings.report(Finding.DROPPED, path, inPlainCode(noun, type), hintFor(path));
        }
    }

    private static String inPlainCode(String noun, TypeMirror function) {
        String name = function.toString();
        int end = name.indexOf('<') < 0 ? name.length() : name.indexOf('<');
        return "a " + name.substring(name.lastIndexOf('.', end) + 1, end) + " returns nothing: the " + noun
                + " that is built here is dropped and never runs";
    }

    private String hintFor(TreePath function) {
        TreePath call = Steps.callGiven(function);
        ExecutableElement method = call == null ? null : code.method(call);
        String name = method == null ? "" : method.getSimpleName().toString();
        boolean ours = method != null && code.isOurs(method);
        if (ours && name.equals("run")) {
            return "use the program itself in place of run(…), or suspend(() -> …) to build it when it is reached";
        }
        if (ours && name.equals("peek")) {
            return "use flatMap(v -> ….as(v)) in place of peek, which takes plain code";
        }
        if (name.equals("forEach")) {
            return "use Go.forEach(xs, x -> …), which runs a program for each element";
        }
        return HINT;
    }

    void printed(TreePath path, MethodInvocationTree node, ExecutableElement method) {
        boolean prints = method.getSimpleName().contentEquals("println")
                || method.getSimpleName().contentEquals("printf");
        if (!prints || !code.owner(method).equals("io.gondola.dsl.Go")) {
            return;
        }
        node.getArguments().forEach(argument -> text(below(path, argument)));
    }

    void concatenation(TreePath path, BinaryTree node) {
        if (node.getKind() == Tree.Kind.PLUS && code.is(code.type(path), "java.lang.String")) {
            text(below(path, node.getLeftOperand()));
            text(below(path, node.getRightOperand()));
        }
    }

    void concatenation(TreePath path, CompoundAssignmentTree node) {
        if (node.getKind() == Tree.Kind.PLUS_ASSIGNMENT) {
            text(below(path, node.getExpression()));
        }
    }

    private void text(TreePath value) {
        String noun = programs.noun(code.type(value));
        if (noun != null && !noun.equals("context")) {
            findings.report(
                    Finding.DROPPED,
                    value,
                    "this " + noun + " is made into a text: it never runs, so the text does not have its value",
                    "use flatMap(v -> … v …), which runs it first; for a readable program use explain()");
        }
    }

    /** Whether the value of this call is by its nature one that may be dropped. */
    private boolean mayBeIgnored(TreePath call) {
        ExecutableElement method = code.method(call);
        if (method == null || isAllowed(call, method)) {
            return true;
        }
        TypeMirror declared = method.getReturnType();
        if (declared.getKind() == TypeKind.TYPEVAR) {
            // Map.put returns what was there before, which is no new program; Supplier.get may well return one.
            boolean ofMethod = declared instanceof TypeVariable t
                    && method.equals(t.asElement().getEnclosingElement());
            return code.owner(method).startsWith("io.gondola.")
                    || (ofMethod ? !passesNewProgram(call) : !isFunction(method));
        }
        return isBuilder(method);
    }

    /**
     * As {@link #mayBeIgnored}, of what holds a program; {@code requireNonNull} and its like return what they are
     * given.
     */
    private boolean mayHoldBeIgnored(TreePath call) {
        ExecutableElement method = code.method(call);
        return method == null
                || isAllowed(call, method)
                || method.getReturnType().getKind() == TypeKind.TYPEVAR;
    }

    private boolean isAllowed(TreePath call, ExecutableElement method) {
        return isAnnotatedAsIgnorable(method) || isMocked(call);
    }

    /** Whether an argument of the call is a program made there, as in {@code logged(ch.send(1))}. */
    private boolean passesNewProgram(TreePath call) {
        if (!(call.getLeaf() instanceof MethodInvocationTree m)) {
            return false;
        }
        for (ExpressionTree argument : m.getArguments()) {
            TreePath value = below(call, argument);
            boolean made = value.getLeaf() instanceof MethodInvocationTree || value.getLeaf() instanceof NewClassTree;
            if (made && programs.noun(code.type(value)) != null && !mayBeIgnored(value)) {
                return true;
            }
        }
        return false;
    }

    private boolean isFunction(ExecutableElement method) {
        ExecutableElement function = code.function(code.declaring(method));
        return method.equals(function);
    }

    private static boolean isAnnotatedAsIgnorable(ExecutableElement method) {
        for (AnnotationMirror annotation : method.getAnnotationMirrors()) {
            Element type = annotation.getAnnotationType().asElement();
            if (type.getSimpleName().contentEquals("CanIgnoreReturnValue")) {
                return true;
            }
        }
        return false;
    }

    /** {@code verify(channel).send(1)} and its like, of Mockito. */
    private boolean isMocked(TreePath call) {
        if (call.getLeaf() instanceof MethodInvocationTree m
                && m.getMethodSelect() instanceof MemberSelectTree select
                && select.getExpression() instanceof MethodInvocationTree before) {
            ExecutableElement method = code.method(new TreePath(new TreePath(call, select), before));
            return method != null && code.owner(method).startsWith("org.mockito.");
        }
        return false;
    }

    /**
     * Whether {@code method} of a user's type returns {@code this}: read where there is source, else told by its type.
     */
    private boolean isBuilder(ExecutableElement method) {
        if (!(method.getEnclosingElement() instanceof TypeElement owner)
                || code.isOurs(method)
                || method.getModifiers().contains(Modifier.STATIC)) {
            return false;
        }
        MethodTree source = code.trees().getTree(method);
        if (source != null && source.getBody() != null) {
            return returnsThisOnly(source);
        }
        return source == null
                && code.is(method.getReturnType(), owner.getQualifiedName().toString());
    }

    private static boolean returnsThisOnly(MethodTree method) {
        boolean[] seen = new boolean[2]; // a return of this, a return of anything else
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitReturn(ReturnTree node, Void v) {
                boolean isThis = node.getExpression() != null
                        && unparenthesized(node.getExpression()).toString().equals("this");
                seen[isThis ? 0 : 1] = true;
                return null;
            }

            @Override
            public Void visitLambdaExpression(LambdaExpressionTree node, Void v) {
                return null; // its returns are its own
            }

            @Override
            public Void visitNewClass(NewClassTree node, Void v) {
                return null;
            }
        }.scan(method.getBody(), null);
        return seen[0] && !seen[1];
    }

    private boolean expectsException(@Nullable TypeMirror function) {
        for (String name : code.namesOf(function)) {
            if (EXPECT_EXCEPTIONS.contains(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the statement is the last one of a lambda, or of a try before {@code fail()}, that is to throw. */
    private boolean expectsException(TreePath statement) {
        TreePath block = statement.getParentPath();
        if (!(block.getLeaf() instanceof BlockTree b)) {
            return false;
        }
        List<? extends StatementTree> statements = b.getStatements();
        Tree around = block.getParentPath().getLeaf();
        int at = statements.indexOf(statement.getLeaf());
        if (around instanceof LambdaExpressionTree) {
            return at == statements.size() - 1 && expectsException(code.type(block.getParentPath()));
        }
        return around instanceof TryTree
                && at == statements.size() - 2
                && statements.get(at + 1) instanceof ExpressionStatementTree next
                && next.getExpression() instanceof MethodInvocationTree call
                && call.getMethodSelect().toString().matches("(.*\\.)?fail\\w*");
    }

    static TreePath below(TreePath path, ExpressionTree child) {
        TreePath at = new TreePath(path, child);
        return child instanceof ParenthesizedTree p ? below(at, p.getExpression()) : at;
    }

    static ExpressionTree unparenthesized(ExpressionTree tree) {
        return tree instanceof ParenthesizedTree p ? unparenthesized(p.getExpression()) : tree;
    }
}
