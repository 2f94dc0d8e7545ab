package io.gondola.dsl.channel;

import io.gondola.dsl.annotation.CanIgnoreReturnValue;

/** What an operation on a channel takes when it is built. */
public final class Operands {
    private Operands() {}

    /**
     * Refuses a value that is null, as channels have no null.
     *
     * @throws NullPointerException
     *     {@code value is null: send on jobs takes its value when the program is built, before it runs; where the value
     *     is set later, use then(() -> …) or flatMap}
     */
    @CanIgnoreReturnValue
    public static <T> T value(T value, String operation, Object channel) {
        if (value == null) {
            throw new NullPointerException("value is null: " + operation + " on " + channel
                    + " takes its value when the program is built, before it runs; where the value is set later, use"
                    + " then(() -> …) or flatMap");
        }
        return value;
    }
}
