package io.gondola.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the network of the goroutine that asks. */
@CheckReturnValue
final class Networks {
    private static final @Nullable NetworkProvider VIRTUAL = load();

    private Networks() {}

    private static @Nullable NetworkProvider load() {
        return ServiceLoader.load(NetworkProvider.class, Networks.class.getClassLoader())
                .findFirst()
                .orElse(null);
    }

    /**
     * What {@code use} makes of the network: {@code real} on the runtime with real threads, under a deterministic one
     * the test's.
     *
     * @param what is done, for reports
     */
    static <A> Go<A> on(Network real, String what, Function<Network, Go<A>> use) {
        return new OnNetwork<>(real, what, use);
    }

    private static final class OnNetwork<A> extends Go<A> {
        private final Network real;
        private final String what;
        private final Function<Network, Go<A>> use;

        OnNetwork(Network real, String what, Function<Network, Go<A>> use) {
            this.real = real;
            this.what = what;
            this.use = use;
        }

        @Override
        public Object exec(Fiber f) {
            return f.call(use.apply(network(f)));
        }

        private Network network(Fiber f) {
            if (!f.scheduler().deterministic()) {
                return real;
            }
            if (VIRTUAL == null) {
                throw new UnsupportedOperationException(
                        "the deterministic runtime has no real network, and its virtual one is"
                                + " in gondola-testkit, which is not on the path: operation=" + what);
            }
            return VIRTUAL.network(f);
        }

        @Override
        public void outline(Outline out) {
            out.line(what);
        }
    }
}
