package io.gondola.testkit.run;

/**
 * What schedules may do that programs need not expect of Gondola, but perhaps of other implementations.
 *
 * @param tryLockMayFail whether an attempt to take a free lock may fail
 * @param loose whether those who wait may be served in any order
 * @param spuriousWakeups whether the wait for a condition may return for no reason
 */
public record Liberties(boolean tryLockMayFail, boolean loose, boolean spuriousWakeups) {
    public static final Liberties NONE = new Liberties(false, false, false);

    public Liberties withFailingTryLock() {
        return new Liberties(true, loose, spuriousWakeups);
    }

    public Liberties withAnyOrder() {
        return new Liberties(tryLockMayFail, true, spuriousWakeups);
    }

    public Liberties withSpuriousWakeups() {
        return new Liberties(tryLockMayFail, loose, true);
    }
}
