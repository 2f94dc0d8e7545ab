package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FutureRelayTest {
    /** A reference that was cleared after somebody had looked at it once. */
    private static final class ClearedAfterOneLook extends WeakReference<FutureRelay> {
        private @Nullable FutureRelay relay;

        ClearedAfterOneLook(FutureRelay relay) {
            super(relay);
            this.relay = relay;
        }

        @Override
        public @Nullable FutureRelay get() {
            FutureRelay seen = relay;
            relay = null;
            return seen;
        }
    }

    /**
     * Hunts a second wait that finds the relay of the first one, whose future completes and so keeps it no more; then
     * the collector takes the relay, and the second wait looks at it again.
     */
    @Test
    void aRelayThatIsCollectedMeanwhileGivesWayToANewOne() {
        CompletableFuture<Integer> future = CompletableFuture.completedFuture(5);
        FutureRelay first = FutureRelay.make(future);
        FutureRelay.RELAYS.replaceAll((key, known) -> isOf(known, first) ? new ClearedAfterOneLook(first) : known);

        FutureRelay second = FutureRelay.make(future);

        assertThat(second).isNotNull().isNotSameAs(first);
        assertThat(FutureRelay.make(future)).isSameAs(second);
    }

    private static boolean isOf(Reference<FutureRelay> known, FutureRelay relay) {
        return known.refersTo(relay);
    }
}
