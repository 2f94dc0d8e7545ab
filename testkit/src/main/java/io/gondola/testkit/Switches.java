package io.gondola.testkit;

import io.gondola.testkit.run.Liberties;

/**
 * What is off by default, and can be switched on only.
 *
 * @param liberties what else schedules may do
 * @param lostAllowed whether programs may be built and dropped
 * @param javaSteps whether all runs make steps of plain Java code
 */
record Switches(Liberties liberties, boolean lostAllowed, boolean javaSteps) {
    static final Switches NONE = new Switches(Liberties.NONE, false, false);

    Switches with(Liberties l) {
        return new Switches(l, lostAllowed, javaSteps);
    }

    Switches withLostAllowed() {
        return new Switches(liberties, true, javaSteps);
    }

    Switches withJavaSteps() {
        return new Switches(liberties, lostAllowed, true);
    }
}
