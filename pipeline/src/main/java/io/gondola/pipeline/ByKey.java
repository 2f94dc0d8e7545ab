package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Signal;
import io.vavr.CheckedFunction1;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code parallelByKey}: as {@link Parallels}, but a worker takes only elements whose key no other worker has. */
final class ByKey extends Boundary {
    private final Pipeline<?> above;
    private final int n;
    private final CheckedFunction1<Object, Object> key;
    private final CheckedFunction1<Object, Go<?>> work;
    private Lanes lanes;
    private ChannelCore output;
    private Take take;
    private int hired;

    ByKey(
            Head.Setting setting,
            Pipeline<?> above,
            int n,
            CheckedFunction1<Object, Object> key,
            CheckedFunction1<Object, Go<?>> work) {
        super(setting);
        this.above = above;
        this.n = n;
        this.key = key;
        this.work = work;
    }

    @Override
    void recruit(Crew c, Loop loop) {
        lanes = new Lanes(label.drawn(), n);
        output = c.output(0, label.drawn());
        take = new Take(output);
        segment(above, new Dispatch(), false).atEnd(lanes::close);
    }

    @Override
    Object receive(Loop loop, Fiber f) throws Throwable {
        return take(take, loop, f);
    }

    private void wanted(Fiber f) {
        if (hired < n && (hired == 0 || !lanes.hasWaitingWorker())) {
            hired++;
            Elements source = new Elements();
            Pipeline<Object> part = Head.<Object>source(label, s -> source)
                    .then(new Programs.MapGo(label, work))
                    .then(new Stages.Catch(setting));
            Plan plan = Plan.of(part, new HandOver(source));
            crew().startMore(
                            f,
                            new Segment(crew(), label.shortName() + " worker " + hired, plan, true, List.of(), false));
        }
    }

    /** The dispatcher's last stage. */
    private final class Dispatch extends Stage {
        private final Map<Object, Lanes.Lane> byKey = new HashMap<>();

        Dispatch() {
            super(ByKey.this.label);
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) throws Throwable {
            Object k = key.apply(x);
            if (k == null) {
                throw new NullPointerException("the key is null");
            }
            Lanes.Lane lane = byKey.get(k);
            if (lane == null) {
                if (byKey.size() >= 2 * n) {
                    byKey.values().removeIf(lanes::isIdle);
                }
                lane = new Lanes.Lane();
                byKey.put(k, lane);
            }
            wanted(f);
            Object v = lanes.new Hand(lane, x).exec(f);
            return v instanceof Signal ? v : Mark.SKIP;
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) {
            return Mark.SKIP;
        }
    }

    /** What a worker takes. */
    private final class Elements extends Source {
        private final Lanes.Fetch fetch = lanes.new Fetch();
        private Lanes.Lane lane;

        Elements() {
            super(ByKey.this.label);
        }

        @Override
        Object next(Loop loop, Fiber f) {
            Object v = fetch.exec(f);
            return v instanceof Signal ? v : resumed(loop, f, v);
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) {
            if (value == ChannelCore.CLOSED) {
                return Mark.END;
            }
            Lanes.Held held = (Lanes.Held) value;
            lane = held.lane();
            return held.x();
        }
    }

    /** Emits a worker's result, then lets the next element of its key go. */
    private final class HandOver extends Stage {
        private final Put put = new Put(output);
        private final Elements source;
        private boolean emitted;

        HandOver(Elements source) {
            super(ByKey.this.label);
            this.source = source;
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) {
            emitted = false;
            Object v = put.of(x).exec(f);
            return v instanceof Signal ? v : resumed(loop, f, v);
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) {
            if (value == ChannelCore.CLOSED) {
                loop.finish();
                return Mark.SKIP;
            }
            if (emitted) {
                return Mark.SKIP;
            }
            emitted = true;
            Object v = lanes.new Release(source.lane).exec(f);
            return v instanceof Signal ? v : Mark.SKIP;
        }
    }
}
