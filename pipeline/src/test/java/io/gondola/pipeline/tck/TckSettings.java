package io.gondola.pipeline.tck;

import io.gondola.dsl.GoRuntime;
import org.reactivestreams.tck.TestEnvironment;

/**
 * What all verifications share. Signals have time to come on a busy machine; how long none may come is the TCK's own
 * choice.
 */
final class TckSettings {
    static final GoRuntime RUNTIME = GoRuntime.builder().maxProcs(2).build();
    static final long GARBAGE_MILLIS = 1_000;
    private static final long SIGNAL_MILLIS = 5_000;
    private static final long NO_SIGNAL_MILLIS = 100;
    private static final long POLL_MILLIS = 20;

    private TckSettings() {}

    static TestEnvironment environment() {
        return new TestEnvironment(SIGNAL_MILLIS, NO_SIGNAL_MILLIS, POLL_MILLIS);
    }
}
