package io.gondola.pipeline;

import io.gondola.dsl.engine.HotCopies;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies of {@link StagePass}, one for each combination of functions' classes whose elements are many. */
final class HotPasses {
    private static final int MAX_COPIES = 256;
    private static final Pass SHARED = new StagePass();
    private static final Pass[] ONE = {SHARED};
    private static final HotCopies<Pass> COPIES = new HotCopies<>(MAX_COPIES, HotPasses::copy);

    /** Read when the first copy is made, which is done by one thread at a time. */
    private static byte @Nullable [] code;

    private HotPasses() {}

    /** What all share: {@code n} passes. Not to be written to. */
    static Pass[] shared(int n) {
        if (n == 1) {
            return ONE;
        }
        Pass[] passes = new Pass[n];
        Arrays.fill(passes, SHARED);
        return passes;
    }

    /** Whether all of {@code passes} are copies. */
    static boolean areOwn(Pass[] passes) {
        for (Pass pass : passes) {
            if (pass == SHARED) {
                return false;
            }
        }
        return true;
    }

    /** For an activation that has taken many elements: its passes, of which some may be its own by now. */
    static Pass[] of(Activation a) {
        Pass[] passes = new Pass[a.passes.length];
        for (int k = 0; k < passes.length; k++) {
            Pass own = a.passes[k] == SHARED ? COPIES.of(users(a, k)) : a.passes[k];
            passes[k] = own == null ? SHARED : own;
        }
        return passes;
    }

    /** The classes of what pass {@code k} calls. */
    private static Class<?>[] users(Activation a, int k) {
        List<Class<?>> users = new ArrayList<>();
        if (k == 0) {
            Iterator<?> steps = a.source.steps();
            users.add(steps == null ? a.source.getClass() : steps.getClass());
        }
        int to = Math.min((k + 1) * Pass.STAGES, a.stages.length - 1);
        for (int i = k * Pass.STAGES; i < to; i++) {
            users.add(a.stages[i].function().getClass());
        }
        if (k == a.passes.length - 1) {
            users.add(a.stages[a.stages.length - 1].function().getClass());
        }
        return users.toArray(Class<?>[]::new);
    }

    private static Pass copy() throws IOException, ReflectiveOperationException {
        if (code == null) {
            code = HotCopies.codeOf(StagePass.class);
        }
        Lookup copy = MethodHandles.lookup().defineHiddenClass(code, true, Lookup.ClassOption.NESTMATE);
        return (Pass) copy.lookupClass().getDeclaredConstructor().newInstance();
    }
}
