package io.gondola.pipeline;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Expires a watch, in a goroutine of its own, for which those can wait who end what is watched. */
final class Expiry {
    private final Watch watch;

    /** Written before the goroutine starts, or in it. */
    @Nullable
    Supplier<? extends Throwable> why;

    /** See {@link Watch#isMeant}. Written before the goroutine starts. */
    int meantFor;

    private final Channel<Unit> ended = Channel.<Unit>unbuffered().named("pipeline");

    Expiry(Watch watch, @Nullable Supplier<? extends Throwable> why) {
        this.watch = watch;
        this.why = why;
    }

    /** The last thing that the goroutine does. */
    Go<?> body() {
        return new Expiring().then(new Conclude());
    }

    /** Waits until the goroutine has ended. */
    Go<?> awaitEnd() {
        return ended.receiveOption();
    }

    private void end() {
        boolean unused = ((ChannelCore) ended).closeCore();
    }

    private final class Expiring extends Crew.Change {
        @Override
        void change(Fiber f) {
            watch.expire(meantFor, Objects.requireNonNull(why));
        }
    }

    private final class Conclude extends Go<Unit> {
        @Override
        public Object exec(Fiber f) throws Throwable {
            return f.scheduler().deterministic() ? new LastStep().exec(f) : f.endThen(Expiry.this::end);
        }
    }

    private final class LastStep extends Crew.Change {
        @Override
        void change(Fiber f) {
            end();
        }
    }
}
