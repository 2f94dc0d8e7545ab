package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threads that call from the end of their stacks, from every depth: what is called does all or nothing, and goes on
 * working. Hunts a stack that ends while a spin lock is held, or between the change of a queue and the wake-up.
 */
class DeepCallersTest {
    @TempDir
    static Path directory;

    private static ChildJvm deep;

    @BeforeAll
    static void compile() throws Exception {
        deep = ChildJvm.of(directory, "Deep", source())
                .with("-XX:MaxJavaStackTraceDepth=1"); // each end of a stack costs its trace
    }

    private static String source() throws IOException {
        try (InputStream in = DeepCallersTest.class.getResourceAsStream("Deep.java")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "send",
                "queue",
                "receive",
                "callback",
                "request",
                "unsubscribe",
                "subscribe",
                "publish",
                "complete",
                "execute",
                "shutdown",
                "make executor",
                "deadlock",
                "procs",
                "trace",
                "shutdown runtime",
                "build",
                "start"
            })
    void callsFromTheEndOfAStackDoAllOrNothing(String call) throws Exception {
        ChildJvm.ProcessResult ended = deep.run(call);

        assertThat(ended.out()).as(ended.err()).isEqualToIgnoringNewLines("right");
    }
}
