package io.gondola.samples.files;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.vavr.CheckedFunction0;
import java.io.PrintStream;

/** The comparison of a sample with a sequential run of its own, for {@code --verify}. */
public final class Verification {
    /** What is printed of a sample that passes. */
    public static final String VERIFIED = "verified: a sequential run gives the same";

    private final String sample;
    private final PrintStream errors;

    public Verification(String sample, PrintStream errors) {
        this.sample = sample;
        this.errors = errors;
    }

    /** Does a sequential run, which says whether it has given the same; it may block. */
    public Go<Boolean> of(CheckedFunction0<Boolean> sequential) {
        return blocking(sequential)
                .flatMap(same -> same
                        ? println(VERIFIED).as(true)
                        : run(() -> errors.println(sample + ": a sequential run gives another result"))
                                .as(false));
    }
}
