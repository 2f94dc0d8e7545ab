package io.gondola.pipeline;

import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Signal;
import io.vavr.CheckedFunction2;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The boundaries with several pipelines above. Each holds one element, since it hands it over before it asks for the
 * next one.
 */
final class Merges {
    static final String MERGE = "merge";

    private Merges() {}

    /** The inputs of a merge of {@code pipelines}: of those that are merges themselves, theirs. */
    static List<Pipeline<?>> inputs(List<Pipeline<?>> pipelines) {
        List<Pipeline<?>> all = new ArrayList<>();
        for (Pipeline<?> p : pipelines) {
            Label label = p.label();
            if (p instanceof Head<?> head && label.operator().equals(MERGE) && label.name() == null) {
                all.addAll(head.inputs);
            } else {
                all.add(p);
            }
        }
        return List.copyOf(all);
    }

    /** {@code merge}: all feed one channel. */
    static final class Merge extends Boundary {
        private final List<Pipeline<?>> inputs;

        @SuppressWarnings("NullAway.Init") // recruit makes it
        private Take take;

        Merge(Head.Setting setting, List<Pipeline<?>> inputs) {
            super(setting);
            this.inputs = inputs;
        }

        @Override
        void recruit(Crew c, Loop loop) {
            ChannelCore channel = c.output(0, label.drawn());
            take = new Take(channel);
            for (Pipeline<?> input : inputs) {
                Segment unused = segment(input, new Send(label, channel), true);
            }
        }

        @Override
        Object receive(Loop loop, Fiber f) throws Throwable {
            return take(take, loop, f);
        }
    }

    /** Each input feeds a channel of its own, of which one at a time is asked. */
    abstract static class ByChannel extends Boundary {
        private final List<Pipeline<?>> inputs;
        final List<Take> takes = new ArrayList<>();

        ByChannel(Head.Setting setting, List<Pipeline<?>> inputs) {
            super(setting);
            this.inputs = inputs;
        }

        @Override
        void recruit(Crew c, Loop loop) {
            for (int i = 0; i < inputs.size(); i++) {
                ChannelCore channel = c.output(0, label.drawn() + " input " + (i + 1));
                takes.add(new Take(channel));
                Segment unused = segment(inputs.get(i), new Send(label, channel), true, channel);
            }
        }

        /** The input that is asked. */
        abstract int current();

        /** It has answered with {@code x}; what to go on with, or null to receive again. */
        abstract @Nullable Object took(Object x) throws Throwable;

        /** It has ended, and none has failed; as {@link #took}. */
        abstract @Nullable Object ended();

        @Override
        Object receive(Loop loop, Fiber f) throws Throwable {
            while (true) {
                Object v = takes.get(current()).exec(f);
                if (v instanceof Signal) {
                    return v;
                }
                Object x = answer(v);
                if (x != null) {
                    return x;
                }
            }
        }

        @Override
        Object received(Loop loop, Fiber f, Object value) throws Throwable {
            Object x = answer(value);
            return x != null ? x : receive(loop, f);
        }

        private @Nullable Object answer(Object value) throws Throwable {
            if (value != ChannelCore.CLOSED) {
                return took(value);
            }
            Object end = outcome(value);
            return end == Mark.END ? ended() : end;
        }
    }

    static final class Interleave extends ByChannel {
        private int next;

        Interleave(Head.Setting setting, List<Pipeline<?>> inputs) {
            super(setting, inputs);
        }

        @Override
        int current() {
            return next;
        }

        @Override
        @Nullable
        Object took(Object x) {
            next = (next + 1) % takes.size();
            return x;
        }

        @Override
        @Nullable
        Object ended() {
            takes.remove(next);
            if (takes.isEmpty()) {
                return Mark.END;
            }
            next %= takes.size();
            return null;
        }

        @Override
        Object receive(Loop loop, Fiber f) throws Throwable {
            return takes.isEmpty() ? Mark.END : super.receive(loop, f);
        }
    }

    static final class Zip extends ByChannel {
        private final CheckedFunction2<Object, Object, Object> f;
        private @Nullable Object left;

        Zip(Head.Setting setting, List<Pipeline<?>> inputs, CheckedFunction2<Object, Object, Object> f) {
            super(setting, inputs);
            this.f = f;
        }

        @Override
        int current() {
            return left == null ? 0 : 1;
        }

        @Override
        @Nullable
        Object took(Object x) throws Throwable {
            if (left == null) {
                left = x;
                return null;
            }
            Object l = left;
            left = null;
            return Checks.yielded(f.apply(l, x));
        }

        @Override
        @Nullable
        Object ended() {
            return Mark.END;
        }
    }

    /** {@code mergeSorted}: holds the head of each input in an array, and looks for the first of the least. */
    static final class Sorted extends ByChannel {
        private static final Object NONE = new Object();

        private final Comparator<Object> order;

        /** By input: null if it is to be asked, NONE if it has ended. */
        private final Object[] heads;

        private int missing;

        Sorted(Head.Setting setting, List<Pipeline<?>> inputs, Comparator<Object> order) {
            super(setting, inputs);
            this.order = order;
            this.heads = new Object[inputs.size()];
        }

        @Override
        int current() {
            return missing;
        }

        @Override
        Object receive(Loop loop, Fiber f) throws Throwable {
            while (missing < heads.length && heads[missing] != null) {
                missing++;
            }
            return missing < heads.length ? super.receive(loop, f) : least();
        }

        @Override
        @Nullable
        Object took(Object x) {
            heads[missing] = x;
            return next();
        }

        @Override
        @Nullable
        Object ended() {
            heads[missing] = NONE;
            return next();
        }

        private @Nullable Object next() {
            while (missing < heads.length && heads[missing] != null) {
                missing++;
            }
            return missing < heads.length ? null : least();
        }

        private Object least() {
            int least = -1;
            for (int i = 0; i < heads.length; i++) {
                if (heads[i] != NONE && (least < 0 || order.compare(heads[i], heads[least]) < 0)) {
                    least = i;
                }
            }
            if (least < 0) {
                return Mark.END;
            }
            Object x = heads[least];
            heads[least] = null;
            missing = least;
            return x;
        }
    }

    /** An element of input {@code i}. */
    private record Tagged(int i, Object x) {}

    /** {@code zipLatest}: all feed one channel, with the number of their input. */
    static final class ZipLatest extends Boundary {
        private final List<Pipeline<?>> inputs;
        private final CheckedFunction2<Object, Object, Object> f;
        private final Object[] latest = new Object[2];

        @SuppressWarnings("NullAway.Init") // recruit makes it
        private Take take;

        ZipLatest(Head.Setting setting, List<Pipeline<?>> inputs, CheckedFunction2<Object, Object, Object> f) {
            super(setting);
            this.inputs = inputs;
            this.f = f;
        }

        @Override
        void recruit(Crew c, Loop loop) {
            ChannelCore channel = c.output(0, label.drawn());
            take = new Take(channel);
            for (int i = 0; i < inputs.size(); i++) {
                int number = i;
                Pipeline<?> tagged =
                        inputs.get(i).then(new MapStage(inputs.get(i).label(), x -> new Tagged(number, x)));
                Segment unused = segment(tagged, new Send(label, channel), true);
            }
        }

        @Override
        Object receive(Loop loop, Fiber fiber) throws Throwable {
            return take(take, loop, fiber);
        }

        @Override
        Object received(Loop loop, Fiber fiber, Object value) throws Throwable {
            if (!(value instanceof Tagged t)) {
                return outcome(value);
            }
            latest[t.i] = t.x;
            return latest[0] == null || latest[1] == null ? Mark.SKIP : f.apply(latest[0], latest[1]);
        }
    }
}
