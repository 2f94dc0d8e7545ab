package io.gondola.pipeline;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Breaking;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Goexit;
import io.gondola.dsl.engine.Panicking;
import io.gondola.dsl.engine.Signal;
import io.gondola.dsl.engine.Unwinding;
import io.vavr.CheckedFunction1;
import io.vavr.control.Option;
import org.jspecify.annotations.Nullable;

/** {@code emit}: a program that sends. */
final class Emissions extends Boundary {
    private final CheckedFunction1<Emitter<Object>, Go<?>> body;

    @SuppressWarnings("NullAway.Init") // recruit makes it
    private Take take;

    Emissions(Head.Setting setting, CheckedFunction1<Emitter<Object>, Go<?>> body) {
        super(setting);
        this.body = body;
    }

    @Override
    void recruit(Crew c, Loop loop) {
        ChannelCore channel = c.output(0, label.drawn());
        take = new Take(channel);
        c.add(new Emitting(c, channel));
    }

    @Override
    Object receive(Loop loop, Fiber f) throws Throwable {
        return take(take, loop, f);
    }

    private final class Emitting extends Member {
        private final ChannelCore channel;

        /** Whether the goroutine ends because nobody wants what it sends. */
        private boolean refused;

        Emitting(Crew c, ChannelCore channel) {
            super(c, Emissions.this.label.shortName(), setting.handled());
            this.channel = channel;
        }

        @Override
        Object begin(Fiber f) throws Throwable {
            f.push(new Guard());
            try {
                Go<?> program = body.apply(this::send);
                if (program == null) {
                    throw new NullPointerException("the function returned null in place of a program");
                }
                return f.call(program);
            } catch (Throwable t) {
                if (t instanceof FatalError) {
                    throw t;
                }
                f.pop();
                return failed(t, false);
            }
        }

        private Go<Unit> send(Object x) {
            if (x == null) {
                throw new NullPointerException("send was given null; elements are never null");
            }
            return new Sending(x);
        }

        /** {@code ofCleanup} says that the program had ended already, and a cleanup of it has failed. */
        private Object failed(Throwable thrown, boolean ofCleanup) {
            PipelineException e = new PipelineException(Emissions.this.label, Option.none(), thrown);
            if (!isCancelled()) {
                failure = e;
                if (!handled) {
                    run.fail(e);
                }
            } else if (ofCleanup && run.failure() == null && !Run.isInterrupt(thrown)) {
                failure = e;
                failedLate = true;
            } else {
                run.suppress(e);
            }
            return Unit.UNIT;
        }

        /**
         * Nobody wants what a pipeline in the program sends. To that pipeline this is a failure, here it is the end;
         * what fails then in its cleanups is told.
         */
        private Object ended(PipelineException inner) {
            Throwable[] cleanups = inner.getSuppressed();
            for (int i = 1; i < cleanups.length; i++) {
                cleanups[0].addSuppressed(cleanups[i]);
            }
            return cleanups.length == 0 ? Unit.UNIT : failed(cleanups[0], true);
        }

        /** May be run many times, and by several goroutines, so it keeps its element. */
        private final class Sending extends ChannelPut<Unit> {
            private final Object x;

            Sending(Object x) {
                super(channel);
                this.x = x;
            }

            @Override
            Object element() {
                return x;
            }

            @Override
            Object sent() {
                return Unit.UNIT;
            }

            @Override
            Object refused(Fiber f) {
                refused = true;
                return f.unwind(Goexit.INSTANCE);
            }
        }

        private final class Guard extends Frame {
            @Override
            public Object resume(Fiber f, @Nullable Object value) {
                f.pop();
                return Unit.UNIT;
            }

            @Override
            public Object unwind(Fiber f, Unwinding u) {
                if (u instanceof Breaking) {
                    return Signal.UNWIND;
                }
                if (u instanceof Panicking p) {
                    p.markRecovered();
                    boolean ends = refused && p.thrown() instanceof PipelineException e && Activations.isGoexit(e);
                    return ends ? ended((PipelineException) p.thrown()) : failed(p.thrown(), p.ofCleanup());
                }
                return refused ? Unit.UNIT : failed(new IllegalStateException("called goexit"), false);
            }
        }
    }
}
