package io.gondola.dsl;

import io.gondola.dsl.engine.Adapter;
import io.gondola.dsl.engine.HotCopies;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import org.jspecify.annotations.Nullable;

/** Copies of {@link LoopRounds} and {@link LoopBodies}, one for each class of function whose loops are hot. */
final class HotRounds {
    /** Executes what has no copy of its own. */
    static final Rounds SHARED = new LoopRounds();

    static final int LONG_LOOP = 1_000;
    private static final int MAX_COPIES = 512;
    private static final HotCopies<Rounds> COPIES = new HotCopies<>(MAX_COPIES, HotRounds::copy);

    /** Read when the first copy is made, which is done by one thread at a time. */
    private static byte @Nullable [] roundsCode;

    private static byte @Nullable [] bodiesCode;

    private HotRounds() {}

    /** For a loop that has run for long with {@code function}: rounds of its own, or the shared ones. */
    static Rounds of(@Nullable Object function) {
        Object user = function instanceof Adapter adapter ? adapter.original() : function;
        Rounds own = user == null ? null : COPIES.of(user.getClass());
        return own == null ? SHARED : own;
    }

    private static Rounds copy() throws IOException, ReflectiveOperationException {
        Lookup lookup = MethodHandles.lookup();
        if (bodiesCode == null) {
            roundsCode = HotCopies.codeOf(LoopRounds.class);
            bodiesCode = HotCopies.codeOf(LoopBodies.class);
        }
        Bodies bodies = (Bodies) made(lookup.defineHiddenClass(bodiesCode, true, Lookup.ClassOption.NESTMATE));
        return (Rounds)
                made(lookup.defineHiddenClassWithClassData(roundsCode, bodies, true, Lookup.ClassOption.NESTMATE));
    }

    private static Object made(Lookup copy) throws ReflectiveOperationException {
        return copy.lookupClass().getDeclaredConstructor().newInstance();
    }
}
