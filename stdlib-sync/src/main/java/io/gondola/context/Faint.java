package io.gondola.context;

import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** Stands for a context whose program has ended, and does not keep it. */
final class Faint extends Child {
    private final WeakReference<Cancellable> context;

    Faint(Cancellable context) {
        this.context = new WeakReference<>(context);
    }

    @Override
    boolean isGone() {
        Cancellable c = context.get();
        return c == null || c.hasEnded();
    }

    @Override
    @Nullable
    Cancellable context() {
        return context.get();
    }

    @Override
    @CanIgnoreReturnValue
    @Nullable
    Child endAlone(EndReason ending) {
        Cancellable c = context.get();
        return c == null ? null : c.endAlone(ending);
    }
}
