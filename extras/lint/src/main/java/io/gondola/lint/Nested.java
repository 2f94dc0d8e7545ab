package io.gondola.lint;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeMirror;

/** A program whose value is a program that nobody runs: {@code map(v -> out.send(v))} where flatMap is meant. */
final class Nested {
    /** The combinators that make a value of whatever plain code returns. */
    private static final Set<String> YIELD_WHAT_CODE_RETURNS =
            Set.of("map", "call", "blocking", "zip", "pure", "as", "update");

    /** The combinators that drop the value of the program before the dot. */
    private static final Set<String> DROP_THE_VALUE = Set.of("then", "as", "repeat", "onPanic");

    private final Code code;
    private final Programs programs;
    private final Findings findings;

    Nested(Code code, Programs programs, Findings findings) {
        this.code = code;
        this.programs = programs;
        this.findings = findings;
    }

    void call(TreePath path, MethodInvocationTree node, ExecutableElement method) {
        if (!code.isOurs(method)) {
            return;
        }
        if (DROP_THE_VALUE.contains(method.getSimpleName().toString())
                && node.getMethodSelect() instanceof MemberSelectTree select) {
            check(Dropped.below(new TreePath(path, select), select.getExpression()));
        }
        List<? extends VariableElement> parameters = method.getParameters();
        for (int i = 0; i < node.getArguments().size() && !parameters.isEmpty(); i++) {
            TypeMirror type = parameters.get(Math.min(i, parameters.size() - 1)).asType();
            TypeMirror element = type instanceof ArrayType a && method.isVarArgs() ? a.getComponentType() : type;
            if (programs.isOfAnything(element)) {
                check(Dropped.below(path, node.getArguments().get(i)));
            }
        }
    }

    void lambda(TreePath path, LambdaExpressionTree node) {
        if (node.getBodyKind() != LambdaExpressionTree.BodyKind.EXPRESSION) {
            return;
        }
        TreePath body = Dropped.below(path, (ExpressionTree) node.getBody());
        if (wraps(body)) {
            TreePath given = Steps.callGiven(path);
            ExecutableElement method = given == null ? null : code.method(given);
            if (given != null && method != null && code.isOurs(method) && takesAnyProgram(method, given, path)) {
                check(body);
            }
        }
    }

    /** Whether the function in that place is declared to return {@code Go<?>}. */
    private boolean takesAnyProgram(ExecutableElement method, TreePath call, TreePath function) {
        if (!(call.getLeaf() instanceof MethodInvocationTree m)) {
            return false;
        }
        for (int i = 0; i < m.getArguments().size(); i++) {
            Tree argument = m.getArguments().get(i);
            if (argument == function.getLeaf() && i < method.getParameters().size()) {
                TypeMirror returned =
                        code.returned(method.getParameters().get(i).asType());
                return programs.isOfAnything(programs.bound(returned));
            }
        }
        return false;
    }

    private void check(TreePath program) {
        ExecutableElement method = code.method(program);
        if (method != null && wraps(program)) {
            String name = method.getSimpleName().toString();
            findings.report(
                    Finding.DROPPED,
                    program,
                    name + " yields the program that is built in it, and here that value is dropped: it never runs",
                    mend(name));
        }
    }

    private boolean wraps(TreePath program) {
        if (!(program.getLeaf() instanceof MethodInvocationTree)) {
            return false;
        }
        ExecutableElement method = code.method(program);
        return method != null
                && YIELD_WHAT_CODE_RETURNS.contains(method.getSimpleName().toString())
                && code.owner(method).startsWith("io.gondola.dsl.")
                && programs.isNested(code.type(program));
    }

    private static String mend(String name) {
        return switch (name) {
            case "map" -> "use flatMap in place of map";
            case "call", "blocking" -> "use suspend(() -> …), which runs what it builds";
            case "zip" -> "use zipFlat, which runs what it builds";
            default -> "use then(…) in place of " + name + "(…), or the program itself";
        };
    }
}
