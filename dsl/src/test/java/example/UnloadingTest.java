package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application that has closed its runtimes and is dropped leaves nothing: its class loader is garbage, whether it
 * has brought Gondola with it or shares it with others. Hunts what the JDK keeps: listeners of Flight Recorder, JMX,
 * values that hang on the JDK's classes, and context class loaders of threads.
 */
class UnloadingTest {
    private static final String SOURCE = """
            import static io.gondola.dsl.Go.*;

            import io.gondola.dsl.*;
            import io.gondola.dsl.interop.GoExecutor;
            import io.vavr.CheckedFunction1;
            import java.io.File;
            import java.lang.ref.WeakReference;
            import java.net.*;
            import java.time.Duration;
            import java.util.*;
            import java.util.concurrent.CompletableFuture;
            import java.util.concurrent.CyclicBarrier;
            import java.util.concurrent.TimeUnit;
            import java.util.stream.Stream;

            public class Applications {
                /** The parent of what is loaded. */
                private static ClassLoader libraries;

                public static void main(String[] kinds) throws Exception {
                    // All of Gondola and what it needs belong to the application.
                    libraries = ClassLoader.getPlatformClassLoader();
                    for (String kind : "run jmx failures hotLoop blocking executor cancelled abandoned".split(" ")) {
                        check("own " + kind, load(kind, 0));
                    }
                    // The libraries that Gondola needs are shared.
                    libraries = loader(0, libraries);
                    check("partly shared functionsOfLibraries", load("functionsOfLibraries", 1));
                    try (GoRuntime other = GoRuntime.builder().jmx(true).build()) {
                        check("beside another one jmx", load("jmx", 1));
                        // Gondola is shared.
                        libraries = loader(1, libraries);
                        check("shared run", load("run", 2));
                        check("shared hotLoop", load("hotLoop", 2));
                        Object keeper = load("keeper", 2).get();
                        check("shared guest", load("guest", 2));
                        ((AutoCloseable) System.getProperties().remove("shared")).close();
                    }
                    libraries = ClassLoader.getPlatformClassLoader();
                    try (var recording = new jdk.jfr.Recording()) {
                        recording.enable("io.gondola.GoroutineCreated");
                        recording.start();
                        check("recorded run", load("run", 0));
                    }
                }

                private static void check(String kind, WeakReference<ClassLoader> loader) throws Exception {
                    long start = System.nanoTime();
                    while (loader.get() != null && System.nanoTime() - start < 30_000_000_000L) {
                        System.gc();
                        Thread.sleep(20); // threads of the runtime that was closed may still be about to end
                    }
                    System.out.println(kind + ": " + (loader.get() == null ? "gone" : "kept"));
                }

                private static WeakReference<ClassLoader> load(String kind, int level) throws Exception {
                    ClassLoader loader = loader(2, libraries, level);
                    Thread thread = Thread.currentThread();
                    ClassLoader before = thread.getContextClassLoader();
                    thread.setContextClassLoader(loader);
                    try {
                        Class.forName("Applications$Application", true, loader)
                                .getMethod("begin", String.class)
                                .invoke(null, kind);
                    } finally {
                        thread.setContextClassLoader(before);
                    }
                    return new WeakReference<>(loader);
                }

                private static ClassLoader loader(int level, ClassLoader parent) throws Exception {
                    return loader(level, parent, level);
                }

                /**
                 * Of libraries at level 0, Gondola at 1, the application at 2; of all those from one level to another.
                 */
                private static ClassLoader loader(int to, ClassLoader parent, int from) throws Exception {
                    List<URL> urls = new ArrayList<>();
                    String[] path = System.getProperty("java.class.path").split(File.pathSeparator);
                    for (int i = 0; i < path.length; i++) {
                        int level = i == 0 ? 2 : new File(path[i]).isDirectory() || path[i].contains("gondola") ? 1 : 0;
                        if (level >= from && level <= to) {
                            urls.add(new File(path[i]).toURI().toURL());
                        }
                    }
                    return new URLClassLoader(urls.toArray(URL[]::new), parent);
                }

                public static class Application {
                    public static void begin(String kind) throws Exception {
                        if (kind.equals("keeper")) {
                            System.getProperties().put("shared", GoRuntime.builder().maxProcs(2).build());
                            return;
                        }
                        if (kind.equals("guest")) {
                            guest((GoRuntime) System.getProperties().get("shared"));
                            return;
                        }
                        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).jmx(kind.equals("jmx")).build()) {
                            switch (kind) {
                                case "run", "jmx" -> rt.run(go(sleep(Duration.ofNanos(1))).then(gosched()));
                                case "failures" -> {
                                    fails(rt, panic("a panic"));
                                    fails(rt, never());
                                    rt.run(panic("another one").attempt());
                                }
                                case "functionsOfLibraries" -> {
                                    pure(1).map(CheckedFunction1.<Integer>identity()).explain();
                                    pure(1).map(Object::toString).explain();
                                }
                                case "hotLoop" -> {
                                    for (int i = 0; i < 20; i++) {
                                        rt.run(forRange(0, 5_000, k -> unit()));
                                    }
                                }
                                case "blocking" -> rt.run(meeting(4));
                                case "executor" -> {
                                    GoExecutor executor = new GoExecutor(rt);
                                    executor.submit(() -> 1).get();
                                    executor.shutdown();
                                }
                                case "cancelled" -> rt.start(never()).cancel(true);
                                case "abandoned" -> rt.start(sleep(Duration.ofDays(1)));
                                default -> throw new IllegalArgumentException(kind);
                            }
                        }
                    }

                    private static void fails(GoRuntime rt, Go<?> program) {
                        try {
                            rt.run(program);
                            throw new AssertionError("it ends well");
                        } catch (Panic | FatalError e) {
                            e.toString();
                        }
                    }

                    /** Blocking code of so many goroutines at once, so that each has a thread. */
                    private static Go<?> meeting(int n) {
                        CyclicBarrier all = new CyclicBarrier(n);
                        Go<Integer> one = blocking(() -> all.await(30, TimeUnit.SECONDS));
                        return parallel(io.vavr.collection.List.fill(n, one));
                    }

                    /** A runtime of another application makes threads for this one, and its programs end. */
                    private static void guest(GoRuntime rt) throws Exception {
                        rt.run(meeting(8));
                        fails(rt, never());
                        rt.start(never()).cancel(true);
                        rt.start(sleep(Duration.ofDays(1))).cancel(true);
                    }
                }
            }
            """;

    @Test
    void aClassLoaderIsGarbageOnceItsRuntimesAreClosed(@TempDir Path directory) throws Exception {
        ChildJvm.ProcessResult ended =
                ChildJvm.of(directory, "Applications", SOURCE).with("-Xmx200m").run();

        assertThat(ended.out().lines())
                .as(ended.err())
                .hasSize(14)
                .allSatisfy(line -> assertThat(line).endsWith(": gone"));
    }
}
