package io.gondola.lint;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;

/**
 * Writes, in a step of a program that is given to {@code go}, to what other goroutines can see: a field, an element of
 * an array, or a collection that was made outside.
 *
 * <p>The program is followed through methods and variables of the same top-level class. A write is not reported if the
 * program uses a lock anywhere, or if nothing but this program mentions the variable and it is not started in a loop:
 * then one goroutine owns it.
 */
final class Shared {
    private static final String HINT = "use Shared<T>, whose races the explorer finds, an atomic, a lock or a channel";

    private static final Set<String> MUTATORS = Set.of(
            "add",
            "addAll",
            "addFirst",
            "addLast",
            "append",
            "clear",
            "merge",
            "offer",
            "pop",
            "poll",
            "push",
            "put",
            "putAll",
            "putIfAbsent",
            "remove",
            "removeIf",
            "set");

    private static final Set<String> UNSAFE = Set.of(
            "java.util.ArrayList",
            "java.util.LinkedList",
            "java.util.ArrayDeque",
            "java.util.PriorityQueue",
            "java.util.HashMap",
            "java.util.TreeMap",
            "java.util.HashSet",
            "java.util.TreeSet",
            "java.util.BitSet",
            "java.lang.StringBuilder");

    private final Code code;
    private final Steps steps;
    private final Findings findings;
    private final List<TreePath> started = new ArrayList<>();

    Shared(Code code, Steps steps, Findings findings) {
        this.code = code;
        this.steps = steps;
        this.findings = findings;
    }

    void call(TreePath path, MethodInvocationTree node, ExecutableElement method) {
        String name = method.getSimpleName().toString();
        boolean starts = name.equals("go") || name.equals("tryGo") || name.equals("parallel");
        int last = node.getArguments().size() - 1;
        if (starts && last >= 0 && findings.wanted(Finding.SHARED) && code.isOurs(method)) {
            started.add(new TreePath(path, node.getArguments().get(last)));
        }
    }

    void report(TreePath type) {
        Set<Tree> reported = new HashSet<>();
        for (TreePath program : started) {
            Body body = new Body();
            body.follow(program);
            if (!body.locks) {
                for (Write write : body.writes) {
                    if (isShared(type, program, body, write.variable())
                            && reported.add(write.at().getLeaf())) {
                        findings.report(
                                Finding.SHARED,
                                write.at(),
                                write.variable().getSimpleName()
                                        + " is written in a goroutine without a lock, and others can see it",
                                HINT);
                    }
                }
            }
        }
    }

    /**
     * Whether another goroutine may use {@code variable}: other code mentions it, or the program is started in a loop.
     */
    private boolean isShared(TreePath type, TreePath program, Body body, Element variable) {
        TreePath declaration = code.trees().getPath(variable);
        if (isRepeated(program, declaration)) {
            return true;
        }
        boolean[] found = new boolean[1];
        new TreePathScanner<Void, Void>() {
            @Override
            public Void scan(Tree tree, Void v) {
                return tree == null || found[0] || body.visited.contains(tree) ? null : super.scan(tree, null);
            }

            @Override
            public Void visitIdentifier(IdentifierTree node, Void v) {
                found[0] |= node.getName().equals(variable.getSimpleName())
                        && variable.equals(code.element(getCurrentPath()));
                return null;
            }

            @Override
            public Void visitMemberSelect(MemberSelectTree node, Void v) {
                found[0] |= node.getIdentifier().equals(variable.getSimpleName())
                        && variable.equals(code.element(getCurrentPath()));
                return super.visitMemberSelect(node, null);
            }
        }.scan(type, null);
        return found[0];
    }

    /** Whether a loop stands between the program and the declaration of the variable. */
    private boolean isRepeated(TreePath program, TreePath declaration) {
        Tree owner = declaration == null ? null : declaration.getParentPath().getLeaf();
        for (TreePath p = program.getParentPath(); p != null && p.getLeaf() != owner; p = p.getParentPath()) {
            switch (p.getLeaf().getKind()) {
                case FOR_LOOP, ENHANCED_FOR_LOOP, WHILE_LOOP, DO_WHILE_LOOP -> {
                    return true;
                }
                case LAMBDA_EXPRESSION -> {
                    TreePath call = Steps.callGiven(p);
                    ExecutableElement method = call == null ? null : code.method(call);
                    String name = method == null ? "" : method.getSimpleName().toString();
                    if (name.startsWith("for") || name.equals("range") || name.equals("loop")) {
                        return true;
                    }
                }
                case METHOD -> {
                    return false;
                }
                default -> {}
            }
        }
        return false;
    }

    private record Write(Element variable, TreePath at) {}

    /** What a program given to go consists of: the trees, the writes in its steps, and whether it locks. */
    private final class Body extends TreePathScanner<Void, Void> {
        final List<Write> writes = new ArrayList<>();
        final Set<Tree> visited = new HashSet<>();
        boolean locks;

        private final Deque<TreePath> toVisit = new ArrayDeque<>();

        /** Visits {@code program}, and the methods and variables that it consists of. */
        void follow(TreePath program) {
            later(program);
            while (!toVisit.isEmpty()) {
                scan(toVisit.remove(), null);
            }
        }

        private void later(TreePath part) {
            if (visited.add(part.getLeaf())) {
                toVisit.add(part);
            }
        }

        @Override
        public Void visitIdentifier(IdentifierTree node, Void v) {
            Element variable = code.element(getCurrentPath());
            if (variable != null
                    && variable.getKind() == ElementKind.LOCAL_VARIABLE
                    && code.is(variable.asType(), "io.gondola.dsl.Go")) {
                TreePath declaration = code.trees().getPath(variable);
                if (declaration != null
                        && declaration.getLeaf() instanceof VariableTree d
                        && d.getInitializer() != null) {
                    later(new TreePath(declaration, d.getInitializer()));
                }
            }
            return null;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree node, Void v) {
            ExecutableElement method = code.method(getCurrentPath());
            if (method != null) {
                locks |= isLock(method);
                mutation(node, method);
                body(method);
            }
            return super.visitMethodInvocation(node, null);
        }

        private boolean isLock(ExecutableElement method) {
            String owner = code.owner(method);
            return (owner.startsWith("io.gondola.sync.") || owner.startsWith("java.util.concurrent.locks."))
                    && method.getSimpleName()
                            .toString()
                            .toLowerCase(Locale.ROOT)
                            .contains("lock");
        }

        private void body(ExecutableElement method) {
            TreePath declaration = code.trees().getPath(method);
            if (declaration != null
                    && declaration.getCompilationUnit() == getCurrentPath().getCompilationUnit()
                    && declaration.getLeaf() instanceof MethodTree m
                    && m.getBody() != null) {
                later(declaration);
            }
        }

        private void mutation(MethodInvocationTree node, ExecutableElement method) {
            if (MUTATORS.contains(method.getSimpleName().toString())
                    && node.getMethodSelect() instanceof MemberSelectTree select) {
                TreePath receiver = new TreePath(new TreePath(getCurrentPath(), select), select.getExpression());
                Element variable = code.element(receiver);
                if (variable != null && isUnsafe(variable)) {
                    written(receiver);
                }
            }
        }

        private boolean isUnsafe(Element variable) {
            TreePath declaration = code.trees().getPath(variable);
            return declaration != null
                    && declaration.getLeaf() instanceof VariableTree d
                    && d.getInitializer() != null
                    && d.getInitializer() instanceof NewClassTree
                    && code.namesOf(code.type(new TreePath(declaration, d.getInitializer()))).stream()
                            .anyMatch(UNSAFE::contains);
        }

        @Override
        public Void visitAssignment(AssignmentTree node, Void v) {
            assigned(node.getVariable(), false);
            return super.visitAssignment(node, null);
        }

        @Override
        public Void visitCompoundAssignment(CompoundAssignmentTree node, Void v) {
            assigned(node.getVariable(), true);
            return super.visitCompoundAssignment(node, null);
        }

        @Override
        public Void visitUnary(UnaryTree node, Void v) {
            switch (node.getKind()) {
                case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
                    assigned(node.getExpression(), true);
                default -> {}
            }
            return super.visitUnary(node, null);
        }

        private void assigned(ExpressionTree target, boolean readFirst) {
            TreePath at = Dropped.below(getCurrentPath(), target);
            if (at.getLeaf() instanceof ArrayAccessTree) {
                while (at.getLeaf() instanceof ArrayAccessTree element) {
                    if (!(element.getIndex() instanceof LiteralTree)) {
                        return; // by a variable, each goroutine may well have its own
                    }
                    at = Dropped.below(at, element.getExpression());
                }
                written(at);
                return;
            }
            Element variable = code.element(at);
            boolean ownVolatile =
                    !readFirst && variable != null && variable.getModifiers().contains(Modifier.VOLATILE);
            if (variable != null && variable.getKind() == ElementKind.FIELD && !ownVolatile) {
                if (!isOfLocal(at)) {
                    written(at);
                } else if (at.getLeaf() instanceof MemberSelectTree select) {
                    holder(new TreePath(at, select.getExpression()));
                }
            }
        }

        /** {@code p.x = 1} where p is a local variable that was declared with a new object: others may use it, too. */
        private void holder(TreePath object) {
            Element variable = code.element(object);
            TreePath declaration = variable == null ? null : code.trees().getPath(variable);
            if (declaration != null
                    && declaration.getLeaf() instanceof VariableTree d
                    && d.getInitializer() instanceof NewClassTree) {
                written(object);
            }
        }

        /** {@code p.x = 1} where p is a local variable or a parameter: whose object it is cannot be told. */
        private boolean isOfLocal(TreePath at) {
            if (!(at.getLeaf() instanceof MemberSelectTree select)) {
                return false;
            }
            String object = select.getExpression().toString();
            Element element = code.element(new TreePath(at, select.getExpression()));
            boolean isThis = object.equals("this") || object.endsWith(".this");
            return !isThis
                    && element != null
                    && element.getKind() != ElementKind.FIELD
                    && !element.getKind().isClass();
        }

        /**
         * Notes that what {@code path} names, or holds, is written here, if this is a step and it was made outside of
         * it.
         */
        private void written(TreePath path) {
            Element variable = code.element(path);
            if (variable == null || steps.around(path) == null || isMadeHere(variable)) {
                return;
            }
            switch (variable.getKind()) {
                case FIELD, LOCAL_VARIABLE -> writes.add(new Write(variable, path));
                default -> {}
            }
        }

        /** Whether the variable is declared within the program: then each goroutine has its own. */
        private boolean isMadeHere(Element variable) {
            if (variable.getKind() == ElementKind.FIELD) {
                return false;
            }
            for (TreePath p = code.trees().getPath(variable); p != null; p = p.getParentPath()) {
                if (visited.contains(p.getLeaf())) {
                    return true;
                }
            }
            return false;
        }
    }
}
