package io.gondola.net;

import io.gondola.dsl.engine.Fiber;

/** A service: the network of programs that run on deterministic schedulers. Not for programs. */
@SuppressWarnings("exports") // Fiber is for the sister modules
public interface NetworkProvider {
    /** The network of the program that {@code f} belongs to; it is the same for all goroutines of one run. */
    Network network(Fiber f);
}
