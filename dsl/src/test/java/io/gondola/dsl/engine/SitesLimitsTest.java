package io.gondola.dsl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Garbage;
import io.vavr.CheckedFunction0;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway") // nulls are what is refused
class SitesLimitsTest {
    private static final String SOURCE = """
            package com.acme;

            import java.io.Serializable;
            import java.util.function.Supplier;

            public class Foo {
                public static Object lambda() {
                    return (Supplier<String> & Serializable) () -> "lambda"; // lambda
                }

                public static Object notSerializable() {
                    Supplier<String> f = () -> "not serializable";
                    return f;
                }

                public static Object anonymous() {
                    return new Supplier<String>() {
                        @Override
                        public String get() {
                            return "anonymous";
                        }
                    };
                }
            }
            """;

    @TempDir
    private Path directory;

    private UserCode code(String... options) {
        return new UserCode(directory, "com.acme.Foo", SOURCE, options);
    }

    @Test
    void nullIsNowhere() {
        assertThat(Sites.describe(null)).isNull();
        assertThat(Sites.element(null)).isNull();
    }

    @Test
    void lambdaOfOursIsNowhere() {
        CheckedFunction0<String> ours = () -> "ours";

        assertThat(Sites.describe(ours)).isNull();
        assertThat(Sites.element(ours)).isNull();
    }

    @Test
    void objectOfOursIsNowhere() {
        assertThat(Sites.describe(this)).isNull();
    }

    @Test
    void elementIsTheDescriptionInParts() throws Exception {
        UserCode code = code().compile();

        StackTraceElement element = Sites.element(code.call(code.newLoader(), "lambda"));

        assertThat(element).isEqualTo(new StackTraceElement("com.acme.Foo", "lambda", "Foo.java", code.line("lambda")));
    }

    @Test
    void elementOfAFunctionWhoseMethodIsUnknownHasTheClass() throws Exception {
        UserCode code = code().compile();

        StackTraceElement element = Sites.element(code.call(code.newLoader(), "notSerializable"));

        assertThat(element).hasToString("com.acme.Foo.<function>(Unknown Source)");
    }

    @Test
    void samplesAreUserCode() throws Exception {
        String source = """
                package io.gondola.samples;

                public class Sample {
                    public static Object lambda() {
                        io.vavr.CheckedFunction0<String> f = () -> "sample"; // sample
                        return f;
                    }
                }
                """;
        UserCode code = new UserCode(directory, "io.gondola.samples.Sample", source).compile();

        String site = Sites.describe(code.call(code.newLoader(), "lambda"));

        assertThat(site).isEqualTo("io.gondola.samples.Sample.lambda(Sample.java:" + code.line("sample") + ")");
    }

    @Test
    void lambdaWithoutDebugInformationHasItsMethod() throws Exception {
        UserCode code = code("-g:none").compile();

        String site = Sites.describe(code.call(code.newLoader(), "lambda"));

        assertThat(site).isEqualTo("com.acme.Foo.lambda(Unknown Source)");
    }

    @Test
    void lambdaWithoutLineNumbersHasItsFile() throws Exception {
        UserCode code = code("-g:source").compile();

        String site = Sites.describe(code.call(code.newLoader(), "lambda"));

        assertThat(site).isEqualTo("com.acme.Foo.lambda(Foo.java)");
    }

    @Test
    void lambdaWhoseClassFileIsGoneHasItsMethod() throws Exception {
        UserCode code = code().compile();
        Object function = code.call(code.newLoaderWithoutResources(), "lambda");

        String site = Sites.describe(function);

        assertThat(site).isEqualTo("com.acme.Foo.lambda(Unknown Source)");
    }

    @Test
    void anonymousClassWhoseClassFileIsGoneIsItsName() throws Exception {
        UserCode code = code().compile();
        Object function = code.call(code.newLoaderWithoutResources(), "anonymous");

        String site = Sites.describe(function);

        assertThat(site).isEqualTo("com.acme.Foo$1");
    }

    @Test
    void lambdaInAModuleThatIsNotOpenHasItsLine() throws Exception {
        UserCode code = code().inModule("module acme { exports com.acme; }").compile();

        String site = Sites.describe(code.call(code.newLoaderOfModule("acme"), "lambda"));

        assertThat(site).isEqualTo("com.acme.Foo.lambda(Foo.java:" + code.line("lambda") + ")");
    }

    @Test
    void proxyIsItsClass() {
        Object proxy = Proxy.newProxyInstance(
                Callable.class.getClassLoader(), new Class<?>[] {Callable.class}, (self, method, arguments) -> {
                    throw new AssertionError("called: " + method);
                });

        assertThat(Sites.describe(proxy)).isEqualTo(proxy.getClass().getName());
    }

    @Test
    void arrayIsItsClass() {
        assertThat(Sites.describe(new int[0])).isEqualTo("[I");
    }

    @Test
    void classLoaderOfADescribedFunctionIsCollected() throws Exception {
        UserCode code = code().compile();

        WeakReference<ClassLoader> loader = describeAll(code);

        assertThat(Garbage.isCollected(() -> loader.refersTo(null))).isTrue();
    }

    private static WeakReference<ClassLoader> describeAll(UserCode code) throws ReflectiveOperationException {
        ClassLoader loader = code.newLoader();
        assertThat(Sites.describe(code.call(loader, "lambda"))).contains("Foo.java");
        assertThat(Sites.describe(code.call(loader, "notSerializable"))).isNotNull();
        assertThat(Sites.describe(code.call(loader, "anonymous"))).contains("Foo.java");
        return new WeakReference<>(loader);
    }
}
