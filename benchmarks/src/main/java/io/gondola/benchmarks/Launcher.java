package io.gondola.benchmarks;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.List;
import io.vavr.collection.Map;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Starts peers, each measurement in a process of its own; those on the JVM run on the JDK of this process. */
final class Launcher {
    private static final int OUT_OF_MEMORY = 3; // what -XX:+ExitOnOutOfMemoryError exits with
    private static final int LIMIT_MINUTES = 10;
    private static final String KOTLIN_JAR = "kotlin/target/gondola-benchmarks-kotlin.jar";
    private static final String SCALA_JAR = "scala/target/gondola-benchmarks-scala.jar";

    private final String heap;
    private final Path folder;
    private final List<String> options;

    /** The programs that were found or built. */
    private Map<Peer, Path> programs = LinkedHashMap.empty();

    Launcher(String heap, Path folder) {
        this(heap, folder, List.empty());
    }

    /**
     * Makes a launcher.
     *
     * @param heap the greatest one of a peer on the JVM, as in {@code -Xmx}
     * @param folder that of the module {@code benchmarks}, where the other languages' programs are
     * @param options for the JVM, besides
     */
    Launcher(String heap, Path folder, List<String> options) {
        this.heap = heap;
        this.folder = folder;
        this.options = options;
    }

    /** The folder of the module that this class was built in. */
    static Path folder() {
        Path built = Path.of(Launcher.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath()); // …/benchmarks/target/gondola-benchmarks.jar, or …/target/classes
        return built.getParent().getParent();
    }

    /** Makes sure that a peer can be started. */
    void prepare(Peer peer) throws PeerFailure, InterruptedException {
        switch (peer) {
            case GONDOLA, STREAM, REACTOR, REACTOR_BOUNDED, PEKKO, NETTY -> {}
            case GONDOLA_17 -> require(jdk17() != null, "no JDK 17 found: set JAVA_HOME_17");
            case VIRTUAL -> require(VirtualThreads.available(), VirtualThreads.missing());
            case JOX -> {
                require(VirtualThreads.available(), "jox needs virtual threads: " + VirtualThreads.missing());
                require(
                        getClass().getResource("/com/softwaremill/jox/Channel.class") != null,
                        "this jar was built without jox: build it with JDK 21 or later");
            }
            case GO -> programs = programs.put(peer, GoToolchain.build(folder.resolve("go"), folder.resolve("target")));
            case KOTLIN -> programs = programs.put(peer, built("Kotlin", KOTLIN_JAR));
            case CATS, ZIO -> programs = programs.put(peer, built("Scala", SCALA_JAR));
        }
    }

    private Path built(String language, String jar) throws PeerFailure {
        Path program = folder.resolve(jar);
        require(
                Files.exists(program),
                "no program in " + language + ": build it with mvn -P" + language.toLowerCase(Locale.ROOT)
                        + " -DskipTests package");
        return program;
    }

    private static void require(boolean condition, String otherwise) throws PeerFailure {
        if (!condition) {
            throw new PeerFailure(otherwise);
        }
    }

    /** Measures in a new process. */
    Measurement measure(Trial trial, int warmUpMillis, int rounds) throws PeerFailure, InterruptedException {
        List<String> command = command(trial.peer(), trial.procs())
                .appendAll(List.of(
                        trial.workload().label(),
                        Integer.toString(trial.size()),
                        Integer.toString(trial.procs()),
                        Integer.toString(warmUpMillis),
                        Integer.toString(rounds)));
        if (trial.peer() != Peer.GO) {
            command = command.append(trial.warmWith().label());
        }
        if (trial.peer().isInThisJar()) {
            command = command.append(trial.shape());
        }
        String what = trial.workload().label() + " of " + trial.size();
        return Measurement.parse(output(command, what), trial.workload().expected(trial.size()));
    }

    /** What the Go program prints that is started with {@code arguments}. */
    String runGo(List<String> arguments, String what) throws PeerFailure, InterruptedException {
        return output(command(Peer.GO, 0).appendAll(arguments), what);
    }

    /** Starts an echo server, which tells its port by a line {@code port N} and ends when its input does. */
    Process startEcho(Peer peer, int procs) throws IOException {
        List<String> command = peer.isInThisJar()
                ? java("-D" + VirtualThreads.CARRIERS_PROPERTY + "=" + procs)
                        .appendAll(List.of(
                                "-cp",
                                System.getProperty("java.class.path"),
                                EchoServer.class.getName(),
                                peer.label(),
                                Integer.toString(procs)))
                : command(peer, procs).appendAll(List.of("serve", Integer.toString(procs)));
        return new ProcessBuilder(command.asJava())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private List<String> command(Peer peer, int procs) {
        return switch (peer) {
            case GO -> List.of(programs.get(peer).get().toString());
            case KOTLIN ->
                java("-Dkotlinx.coroutines.scheduler.core.pool.size=" + procs)
                        .appendAll(List.of("-jar", programs.get(peer).get().toString()));
            case CATS, ZIO ->
                java("-XX:ActiveProcessorCount=" + activeProcessors(peer, procs))
                        .appendAll(List.of(
                                "-jar", programs.get(peer).get().toString(), peer == Peer.CATS ? "cats" : "zio"));
            case GONDOLA_17 ->
                jvm(jdk17())
                        .appendAll(List.of(
                                "-cp",
                                System.getProperty("java.class.path"),
                                Worker.class.getName(),
                                Peer.GONDOLA.label()));
            case GONDOLA, VIRTUAL, JOX, STREAM, REACTOR, REACTOR_BOUNDED, PEKKO, NETTY ->
                java("-D" + VirtualThreads.CARRIERS_PROPERTY + "=" + procs)
                        .appendAll(List.of(
                                "-cp", System.getProperty("java.class.path"), Worker.class.getName(), peer.label()));
        };
    }

    /** ZIO has no setting for its threads: as many as the JVM believes to have processors. */
    private static int activeProcessors(Peer peer, int procs) {
        return peer == Peer.ZIO ? procs : Environment.cpus();
    }

    private List<String> java(String property) {
        return jvm(System.getProperty("java.home")).append(property);
    }

    private List<String> jvm(String home) {
        return List.of(Path.of(home, "bin", "java").toString(), "-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError")
                .appendAll(options);
    }

    /** The home of a JDK 17 beside this one; null if none is known. */
    private static String jdk17() {
        String home = System.getenv("JAVA_HOME_17");
        return home != null && Files.isExecutable(Path.of(home, "bin", "java")) ? home : null;
    }

    private String output(List<String> command, String what) throws PeerFailure, InterruptedException {
        try {
            Path out = Files.createTempFile("gondola-bench", ".out");
            Path err = Files.createTempFile("gondola-bench", ".err");
            try {
                Process process = new ProcessBuilder(command.asJava())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                    process.destroyForcibly().waitFor();
                    throw new PeerFailure(what + ": no end after " + LIMIT_MINUTES + " minutes");
                }
                if (process.exitValue() == OUT_OF_MEMORY) {
                    throw new PeerFailure(what + ": a heap of " + heap + " is too small: use a greater --heap");
                }
                if (process.exitValue() != 0) {
                    throw new PeerFailure(what + ": exit code " + process.exitValue() + lastLine(err));
                }
                return Files.readString(out, StandardCharsets.UTF_8);
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new PeerFailure(what + ": " + e.getMessage(), e);
        }
    }

    private static String lastLine(Path err) throws IOException {
        return List.ofAll(Files.readString(err, StandardCharsets.UTF_8).strip().lines())
                .filter(line -> !line.startsWith("\t")) // of a stack trace, its last cause
                .lastOption()
                .map(line -> ", " + line)
                .getOrElse("");
    }
}
