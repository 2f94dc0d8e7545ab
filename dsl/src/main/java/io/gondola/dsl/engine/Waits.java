package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/** What instructions tell of waits, for reports, from any thread. */
public final class Waits {
    private Waits() {}

    /** Why a goroutine waits in {@code at}, in Go's words; null if it does not wait. */
    public static @Nullable String reason(Instruction at) {
        return at.waitReason();
    }

    /** What a goroutine waits on in {@code at}; null if there is none. */
    public static @Nullable Object object(Instruction at) {
        return at.waitsOn();
    }

    /** Identity of the goroutine that has locked what a goroutine waits for in {@code at}; 0 if it is not known. */
    public static long holder(Instruction at) {
        return at.heldBy();
    }
}
