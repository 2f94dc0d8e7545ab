package io.gondola.lint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import org.jspecify.annotations.Nullable;

/** The types whose values do nothing by themselves, and what they are called. */
final class Programs {
    private static final String GO = "io.gondola.dsl.Go";
    private static final Map<String, String> NOUNS = new LinkedHashMap<>();

    static {
        NOUNS.put(GO, "program");
        NOUNS.put("io.gondola.pipeline.Pipeline", "pipeline");
        NOUNS.put("io.gondola.select.Case", "case");
        NOUNS.put("io.gondola.dsl.Loop", "Loop");
        NOUNS.put("io.gondola.context.Context", "context");
    }

    private final Code code;

    Programs(Code code) {
        this.code = code;
    }

    /** What a value of {@code type} is called, or null if the type is not ours. */
    @Nullable
    String noun(@Nullable TypeMirror type) {
        Set<String> names = code.namesOf(type);
        if (names.isEmpty()) {
            return null;
        }
        for (Map.Entry<String, String> noun : NOUNS.entrySet()) {
            if (names.contains(noun.getKey())) {
                return noun.getValue();
            }
        }
        return null;
    }

    /**
     * What is called what a value of {@code type} holds, if it is of a kind that never changes, such as {@code
     * Option<Go<A>>}; or null.
     */
    @Nullable
    String heldNoun(@Nullable TypeMirror type) {
        if (!(type instanceof DeclaredType declared)
                || declared.getTypeArguments().isEmpty()) {
            return null;
        }
        String name = declared.asElement().toString();
        boolean fixed = name.startsWith("io.vavr.collection.")
                || name.startsWith("io.vavr.control.")
                || name.equals("java.util.Optional")
                || name.equals("java.util.stream.Stream");
        if (!fixed) {
            return null;
        }
        List<? extends TypeMirror> held = declared.getTypeArguments();
        return noun(bound(held.get(held.size() - 1)));
    }

    boolean isProgram(TypeMirror type) {
        return code.is(type, GO);
    }

    /** Whether {@code type} is a program whose value is a program. */
    boolean isNested(@Nullable TypeMirror type) {
        if (!(type instanceof DeclaredType declared) || !isProgram(type)) {
            return false;
        }
        return declared.getTypeArguments().size() == 1
                && noun(declared.getTypeArguments().get(0)) != null;
    }

    /** What a value of {@code type} is at least: {@code Go<?>} for {@code ? extends Go<?>}, null for {@code ?}. */
    @Nullable
    TypeMirror bound(@Nullable TypeMirror type) {
        if (type instanceof WildcardType wildcard) {
            return wildcard.getExtendsBound();
        }
        return type instanceof TypeVariable variable ? variable.getUpperBound() : type;
    }

    /** Whether {@code type} is {@code Go<?>}: a program whose value nobody will look at. */
    boolean isOfAnything(@Nullable TypeMirror type) {
        if (!(type instanceof DeclaredType declared) || !isProgram(type)) {
            return false;
        }
        if (declared.getTypeArguments().size() != 1) {
            return false;
        }
        TypeMirror value = declared.getTypeArguments().get(0);
        return value.getKind() == TypeKind.WILDCARD
                && ((WildcardType) value).getExtendsBound() == null
                && ((WildcardType) value).getSuperBound() == null;
    }
}
