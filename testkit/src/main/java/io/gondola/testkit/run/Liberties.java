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

    /** These, and the one that makes decisions of kind {@code code}, if there is one. */
    public Liberties with(Code code) {
        return switch (code) {
            case TRY -> withFailingTryLock();
            case WAKE, QUEUE -> withAnyOrder();
            case SPURIOUS -> withSpuriousWakeups();
            default -> this;
        };
    }

    /** Whether all of {@code other} are among these. */
    public boolean include(Liberties other) {
        return (tryLockMayFail || !other.tryLockMayFail)
                && (loose || !other.loose)
                && (spuriousWakeups || !other.spuriousWakeups);
    }
}
