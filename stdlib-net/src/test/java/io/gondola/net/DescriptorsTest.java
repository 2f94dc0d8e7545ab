package io.gondola.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptorsTest {
    private static final int LIMIT = 250;
    private static final int CLIENTS = 300;
    private static final int PATIENCE_MS = 20_000;

    @TempDir
    Path directory;

    /** What this test runs on, with folders made jars: a class in a folder cannot be loaded without a descriptor. */
    private String classPath() throws IOException {
        Stream<String> paths = Stream.of("jdk.module.path", "java.class.path")
                .map(System::getProperty)
                .filter(p -> p != null && !p.isEmpty())
                .flatMap(p -> Stream.of(p.split(File.pathSeparator, -1)));
        List<String> all = new ArrayList<>();
        for (String path : Stream.concat(Stream.of("target/test-classes", "target/classes"), paths)
                .toList()) {
            all.add(Files.isDirectory(Path.of(path)) ? jar(Path.of(path)).toString() : path);
        }
        return String.join(File.pathSeparator, all);
    }

    private Path jar(Path folder) throws IOException {
        Path jar = Files.createTempFile(directory, "classes", ".jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    private Process server(Path errors) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n " + LIMIT + " && exec \"$0\" \"$@\"",
                        java,
                        "-Xshare:auto",
                        "-XX:-MaxFDLimit",
                        "-cp",
                        classPath(),
                        FewDescriptors.class.getName())
                .redirectError(errors.toFile())
                .start();
    }

    /**
     * Hunts a server that ends, spins, or forgets those who wait, when the system has no more file descriptors for it.
     */
    @Test
    void acceptingPausesWhileDescriptorsAreExhaustedAndGoesOn() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "needs /proc");
        Path errors = directory.resolve("errors");
        Process process = server(errors);
        List<Socket> clients = new ArrayList<>();
        try (BufferedReader out = process.inputReader();
                OutputStream in = process.getOutputStream()) {
            String port = out.readLine();
            assertThat(port).as(() -> read(errors)).isNotNull();
            String before = figures(in, out);
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port)));
            }
            Loopback.until(() -> read(errors).contains("Accepting pauses"));

            List<Socket> answered = new ArrayList<>();
            for (Socket s : clients) {
                s.getOutputStream().write(7);
                s.setSoTimeout(answered.size() < LIMIT / 4 ? PATIENCE_MS : 1);
                if (answers(s)) {
                    answered.add(s);
                }
            }
            assertThat(answered).hasSizeBetween(LIMIT / 4, LIMIT);
            for (Socket s : answered) {
                s.close();
            }
            clients.removeAll(answered);
            for (int i = 0; i < LIMIT / 4; i++) {
                clients.get(i).setSoTimeout(PATIENCE_MS);
                assertThat(answers(clients.get(i))).as("the client that waited").isTrue();
            }

            for (Socket s : clients) {
                s.close();
            }
            Loopback.until(() -> figures(in, out).equals(before));
            assertThat(read(errors).split("Accepting pauses", -1))
                    .as("logged once for each time")
                    .hasSizeLessThan(10);
        } finally {
            for (Socket s : clients) {
                s.close();
            }
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        assertThat(process.exitValue()).as(() -> read(errors)).isZero();
    }

    private static boolean answers(Socket s) throws IOException {
        try {
            return s.getInputStream().read() == 7;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static String figures(OutputStream in, BufferedReader out) {
        try {
            in.write('\n');
            in.flush();
            return out.readLine();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
