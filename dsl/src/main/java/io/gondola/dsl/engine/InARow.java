package io.gondola.dsl.engine;

/**
 * A function of the user's that is on the stack several times, one right above the other: recursion. The innermost call
 * counts only if it has a frame.
 */
public final class InARow implements Adapter {
    private final Object function;
    private int times = 2;
    private boolean goesOn;

    InARow(Object function) {
        this.function = function;
    }

    void more() {
        times++;
    }

    /** Tells that it was not counted to the end. */
    void goesOn() {
        goesOn = true;
    }

    @Override
    public Object original() {
        return function;
    }

    /** What is to follow the place of {@code site} in a report: how often it is there, if more than once. */
    public static String suffix(Object site) {
        return site instanceof InARow row
                ? ", " + (row.goesOn ? "more than " : "") + row.times + " times in a row"
                : "";
    }
}
