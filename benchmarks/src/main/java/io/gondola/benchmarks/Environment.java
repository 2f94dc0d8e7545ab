package io.gondola.benchmarks;

import io.vavr.control.Option;
import io.vavr.control.Try;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.AttributeNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

/** What the figures were measured on. */
final class Environment {
    private Environment() {}

    static String jdk() {
        return Runtime.version().toString();
    }

    static int cpus() {
        return Runtime.getRuntime().availableProcessors();
    }

    static String describe() {
        return "JDK " + jdk() + " (" + System.getProperty("java.vendor") + "), " + machine();
    }

    static String machine() {
        return cpus() + " CPUs"
                + field("/proc/cpuinfo", "model name").map(m -> " of " + m).getOrElse("") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    /** A field of this process's memory status, {@code VmRSS} or {@code VmHWM}, in KiB, where the system tells. */
    static Option<Long> residentKib(String name) {
        return field("/proc/self/status", name).map(v -> Long.parseLong(v.replaceAll("\\D", "")));
    }

    /** Bytes that all threads have allocated so far; -1 before JDK 21, which does not tell. */
    static long allocatedBytes() {
        try {
            return (long) ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName("java.lang:type=Threading"), "TotalThreadAllocatedBytes");
        } catch (AttributeNotFoundException e) {
            return -1;
        } catch (JMException e) {
            throw new AssertionError("the JVM does not know its threads", e);
        }
    }

    private static Option<String> field(String file, String name) {
        return Try.of(() -> Files.readAllLines(Path.of(file)))
                .toOption()
                .flatMap(lines -> Option.ofOptional(
                        lines.stream().filter(line -> line.startsWith(name)).findFirst()))
                .map(line -> line.substring(line.indexOf(':') + 1).trim());
    }
}
