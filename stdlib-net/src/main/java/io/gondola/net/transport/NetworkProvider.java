package io.gondola.net.transport;

import io.gondola.dsl.engine.Fiber;

/** A service: the network of programs that run on deterministic schedulers. */
public interface NetworkProvider {
    /** The network of the program that {@code f} belongs to; it is the same for all goroutines of one run. */
    Network network(Fiber f);
}
