package io.gondola.pipeline;

import io.gondola.dsl.engine.Fiber;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The way of elements through a few stages, in one class, which {@link HotPasses} copies for those that are hot. */
final class StagePass extends Pass {
    /*
     * Why one class, and why each stage has code of its own. The JVM's compiler inlines a call if its profile shows one
     * or two receivers, and the profile belongs to the bytecode. If all stages go through the same call nothing is
     * inlined, and each element exists as an object between two stages. Here the n-th stage of a pass has a call of its
     * own, and a copy of the class has profiles of its own: so a hot pass becomes one piece of code, in which elements
     * are what the functions make of them. What no run of this copy does (a filter where there is always a map) is left
     * out by the compiler.
     *
     * Rules
     *   P1  The usual is done here: an element, or none for now. With whatever else a stage or the source answers the
     *       loop goes on: what is thrown, ends, waits, brings a pipeline, or wants no more elements.
     *   P2  What a stage was given is needed if it throws, and in no other place: an element that is needed elsewhere
     *       cannot be left out. So each stage has a handler of its own. What else is thrown is the source's: that is
     *       the place that the loop notes before it comes here.
     *   P3  The loop says how many elements may be pulled until it looks at itself.
     *   P4  No lambda and no nested class in here: a copy would share their code. No loop over stages, either.
     */
    @Override
    @SuppressWarnings("NullAway") // what isElement says yes to is not null
    @Nullable
    Object take(Loop loop, Fiber f, Activation a, int k, Object given) throws Throwable {
        Stage[] stages = a.stages;
        int from = k * STAGES;
        int last = stages.length - 1;
        int n = Math.min(last - from, STAGES);
        Stage end = from + n == last ? stages[last] : null;
        Source source = a.source;
        Iterator<?> steps = k == 0 ? source.steps() : null;
        Stage s0 = n > 0 ? stages[from] : null;
        Stage s1 = n > 1 ? stages[from + 1] : null;
        Stage s2 = n > 2 ? stages[from + 2] : null;
        Stage s3 = n > 3 ? stages[from + 3] : null;
        Stage s4 = n > 4 ? stages[from + 4] : null;
        Stage s5 = n > 5 ? stages[from + 5] : null;
        Stage s6 = n > 6 ? stages[from + 6] : null;
        Stage s7 = n > 7 ? stages[from + 7] : null;
        do {
            Object x;
            Object y;
            boolean passes;
            if (steps != null) {
                if (!steps.hasNext()) {
                    return loop.stop(Activations.SOURCE, null, Mark.END);
                }
                x = steps.next();
                if (x == null) {
                    throw Sources.isNull();
                }
            } else if (k == 0) {
                x = source.next(loop, f);
                if (!isElement(x)) {
                    return loop.stop(Activations.SOURCE, null, x);
                }
            } else {
                x = given;
            }
            if (s0 instanceof MapStage m) {
                try {
                    y = m.f.apply(x);
                } catch (Throwable t) {
                    throw loop.threw(from, x, t);
                }
                if (y == null) {
                    return loop.stop(from, x, null);
                }
                x = y;
            } else if (s0 instanceof FilterStage p) {
                try {
                    passes = p.p.test(x);
                } catch (Throwable t) {
                    throw loop.threw(from, x, t);
                }
                if (!passes) {
                    continue;
                }
            } else if (s0 != null) {
                try {
                    y = s0.apply(loop, f, x);
                } catch (Throwable t) {
                    throw loop.threw(from, x, t);
                }
                if (!isElement(y) || loop.finished) {
                    if (y == Mark.SKIP && !loop.finished) {
                        continue;
                    }
                    return loop.stop(from, x, y);
                }
                x = y;
            }
            if (s1 instanceof MapStage m) {
                try {
                    y = m.f.apply(x);
                } catch (Throwable t) {
                    throw loop.threw(from + 1, x, t);
                }
                if (y == null) {
                    return loop.stop(from + 1, x, null);
                }
                x = y;
            } else if (s1 instanceof FilterStage p) {
                try {
                    passes = p.p.test(x);
                } catch (Throwable t) {
                    throw loop.threw(from + 1, x, t);
                }
                if (!passes) {
                    continue;
                }
            } else if (s1 != null) {
                try {
                    y = s1.apply(loop, f, x);
                } catch (Throwable t) {
                    throw loop.threw(from + 1, x, t);
                }
                if (!isElement(y) || loop.finished) {
                    if (y == Mark.SKIP && !loop.finished) {
                        continue;
                    }
                    return loop.stop(from + 1, x, y);
                }
                x = y;
            }
            if (s2 instanceof MapStage m) {
                try {
                    y = m.f.apply(x);
                } catch (Throwable t) {
                    throw loop.threw(from + 2, x, t);
                }
                if (y == null) {
                    return loop.stop(from + 2, x, null);
                }
                x = y;
            } else if (s2 instanceof FilterStage p) {
                try {
                    passes = p.p.test(x);
                } catch (Throwable t) {
                    throw loop.threw(from + 2, x, t);
                }
                if (!passes) {
                    continue;
                }
            } else if (s2 != null) {
                try {
                    y = s2.apply(loop, f, x);
                } catch (Throwable t) {
                    throw loop.threw(from + 2, x, t);
                }
                if (!isElement(y) || loop.finished) {
                    if (y == Mark.SKIP && !loop.finished) {
                        continue;
                    }
                    return loop.stop(from + 2, x, y);
                }
                x = y;
            }
            if (s3 instanceof MapStage m) {
                try {
                    y = m.f.apply(x);
                } catch (Throwable t) {
                    throw loop.threw(from + 3, x, t);
                }
                if (y == null) {
                    return loop.stop(from + 3, x, null);
                }
                x = y;
            } else if (s3 instanceof FilterStage p) {
                try {
                    passes = p.p.test(x);
                } catch (Throwable t) {
                    throw loop.threw(from + 3, x, t);
                }
                if (!passes) {
                    continue;
                }
            } else if (s3 != null) {
                try {
                    y = s3.apply(loop, f, x);
                } catch (Throwable t) {
                    throw loop.threw(from + 3, x, t);
                }
                if (!isElement(y) || loop.finished) {
                    if (y == Mark.SKIP && !loop.finished) {
                        continue;
                    }
                    return loop.stop(from + 3, x, y);
                }
                x = y;
            }
            if (s4 instanceof MapStage m) {
                try {
                    y = m.f.apply(x);
                } catch (Throwable t) {
                    throw loop.threw(from + 4, x, t);
                }
                if (y == null) {
                    return loop.stop(from + 4, x, null);
                }
                x = y;
            } else if (s4 instanceof FilterStage p) {
                try {
                    passes = p.p.test(x);
                } catch (Throwable t) {
                    throw loop.threw(from + 4, x, t);
                }
                if (!passes) {
                    continue;
                }
            } else if (s4 != null) {
                try {
                    y = s4.apply(loop, f, x);
                } catch (Throwable t) {
                    throw loop.threw(from + 4, x, t);
                }
                if (!isElement(y) || loop.finished) {
                    if (y == Mark.SKIP && !loop.finished) {
                        continue;
                    }
                    return loop.stop(from + 4, x, y);
                }
                x = y;
            }
            if (s5 instanceof MapStage m) {
                try {
                    y = m.f.apply(x);
                } catch (Throwable t) {
                    throw loop.threw(from + 5, x, t);
                }
                if (y == null) {
                    return loop.stop(from + 5, x, null);
                }
                x = y;
            } else if (s5 instanceof FilterStage p) {
                try {
                    passes = p.p.test(x);
                } catch (Throwable t) {
                    throw loop.threw(from + 5, x, t);
                }
                if (!passes) {
                    continue;
                }
            } else if (s5 != null) {
                try {
                    y = s5.apply(loop, f, x);
                } catch (Throwable t) {
                    throw loop.threw(from + 5, x, t);
                }
                if (!isElement(y) || loop.finished) {
                    if (y == Mark.SKIP && !loop.finished) {
                        continue;
                    }
                    return loop.stop(from + 5, x, y);
                }
                x = y;
            }
            if (s6 instanceof MapStage m) {
                try {
                    y = m.f.apply(x);
                } catch (Throwable t) {
                    throw loop.threw(from + 6, x, t);
                }
                if (y == null) {
                    return loop.stop(from + 6, x, null);
                }
                x = y;
            } else if (s6 instanceof FilterStage p) {
                try {
                    passes = p.p.test(x);
                } catch (Throwable t) {
                    throw loop.threw(from + 6, x, t);
                }
                if (!passes) {
                    continue;
                }
            } else if (s6 != null) {
                try {
                    y = s6.apply(loop, f, x);
                } catch (Throwable t) {
                    throw loop.threw(from + 6, x, t);
                }
                if (!isElement(y) || loop.finished) {
                    if (y == Mark.SKIP && !loop.finished) {
                        continue;
                    }
                    return loop.stop(from + 6, x, y);
                }
                x = y;
            }
            if (s7 instanceof MapStage m) {
                try {
                    y = m.f.apply(x);
                } catch (Throwable t) {
                    throw loop.threw(from + 7, x, t);
                }
                if (y == null) {
                    return loop.stop(from + 7, x, null);
                }
                x = y;
            } else if (s7 instanceof FilterStage p) {
                try {
                    passes = p.p.test(x);
                } catch (Throwable t) {
                    throw loop.threw(from + 7, x, t);
                }
                if (!passes) {
                    continue;
                }
            } else if (s7 != null) {
                try {
                    y = s7.apply(loop, f, x);
                } catch (Throwable t) {
                    throw loop.threw(from + 7, x, t);
                }
                if (!isElement(y) || loop.finished) {
                    if (y == Mark.SKIP && !loop.finished) {
                        continue;
                    }
                    return loop.stop(from + 7, x, y);
                }
                x = y;
            }
            if (end == null) {
                if (k != 0) {
                    return x;
                }
                y = later(loop, f, a, x);
                if (y != Mark.SKIP || loop.finished) {
                    return y;
                }
            } else if (end instanceof Sinks.Fold fold) {
                try {
                    fold.state = Checks.yielded(fold.f.apply(fold.state, x));
                } catch (Throwable t) {
                    throw loop.threw(last, x, t);
                }
            } else {
                try {
                    y = end.apply(loop, f, x);
                } catch (Throwable t) {
                    throw loop.threw(last, x, t);
                }
                if (y != Mark.SKIP || loop.finished) {
                    return loop.stop(last, x, y);
                }
            }
        } while (k == 0 && --loop.quota > 0);
        return k == 0 ? loop.stop(Activations.SOURCE, null, Mark.SKIP) : Mark.SKIP;
    }

    /** Takes {@code given} through the later passes. */
    private static @Nullable Object later(Loop loop, Fiber f, Activation a, Object given) throws Throwable {
        Object x = given;
        for (int k = 1; k < a.passes.length; k++) {
            x = a.passes[k].take(loop, f, a, k, x);
            if (x == null || !isElement(x) || loop.finished) {
                return x;
            }
        }
        return x;
    }
}
