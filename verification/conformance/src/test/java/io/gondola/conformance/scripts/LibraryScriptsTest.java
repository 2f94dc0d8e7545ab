package io.gondola.conformance.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same random scripts by Go, in the virtual time of its {@code synctest}, and by the deterministic runtime: all
 * that main and each goroutine see, and when they see it, must be the same to the nanosecond. Those of locks run
 * without time, on one processor, as in Go, too.
 */
class LibraryScriptsTest {
    private static final String DIFFERENCES = "scripts that end otherwise than in Go, of the seed that is printed";

    @TempDir
    Path directory;

    /** The kinds of scripts. */
    enum Subject {
        TIME,
        CONTEXT,
        SYNC,
        LOCKS,
        ERRGROUP,
        SEMAPHORE,
        FLIGHT,
        RATE;

        String script(RandomScripts random) {
            return switch (this) {
                case TIME -> random.time();
                case CONTEXT -> random.context();
                case SYNC -> random.sync();
                case LOCKS -> random.locks();
                case ERRGROUP -> random.errgroup();
                case SEMAPHORE -> random.semaphore();
                case FLIGHT -> random.flight();
                case RATE -> random.rate();
            };
        }

        /** Go has these not in its library, but in modules of their own. */
        boolean needsModules() {
            return compareTo(LOCKS) > 0;
        }
    }

    @ParameterizedTest
    @EnumSource
    void randomScriptsEndAsInGo(Subject subject) throws Exception {
        assertThat(differences(subject, 300, 1)).as(DIFFERENCES).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("stress")
    void tenThousandRandomScriptsEndAsInGo(Subject subject) throws Exception {
        int n = Integer.getInteger("gondola.scripts", 10_000);
        long seed = Long.getLong("gondola.seed", System.nanoTime());

        assertThat(differences(subject, n, seed)).as(DIFFERENCES).isEmpty();
    }

    /** Runs {@code n} scripts, and yields those that ended in two ways, each with its two outcomes. */
    private Map<String, String> differences(Subject subject, int n, long seed) throws Exception {
        System.out.println("scripts: " + subject + ", n=" + n + ", -Dgondola.seed=" + seed);
        RandomScripts random = new RandomScripts(new Random(seed));
        List<String> scripts =
                Stream.generate(() -> subject.script(random)).limit(n).toList();
        List<String> go = new GoProgram("scripts", directory, subject.needsModules()).outcomes(scripts);
        Map<String, String> differences = new LinkedHashMap<>();
        for (int i = 0; i < n; i++) {
            String script = scripts.get(i);
            compare(script, go.get(i), Script.play(script, seed + i), differences);
            if (subject == Subject.LOCKS) {
                compare(script, go.get(i), Script.playOnOneProcessor(script), differences);
            }
        }
        return differences;
    }

    private static void compare(String script, String go, String ours, Map<String, String> differences) {
        if (!ours.equals(go)) {
            differences.put(script, "\n  go:   " + go + "\n  ours: " + ours + "\n");
        }
    }
}
