package io.gondola.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * A source and the fused stages below it, during one run: what the loop of a segment works on. Inner ones, such as the
 * pipelines of a flatMap, deliver their elements into a stage of an outer one.
 */
final class Activation {
    private static final int LONG = 4;
    private static final int LONGER = 256;

    /** Who has asked so often may never get any. */
    private static final int OFTEN = 16;

    final Source source;
    final Stage[] stages;

    /** For each stage, and at 0 for the source: the first attempt from there on; -1 if none. */
    private final int[] attempts;

    private final Plan plan;

    /** What takes elements through the stages. */
    Pass[] passes;

    /** How often it is to be found busy before it asks for passes of its own. */
    private int untilHot = LONG;

    private int asked;

    /** Whether failures below this one are handled somewhere, so that they do not end the run at once. */
    final boolean handled;

    /** Where elements go that leave the last stage; null for the outermost. */
    final @Nullable Activation outer;

    /** The stage of the outer one that takes them. */
    final int outerIndex;

    /** Whether a failing element, and not the whole of it, is what an attempt below it covers. */
    final boolean transparent;

    /** Asked when this activation fails; null if none. */
    final @Nullable Source handler;

    /** The last stage that wants no more elements; -1 as long as all do. */
    int done = -1;

    /** The stage that is asked next for what is left, once the source has ended; -1 before. */
    int flush = -1;

    boolean closed;

    /** Who may give up the waits of what is in this one; null if nobody. */
    @Nullable
    Watch watch;

    Activation(
            Plan plan,
            boolean handled,
            @Nullable Activation outer,
            int outerIndex,
            boolean transparent,
            @Nullable Source handler) {
        this.handled = handled || handler != null;
        this.stages = plan.freshStages();
        this.attempts = plan.attempts;
        this.plan = plan;
        this.passes = plan.passes;
        this.outer = outer;
        this.outerIndex = outerIndex;
        this.transparent = transparent;
        this.handler = handler;
        this.source = plan.head.make.apply(this.handled, isCovered(0));
    }

    /** It is busy: it has taken a few hundred elements since it was so the last time. */
    void isBusy() {
        if (--untilHot == 0 && stages.length > 0 && !HotPasses.areOwn(passes)) {
            passes = HotPasses.of(this);
            plan.passes = passes;
            untilHot = ++asked < OFTEN ? LONG : LONGER;
        }
    }

    static Activation outermost(Plan plan, boolean handled) {
        return new Activation(plan, handled, null, 0, false, null);
    }

    /** Whether an attempt makes a value of the failure of one element before stage {@code index}. */
    boolean isCovered(int index) {
        return attemptFrom(index) >= 0
                || (handler == null && transparent && outer != null && outer.isCovered(outerIndex));
    }

    /** Makes one for {@code part}, which this activation's source consists of. */
    Activation nested(Pipeline<?> part, @Nullable Stage last, @Nullable Source handler) {
        return new Activation(Plan.of(part, last), handled, this, 0, true, handler);
    }

    /** Makes one for {@code inner}, which stage {@code index} of this one was given by its function. */
    Activation inner(Pipeline<?> inner, int index) {
        return new Activation(Plan.of(inner, null), handled || isCovered(index + 1), this, index + 1, false, null);
    }

    /** The first attempt among the stages from {@code index} on; -1 if none. */
    int attemptFrom(int index) {
        return index < attempts.length ? attempts[index] : -1;
    }

    /** Whether elements that come in before stage {@code index} are wanted no more. */
    boolean refuses(int index) {
        return done >= index;
    }

    /** Whether nobody wants elements of this one, as one of those around it wants no more. */
    boolean isRefused() {
        for (Activation inner = this; inner.outer != null; inner = inner.outer) {
            if (inner.outer.refuses(inner.outerIndex)) {
                return true;
            }
        }
        return false;
    }

    Label labelOf(int index) {
        return index < 0 ? source.label : stages[index].label;
    }
}
