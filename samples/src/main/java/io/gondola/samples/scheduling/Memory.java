package io.gondola.samples.scheduling;

import io.vavr.control.Option;
import io.vavr.control.Try;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory this process uses. */
final class Memory {
    private static final Path STATUS = Path.of("/proc/self/status"); // Linux only

    private Memory() {}

    /** Bytes of live objects: what is left on the heap after a collection. */
    static long live() {
        Runtime java = Runtime.getRuntime();
        System.gc();
        return java.totalMemory() - java.freeMemory();
    }

    /** Bytes of physical memory, stacks of threads included, where the system tells. */
    static Option<Long> resident() {
        return Try.of(() -> Files.readAllLines(STATUS).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                        .findFirst()
                        .orElseThrow())
                .toOption();
    }
}
