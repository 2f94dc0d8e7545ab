package io.gondola.lint;

import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.util.TreePath;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Calls in a step that block the thread, or that run a whole program there. */
final class Blocking {
    private final Code code;
    private final Steps steps;
    private final Findings findings;
    private final BlockingCalls calls;

    Blocking(Code code, Steps steps, Findings findings) {
        this.code = code;
        this.steps = steps;
        this.findings = findings;
        calls = new BlockingCalls(code);
    }

    void call(TreePath path, ExecutableElement method) {
        if (calls.mayHave(method)) {
            check(path, method, code.receiver(path, method));
        }
    }

    void reference(TreePath path, MemberReferenceTree node, ExecutableElement method) {
        if (calls.mayHave(method)) {
            TypeMirror qualifier = code.type(new TreePath(path, node.getQualifierExpression()));
            check(
                    path,
                    method,
                    qualifier == null || qualifier.getKind() == TypeKind.PACKAGE ? code.declaring(method) : qualifier);
        }
    }

    private void check(TreePath path, ExecutableElement method, TypeMirror receiver) {
        BlockingCalls.Why why = calls.why(method, receiver);
        if (why == null) {
            return;
        }
        ExecutableElement step = steps.around(path);
        if (step == null) {
            return;
        }
        String place = " in a step of " + step.getSimpleName();
        if (why == BlockingCalls.Why.RUNS) {
            findings.report(
                    Finding.RUN,
                    path,
                    shown(method) + " runs a program" + place
                            + ", which blocks the thread until that program has ended",
                    "chain the program with flatMap or then, or start it with go");
        } else {
            findings.report(
                    Finding.BLOCKING,
                    path,
                    shown(method) + " may block its thread" + place + ": other goroutines cannot run on it meanwhile",
                    why.hint());
        }
    }

    private String shown(ExecutableElement method) {
        String owner = code.owner(method);
        String type = owner.substring(owner.lastIndexOf('.') + 1);
        return method.getKind() == ElementKind.CONSTRUCTOR ? "new " + type : type + "." + method.getSimpleName();
    }
}
