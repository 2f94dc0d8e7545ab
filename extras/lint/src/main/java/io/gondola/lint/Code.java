package io.gondola.lint;

import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.Name;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** What javac knows about the code: types and declarations, asked for by qualified name. */
final class Code {
    private static final List<String> OURS = List.of(
            "io.gondola.dsl.",
            "io.gondola.select.",
            "io.gondola.sync.",
            "io.gondola.context.",
            "io.gondola.time.",
            "io.gondola.net.",
            "io.gondola.pipeline.");

    private final Trees trees;
    private final Types types;
    private final Elements elements;
    private final Map<Element, Set<String>> supertypes = new HashMap<>();
    private final Map<Element, ExecutableElement> functions = new HashMap<>();

    Code(JavacTask task) {
        trees = Trees.instance(task);
        types = task.getTypes();
        elements = task.getElements();
    }

    Trees trees() {
        return trees;
    }

    Name name(String text) {
        return elements.getName(text);
    }

    /** Null where the code has errors. */
    @Nullable
    Element element(TreePath path) {
        return trees.getElement(path);
    }

    /** Null where the code has errors. */
    @Nullable
    TypeMirror type(TreePath path) {
        return trees.getTypeMirror(path);
    }

    /** The method that is called, or null. */
    @Nullable
    ExecutableElement method(TreePath call) {
        return element(call) instanceof ExecutableElement m ? m : null;
    }

    /** The type of what stands before the dot, or the type that declares {@code method}. */
    TypeMirror receiver(TreePath call, ExecutableElement method) {
        if (call.getLeaf() instanceof MethodInvocationTree m && m.getMethodSelect() instanceof MemberSelectTree s) {
            TypeMirror type = type(new TreePath(new TreePath(call, s), s.getExpression()));
            if (type != null && type.getKind() != TypeKind.PACKAGE) {
                return type;
            }
        }
        return declaring(method);
    }

    /** The type that declares {@code method}. */
    TypeMirror declaring(ExecutableElement method) {
        return Objects.requireNonNull(method.getEnclosingElement(), "enclosing element")
                .asType();
    }

    /** The qualified name of the type that declares {@code method}. */
    String owner(ExecutableElement method) {
        return method.getEnclosingElement() instanceof TypeElement t
                ? t.getQualifiedName().toString()
                : "";
    }

    /** Whether {@code method} is one of the libraries whose programs are goroutines; the test kit is not. */
    boolean isOurs(ExecutableElement method) {
        return isOurs(owner(method));
    }

    /** Whether {@code type} is, or extends, one of the types of these libraries. */
    boolean isOurs(TypeMirror type) {
        return namesOf(type).stream().anyMatch(Code::isOurs);
    }

    private static boolean isOurs(String type) {
        return type.startsWith("io.gondola.") && OURS.stream().anyMatch(type::startsWith);
    }

    /** Whether {@code type} is, or extends, or is bounded by the type of that qualified name. */
    boolean is(@Nullable TypeMirror type, String qualifiedName) {
        return namesOf(type).contains(qualifiedName);
    }

    /** The qualified names of {@code type} and of all that it extends. */
    Set<String> namesOf(@Nullable TypeMirror type) {
        if (type == null) {
            return Set.of();
        }
        return switch (type.getKind()) {
            case TYPEVAR -> namesOf(((TypeVariable) type).getUpperBound());
            case WILDCARD -> namesOf(((WildcardType) type).getExtendsBound());
            case DECLARED -> namesOf((TypeElement) ((DeclaredType) type).asElement());
            case INTERSECTION -> {
                Set<String> all = new HashSet<>();
                types.directSupertypes(type).forEach(t -> all.addAll(namesOf(t)));
                yield all;
            }
            default -> Set.of();
        };
    }

    private Set<String> namesOf(TypeElement type) {
        Set<String> known = supertypes.get(type);
        if (known != null) {
            return known;
        }
        Set<String> names = new HashSet<>();
        names.add(type.getQualifiedName().toString());
        supertypes.put(type, names); // before its supertypes: code with errors may have a cycle
        names.addAll(namesOf(type.getSuperclass()));
        type.getInterfaces().forEach(t -> names.addAll(namesOf(t)));
        return names;
    }

    /** The one method of a functional interface, or null. */
    @Nullable
    ExecutableElement function(@Nullable TypeMirror type) {
        if (!(type instanceof DeclaredType declared) || declared.asElement().getKind() != ElementKind.INTERFACE) {
            return null;
        }
        return functions.computeIfAbsent(declared.asElement(), this::onlyAbstractMethod);
    }

    private @Nullable ExecutableElement onlyAbstractMethod(Element type) {
        for (ExecutableElement m : ElementFilter.methodsIn(elements.getAllMembers((TypeElement) type))) {
            if (m.getModifiers().contains(Modifier.ABSTRACT) && !isOfObject(m)) {
                return m;
            }
        }
        return null;
    }

    private static boolean isOfObject(ExecutableElement m) {
        String name = m.getSimpleName().toString();
        return switch (m.getParameters().size()) {
            case 0 -> name.equals("hashCode") || name.equals("toString");
            case 1 -> name.equals("equals");
            default -> false;
        };
    }

    /**
     * The type that the method of a functional interface returns, with the arguments of {@code type} put in, or null.
     */
    @Nullable
    TypeMirror returned(TypeMirror type) {
        ExecutableElement function = function(type);
        if (function == null) {
            return null;
        }
        return ((ExecutableType) types.asMemberOf((DeclaredType) type, function)).getReturnType();
    }
}
