package io.gondola.dsl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SitesTest {
    private static final String SOURCE = """
            package com.acme;

            import io.vavr.*;
            import java.util.function.Supplier;

            public class Foo {
                static final CheckedFunction0<String> IN_FIELD = () -> "field"; // field

                final CheckedFunction0<String> inConstructor = () -> "constructor"; // constructor

                public static Object lambda() {
                    CheckedFunction1<String, String> f = s ->
                            s.trim(); // lambda
                    return f;
                }

                public static Object chain() {
                    CheckedFunction1<String, String> f = s -> {
                        return s.trim() // chain
                                .concat("a")
                                .concat("b");
                    };
                    return f;
                }

                public static Object nested() throws Throwable {
                    CheckedFunction0<CheckedFunction0<String>> f = () -> {
                        int i = 1;
                        return () -> "nested" + i; // nested
                    };
                    return f.apply();
                }

                public static Object inField() {
                    return IN_FIELD;
                }

                public static Object inConstructor() {
                    return new Foo().inConstructor;
                }

                public static Object capturing() {
                    Object lock = new Object() {
                        private Object writeReplace() {
                            throw new AssertionError("user code was called");
                        }
                    };
                    CheckedFunction0<Object> f = () -> lock; // capturing
                    return f;
                }

                static String referred() {
                    return "referred"; // referred
                }

                public static Object reference() {
                    CheckedFunction0<String> f = Foo::referred;
                    return f;
                }

                public static Object inheritedReference() {
                    CheckedFunction0<String> f = new Bar()::inherited;
                    return f;
                }

                Foo() { // new
                }

                public static Object constructorReference() {
                    CheckedFunction0<Foo> f = Foo::new;
                    return f;
                }

                public static Object jdkReference() {
                    CheckedFunction1<String, Integer> f = Integer::valueOf;
                    return f;
                }

                public static Object abstractReference() {
                    CheckedFunction1<CharSequence, Integer> f = CharSequence::length;
                    return f;
                }

                public static Object runnable() {
                    CheckedRunnable f = () -> System.gc();
                    return f;
                }

                public static Object anonymous() {
                    return new CheckedFunction0<String>() {
                        void before() {}

                        @Override
                        public String apply() {
                            return "anonymous"; // anonymous
                        }
                    };
                }

                public static Object inheriting() {
                    return new Inheriting();
                }

                public static Object hostile() {
                    return new Hostile();
                }

                public static Object notAFunction() {
                    return new Foo();
                }

                static class Base {
                    String inherited() {
                        return "inherited"; // inherited
                    }
                }

                static class Bar extends Base {}

                static class Answering implements Supplier<String> {
                    @Override
                    public String get() {
                        return "inheriting"; // inheriting
                    }
                }

                static class Inheriting extends Answering {}

                static class Hostile implements CheckedFunction0<String> {
                    @Override
                    public String apply() {
                        throw new AssertionError("user code was called"); // hostile
                    }

                    private Object writeReplace() {
                        throw new AssertionError("user code was called");
                    }

                    @Override
                    public boolean equals(Object other) {
                        throw new AssertionError("user code was called");
                    }

                    @Override
                    public int hashCode() {
                        throw new AssertionError("user code was called");
                    }

                    @Override
                    public String toString() {
                        throw new AssertionError("user code was called");
                    }
                }
            }
            """;

    private static UserCode code;
    private static ClassLoader loader;

    @BeforeAll
    static void compile(@TempDir Path directory) {
        code = new UserCode(directory, "com.acme.Foo", SOURCE).compile();
        loader = code.newLoader();
    }

    private static Object made(String method) throws ReflectiveOperationException {
        return code.call(loader, method);
    }

    private static String at(String mark) {
        return "(Foo.java:" + code.line(mark) + ")";
    }

    @Test
    void lambdaIsAtTheFirstLineOfItsBodyInTheMethodAroundIt() throws Exception {
        assertThat(Sites.describe(made("lambda"))).isEqualTo("com.acme.Foo.lambda" + at("lambda"));
    }

    @Test
    void lambdaThatIsAChainOfCallsIsAtTheFirstOfThem() throws Exception {
        assertThat(Sites.describe(made("chain"))).isEqualTo("com.acme.Foo.chain" + at("chain"));
    }

    @Test
    void lambdaInALambdaHasItsOwnLine() throws Exception {
        assertThat(Sites.describe(made("nested"))).isEqualTo("com.acme.Foo.nested" + at("nested"));
    }

    @Test
    void lambdaInAStaticFieldIsInTheClassInitializer() throws Exception {
        assertThat(Sites.describe(made("inField"))).isEqualTo("com.acme.Foo.<clinit>" + at("field"));
    }

    @Test
    void lambdaInAFieldIsInTheConstructor() throws Exception {
        assertThat(Sites.describe(made("inConstructor"))).isEqualTo("com.acme.Foo.<init>" + at("constructor"));
    }

    @Test
    void capturedObjectNeedNotBeSerializable() throws Exception {
        assertThat(Sites.describe(made("capturing"))).isEqualTo("com.acme.Foo.capturing" + at("capturing"));
    }

    @Test
    void methodReferenceIsTheMethodReferredTo() throws Exception {
        assertThat(Sites.describe(made("reference"))).isEqualTo("com.acme.Foo.referred" + at("referred"));
    }

    @Test
    void inheritedMethodReferredToIsInTheClassThatDeclaresIt() throws Exception {
        assertThat(Sites.describe(made("inheritedReference")))
                .isEqualTo("com.acme.Foo$Base.inherited" + at("inherited"));
    }

    @Test
    void constructorReferredToIsWhereItStartsNotAtAFieldsInitializer() throws Exception {
        assertThat(Sites.describe(made("constructorReference"))).isEqualTo("com.acme.Foo.<init>" + at("new"));
    }

    @Test
    void methodOfTheJdkReferredToHasALine() throws Exception {
        assertThat(Sites.describe(made("jdkReference")))
                .matches("java\\.lang\\.Integer\\.valueOf\\(Integer.java:\\d+\\)");
    }

    @Test
    void abstractMethodReferredToHasNoLine() throws Exception {
        assertThat(Sites.describe(made("abstractReference")))
                .isEqualTo("java.lang.CharSequence.length(CharSequence.java)");
    }

    @Test
    void lambdaThatIsNotSerializableIsSomewhereInItsClass() throws Exception {
        assertThat(Sites.describe(made("runnable"))).isEqualTo("com.acme.Foo");
    }

    @Test
    void anonymousClassIsAtItsFunctionalMethod() throws Exception {
        assertThat(Sites.describe(made("anonymous"))).isEqualTo("com.acme.Foo$2.apply" + at("anonymous"));
    }

    @Test
    void inheritedFunctionalMethodIsInTheClassThatDeclaresIt() throws Exception {
        assertThat(Sites.describe(made("inheriting"))).isEqualTo("com.acme.Foo$Answering.get" + at("inheriting"));
    }

    @Test
    void noMethodOfTheFunctionIsCalled() throws Exception {
        assertThat(Sites.describe(made("hostile"))).isEqualTo("com.acme.Foo$Hostile.apply" + at("hostile"));
    }

    @Test
    void objectThatIsNoFunctionIsItsClass() throws Exception {
        assertThat(Sites.describe(made("notAFunction"))).isEqualTo("com.acme.Foo");
    }
}
