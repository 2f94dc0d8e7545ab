package io.gondola.testkit.run;

import io.gondola.testkit.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong in an execution.
 *
 * @param summary one line
 * @param details further lines
 * @param goroutines names of those involved
 * @param objects names of those involved
 * @param fingerprint the same for the same failure in other schedules
 * @param thrown the panic or fatal error; null if there is none
 * @param evidence who and what it is about
 */
public record Finding(
        Kind kind,
        String summary,
        List<String> details,
        List<String> goroutines,
        List<String> objects,
        String fingerprint,
        @Nullable Throwable thrown,
        Evidence evidence) {}
