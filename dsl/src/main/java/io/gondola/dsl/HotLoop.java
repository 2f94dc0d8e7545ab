package io.gondola.dsl;

import io.gondola.dsl.engine.Frame;
import org.jspecify.annotations.Nullable;

/** The one frame of a loop that may become hot: it stays on the stack for all rounds. */
abstract class HotLoop extends Frame {
    /** Who executes the rounds. */
    Rounds rounds = HotRounds.SHARED;

    /** How many rounds are left before the loop asks for code of its own; negative once it has that. */
    int untilHot = HotRounds.LONG_LOOP;

    /**
     * Something whose class tells this loop's rounds from those of others: the user's function; null if there is none.
     */
    @Nullable
    Object function() {
        return site();
    }

    @Override
    public final boolean isLeftSilently() {
        return true;
    }

    /** Goes on with the rounds that are returned. */
    final Rounds becomeHot() {
        Rounds own = HotRounds.of(function());
        if (own == HotRounds.SHARED) {
            untilHot = HotRounds.LONG_LOOP; // it may be so later: one loop that goes on and on is as hot as many
        } else {
            rounds = own;
        }
        return rounds;
    }
}
