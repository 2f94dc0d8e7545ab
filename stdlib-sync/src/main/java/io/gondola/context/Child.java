package io.gondola.context;

import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.scheduler.SpinLock;
import org.jspecify.annotations.Nullable;

/** Something that ends with a {@link Cancellable}: another one, or an {@link AfterFunc}. */
abstract class Child extends SpinLock {
    /** The neighbours in the parent's list, guarded by the parent's lock until the parent ends. */
    @Nullable
    Child next;

    @Nullable
    Child previous;

    /** Whether nothing comes of its end any more, since its program has ended. Once true, it stays so. */
    boolean isGone() {
        return false;
    }

    /** What may stand in its place in the parent's list: a child that keeps this one no more; null if there is none. */
    @Nullable
    Faint fainter() {
        return null;
    }

    /** The context that this child ends; null if it ends none. */
    @Nullable
    Cancellable context() {
        return null;
    }

    /**
     * Ends this child because of its parent. It is in the parent's list no more, and its own links are the caller's to
     * use.
     *
     * @return the children that this one had, which the caller must end, too; null if none
     */
    @CanIgnoreReturnValue
    abstract @Nullable Child endAlone(EndReason ending);
}
