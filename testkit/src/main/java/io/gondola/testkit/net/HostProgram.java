package io.gondola.testkit.net;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.FiberProgram;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Panicking;
import io.gondola.dsl.engine.Unwinding;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Hosted;
import org.jspecify.annotations.Nullable;

/**
 * What runs on a host, from its start to its crash: a program of its own, so that a crash ends exactly its goroutines.
 */
final class HostProgram extends FiberProgram implements Hosted {
    private final Execution x;
    final VirtualNetwork network;
    final Host host;

    HostProgram(Execution x, VirtualNetwork network, Host host) {
        super(x);
        this.x = x;
        this.network = network;
        this.host = host;
    }

    @Override
    public String hostName() {
        return host.name;
    }

    /** Starts the host's program. */
    void begin(Go<?> body) {
        x.spawn(Fiber.main(this, body, new Last()));
    }

    /** Ends all goroutines at once, without their defers. */
    void crash() {
        end();
        x.forgetTasksOf(this);
        release();
    }

    @Override
    public void print(String text) {
        x.print(text);
    }

    @Override
    protected boolean isFatal(Throwable thrown) {
        return thrown instanceof FatalError;
    }

    @Override
    protected void onFatal(Fiber f, Throwable thrown) {
        x.fatal(thrown);
    }

    @Override
    protected void onUncaughtPanic(Fiber f, Panicking p) {
        x.panicked(p);
    }

    @Override
    protected void onDeadlock() {
        throw new AssertionError("an execution judges this itself");
    }

    @Override
    protected void onAbort(Throwable cause) {
        end();
        release();
    }

    /** The frame below all others of the host's first goroutine. */
    private static final class Last extends Frame {
        @Override
        public Object resume(Fiber f, @Nullable Object value) {
            return f.end();
        }

        @Override
        public Object unwind(Fiber f, Unwinding u) {
            if (u instanceof Panicking p) {
                ((HostProgram) f.program()).onUncaughtPanic(f, p);
            }
            return f.end();
        }
    }
}
