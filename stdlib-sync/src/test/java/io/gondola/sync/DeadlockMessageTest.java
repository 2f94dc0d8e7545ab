package io.gondola.sync;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import java.util.List;
import java.util.stream.Collectors;

/** Of a deadlock among many goroutines, those come first that hold each other up. */
class DeadlockMessageTest {
    @OnAllRuntimes
    void theCycleComesFirstAndTheRestIsBounded(TestRuntime t) {
        Mutex a = new Mutex().named("a");
        Mutex b = new Mutex().named("b");
        WaitGroup both = new WaitGroup();
        Go<Unit> met = both.done().then(both.await());
        Go<?> program = both.add(2)
                .then(go(Go.never()).repeat(100))
                .then(go("ab", a.lock().then(met).then(b.lock())))
                .then(go("ba", b.lock().then(met).then(a.lock())))
                .then(gosched())
                .then(Go.never());

        String message = String.valueOf(t.fatal(program).getMessage());

        assertThat(message)
                .startsWith(
                        "all goroutines are asleep - deadlock!\n\ngoroutines that wait for each other's locks:\n\tgoroutine ")
                .contains("waits for a, locked by goroutine ", "waits for b, locked by goroutine ")
                .endsWith("\n\n… and 71 more");
        List<String> headers =
                message.lines().filter(l -> l.startsWith("goroutine ")).collect(Collectors.toList());
        assertThat(headers).hasSize(32);
        assertThat(headers.subList(0, 2))
                .allMatch(l -> l.matches("goroutine \\d+ \\[sync.Mutex.Lock]: name=(ab|ba), on=[ab].*"));
    }
}
