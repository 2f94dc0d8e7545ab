package io.gondola.conformance.scripts;

import io.gondola.dsl.Go;

/** Performs the operations of one kind of script. */
interface Interpreter {
    Go<?> perform(Operation op);

    /** Ends what still waits. */
    Go<?> end();
}
