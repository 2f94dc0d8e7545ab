package io.gondola.testkit.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.nio.file.Path;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs test classes on the engine, with a folder of its own for what fails. */
record Running(Path failures) {
    EngineExecutionResults all(Class<?> type, String... configuration) {
        return builder(configuration).selectors(selectClass(type)).execute();
    }

    EngineExecutionResults one(Class<?> type, String method, String... configuration) {
        return builder(configuration).selectors(selectMethod(type, method)).execute();
    }

    /** What the only test of the run threw. */
    static Throwable thrown(EngineExecutionResults results) {
        return results.testEvents().finished().stream()
                .map(Event::getPayload)
                .flatMap(payload -> ((TestExecutionResult) payload.orElseThrow()).getThrowable().stream())
                .reduce((a, b) -> {
                    throw new AssertionError("more than one failure: " + a + " and " + b);
                })
                .orElseThrow(() -> new AssertionError("no failure"));
    }

    private EngineTestKit.Builder builder(String... configuration) {
        EngineTestKit.Builder builder =
                EngineTestKit.engine(GoTestEngine.ID).configurationParameter("go.failures", failures.toString());
        for (int i = 0; i < configuration.length; i += 2) {
            builder.configurationParameter(configuration[i], configuration[i + 1]);
        }
        return builder;
    }
}
